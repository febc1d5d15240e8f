/** A build section as the engine's build call takes it. */
import { parseBytes } from '../compose/attributes/grammar/bytes.ts'
import type { BuildRequest } from '../docker/engine.ts'
import type { ImageBuild } from './steps.ts'

/** Everything of the request but the context itself. */
export function buildSettings({
  build,
  reference,
  labels,
  platform,
  memory,
}: ImageBuild): Omit<BuildRequest, 'context' | 'dockerfile'> {
  const args = Object.entries(build.args ?? {}).flatMap(([key, value]) =>
    value === null ? [] : [[key, value] as const],
  )
  const only = build.platforms?.length === 1 ? build.platforms[0] : undefined
  const target = platform ?? only
  return {
    tags: [reference],
    labels,
    args: Object.fromEntries(args),
    ...(build.target !== undefined && { target: build.target }),
    ...(target !== undefined && { platform: target }),
    ...(build.network !== undefined && { network: build.network }),
    ...(build.extra_hosts && { extraHosts: build.extra_hosts.map((host) => host.replace('=', ':')) }),
    ...(build.cache_from && { cacheFrom: build.cache_from }),
    ...(build.no_cache !== undefined && { noCache: build.no_cache }),
    ...(build.pull !== undefined && { pull: build.pull }),
    ...(build.shm_size !== undefined && { shmSize: Number(parseBytes(build.shm_size) ?? 0) }),
    ...(memory !== undefined && { memory }),
    ...(build.ulimits && {
      ulimits: Object.entries(build.ulimits).map(([Name, limit]) =>
        typeof limit === 'number'
          ? { Name, Soft: limit, Hard: limit }
          : { Name, Soft: limit.soft, Hard: limit.hard },
      ),
    }),
  }
}

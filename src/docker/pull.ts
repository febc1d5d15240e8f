/** The engine's calls that ask a registry: pulling, and looking a digest up. */
import type { ProgressAnswer } from './answers.ts'
import type { Client } from './client.ts'
import { findLogin } from './credentials.ts'
import type { Environment } from './docker-config.ts'
import type { Engine, PullProgress } from './engine.ts'
import { refusalError } from './failures.ts'
import { parseReference } from './image-reference.ts'
import { imagePath } from './names.ts'
import { readNdjson } from './ndjson.ts'

/** The calls, with the logins of the user's docker configuration. */
export function registryCalls(client: Client, env: Environment): Pick<Engine, 'pullImage' | 'resolveDigest'> {
  return {
    pullImage: (request, signal) => pull(client, { ...request, env }, signal),
    resolveDigest: async (reference, signal) => {
      const { header, problem: hint } = await findLogin(env, parseReference(reference).registry, signal)
      const { Descriptor } = await client.json<DistributionAnswer>({
        method: 'GET',
        path: `/distribution/${imagePath(reference)}/json`,
        ...(header === undefined ? {} : { headers: { 'X-Registry-Auth': header } }),
        doing: `look up the digest of "${reference}"`,
        code: 'pull-failed',
        hint,
        signal,
      })
      return Descriptor.digest
    },
  }
}

interface DistributionAnswer {
  readonly Descriptor: { readonly digest: string }
}

interface PullRequest {
  readonly reference: string
  readonly platform?: string
  readonly env: Environment
}

async function* pull(
  client: Client,
  { reference, platform, env }: PullRequest,
  signal?: AbortSignal,
): AsyncGenerator<PullProgress> {
  const { name, version, registry } = parseReference(reference)
  const login = await findLogin(env, registry, signal)
  const failure = { doing: `pull image "${reference}"`, code: 'pull-failed', hint: login.problem } as const
  const { body } = await client.stream({
    method: 'POST',
    path: '/images/create',
    query: { fromImage: name, tag: version, platform },
    ...(login.header === undefined ? {} : { headers: { 'X-Registry-Auth': login.header } }),
    ...failure,
    signal,
    patience: 'none',
  })
  for await (const line of readNdjson<ProgressAnswer>(body)) {
    const text = errorIn(line)
    if (text !== undefined) throw refusalError({ ...failure, text, status: line.errorDetail?.code })
    if (line.status !== undefined) yield pullProgressOf(line, line.status)
  }
}

/** The error inside a stream that began as a success. */
export function errorIn({ error, errorDetail }: ProgressAnswer): string | undefined {
  return errorDetail?.message ?? error
}

function pullProgressOf({ id, progressDetail }: ProgressAnswer, status: string): PullProgress {
  const { current, total } = progressDetail ?? {}
  return {
    ...(id !== undefined && layerId.test(id) ? { layer: id } : {}),
    status,
    ...(current === undefined ? {} : { current }),
    ...(total === undefined ? {} : { total }),
  }
}

/** The line `Pulling from library/redis` has the tag for its id. */
const layerId = /^[0-9a-f]{12}$/

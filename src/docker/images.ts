/** The engine's calls about images, but for building them. */
import type { ImageAnswer, ProgressAnswer } from './answers.ts'
import type { Client } from './client.ts'
import type { Login } from './credentials.ts'
import type { Engine, ImageDetails, PullProgress } from './engine.ts'
import { refusalError } from './failures.ts'
import { parseReference } from './image-reference.ts'
import { imagePath } from './names.ts'
import { readNdjson } from './ndjson.ts'
import { undefinedIfMissing } from './networks.ts'

/** Looks up the login for a registry's host. */
export type FindLogin = (registry: string, signal?: AbortSignal) => Promise<Login>

/** The engine's calls about images. */
export function imageCalls(
  client: Client,
  findLogin: FindLogin,
): Pick<Engine, 'inspectImage' | 'resolveDigest' | 'pullImage' | 'tagImage' | 'removeImage'> {
  return {
    inspectImage: async (reference, signal) => {
      const path = `/images/${imagePath(reference)}/json`
      const call = { method: 'GET', path, doing: `inspect image "${reference}"`, signal } as const
      return client.json<ImageAnswer>(call).then(imageOf, undefinedIfMissing)
    },
    resolveDigest: async (reference, signal) => {
      const { header, problem: hint } = await findLogin(parseReference(reference).registry, signal)
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
    pullImage: (request, signal) => pull(client, { ...request, findLogin }, signal),
    tagImage: async (reference, tag, signal) => {
      const { name, version } = parseReference(tag)
      const path = `/images/${imagePath(reference)}/tag`
      const doing = `tag image "${reference}" as "${tag}"`
      await client.done({ method: 'POST', path, query: { repo: name, tag: version }, doing, signal })
    },
    removeImage: async (reference, signal) => {
      const doing = `remove image "${reference}"`
      await client.done({ method: 'DELETE', path: `/images/${imagePath(reference)}`, doing, signal })
    },
  }
}

interface DistributionAnswer {
  readonly Descriptor: { readonly digest: string }
}

interface PullRequest {
  readonly reference: string
  readonly platform?: string
  readonly findLogin: FindLogin
}

async function* pull(
  client: Client,
  { reference, platform, findLogin }: PullRequest,
  signal?: AbortSignal,
): AsyncGenerator<PullProgress> {
  const { name, version, registry } = parseReference(reference)
  const login = await findLogin(registry, signal)
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
    if (text !== undefined) throw refusalError({ ...failure, text })
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

function imageOf(answer: ImageAnswer): ImageDetails {
  const test = answer.Config?.Healthcheck?.Test ?? []
  return {
    id: answer.Id ?? '',
    tags: answer.RepoTags ?? [],
    os: answer.Os ?? '',
    architecture: answer.Architecture ?? '',
    variant: answer.Variant ?? '',
    volumes: Object.keys(answer.Config?.Volumes ?? {}),
    hasHealthcheck: test.length > 0 && test[0] !== 'NONE',
  }
}

/** A registry's API (OCI distribution) for one repository: manifests and blobs, with the user's login. */
import { findCredentials } from '../docker/credentials.ts'
import type { Environment } from './cache.ts'
import { createExchange, type Exchange, type Scheme } from './exchange.ts'
import type { OciReference } from './oci-reference.ts'
import { answerError, readAnswer, type Task } from './registry-failures.ts'
import { authorize } from './registry-login.ts'

export interface Registry {
  /** The bytes of a manifest or an index by tag or digest. */
  readonly manifest: (version: string) => Promise<Uint8Array>
  /** The bytes of a blob; more than `limit` reject. */
  readonly blob: (digest: string, limit: number) => Promise<Uint8Array>
}

export interface RegistryOptions {
  readonly env: Environment
  readonly signal?: AbortSignal | undefined
  /** Hosts (with port) that are spoken to without encryption. */
  readonly insecureRegistries?: readonly string[] | undefined
}

/** Speaks to the registry of a reference; nothing is sent before the first request. Requests reject with GantryErrors. */
export function openRegistry(reference: OciReference, options: RegistryOptions): Registry {
  const { registry } = reference
  const task: Task = { doing: `fetch "oci://${reference.name}"`, registry, signal: options.signal }
  const exchange = createExchange({
    host: hosts.get(registry) ?? registry,
    schemes: schemesOf(registry, options.insecureRegistries ?? []),
    task,
  })
  const ask = withLogin(exchange, { reference, env: options.env, task })
  return {
    manifest: async (version) =>
      readAnswer(await ask(`manifests/${version}`, manifestTypes), longestManifest, task),
    blob: async (digest, limit) => readAnswer(await ask(`blobs/${digest}`, '*/*'), limit, task),
  }
}

const longestManifest = 4 * 1024 * 1024
const manifestTypes = 'application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json'
const hosts: ReadonlyMap<string, string> = new Map([['docker.io', 'registry-1.docker.io']])

/** Loopback and named registries may be spoken to without encryption, where they do not offer it. */
function schemesOf(registry: string, insecure: readonly string[]): readonly Scheme[] {
  if (insecure.includes(registry)) return ['http']
  return /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])(?::\d+)?$/.test(registry) ? ['https', 'http'] : ['https']
}

interface Asking {
  readonly reference: OciReference
  readonly env: Environment
  readonly task: Task
}

/** Asks without a login first, then once more with what the registry wants to see. */
function withLogin(exchange: Exchange, { reference, env, task }: Asking) {
  let authorization: string | undefined
  return async (path: string, accept: string): Promise<Response> => {
    const send = async () =>
      exchange.get(`/v2/${reference.repository}/${path}`, { accept, ...(authorization && { authorization }) })
    const answer = await send()
    const challenge = answer.headers.get('www-authenticate')
    if (answer.ok) return answer
    if (answer.status !== 401 || challenge === null) throw await answerError(answer, task)
    const login = await findCredentials(env, reference.registry, task.signal)
    authorization = await authorize(challenge, { exchange, reference, task, ...login })
    if (authorization === undefined) throw await answerError(answer, task, login.problem)
    await answer.body?.cancel()
    const second = await send()
    if (!second.ok) throw await answerError(second, task, login.problem)
    return second
  }
}

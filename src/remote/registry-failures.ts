/** What registries answer when they refuse, and what goes wrong on the way to them, as errors with a hint. */
import { GantryError } from '../errors.ts'
import { readUpTo } from './limited.ts'
import { shown } from './shown.ts'

/** What we are about, for messages; and what stops it. */
export interface Task {
  /** Completes "cannot …". */
  readonly doing: string
  readonly registry: string
  readonly signal?: AbortSignal | undefined
}

/** The bytes of an answer's body. Rejects with a GantryError where there are more than `limit`, or the connection breaks. */
export async function readAnswer(response: Response, limit: number, task: Task): Promise<Uint8Array> {
  const bytes = await readUpTo(response, limit).catch((error: unknown) => {
    throw connectionError(error, new URL(response.url), task)
  })
  if (bytes !== undefined) return bytes
  throw new GantryError(
    'remote-failed',
    `cannot ${task.doing}: the registry sends more than the ${limit} bytes that are expected`,
    { hint: 'a Compose file is much smaller: check that the reference is the one you mean' },
  )
}

/** The error for an answer that is no success; reads the answer's body. `problem`: why no login was used. */
export async function answerError(
  response: Response,
  { doing, registry }: Task,
  problem?: string,
): Promise<GantryError> {
  const said = await wordsOf(response)
  const what = `the registry answers ${response.status}${said === '' ? '' : `: ${said}`}`
  const hint = statusHints.get(response.status)?.(registry)
  return new GantryError('remote-failed', `cannot ${doing}: ${what}${problem ? ` (${problem})` : ''}`, {
    hint: hint ?? 'try again later',
  })
}

const login = (registry: string) =>
  `check the name; for a private artifact log in first: "docker login${registry === 'docker.io' ? '' : ` ${registry}`}"`

const statusHints: ReadonlyMap<number, (registry: string) => string> = new Map([
  [401, login],
  [403, login],
  [404, () => 'check the name and the tag'],
  [
    429,
    (registry) => `the registry limits requests: log in with "docker login ${registry}", or try again later`,
  ],
])

interface RegistryAnswer {
  readonly errors?: readonly { readonly code?: string; readonly message?: string }[]
}

const longestWords = 64 * 1024

/** The registry's own message; empty where it gives none. */
async function wordsOf(response: Response): Promise<string> {
  try {
    const bytes = (await readUpTo(response, longestWords)) ?? []
    const answer: RegistryAnswer = JSON.parse(Buffer.from(bytes).toString('utf8'))
    const first = answer.errors?.[0]
    return shown(first?.message || first?.code || '').slice(0, 300)
  } catch {
    return ''
  }
}

/** The error for a request that got no answer, or whose answer broke off. Throws the signal's reason where that is why. */
export function connectionError(error: unknown, url: URL, { doing, signal }: Task): GantryError {
  signal?.throwIfAborted()
  const code = codeOf(error)
  const known = reasons.get(code)
  const why = known?.why ?? shown(messageOf(error))
  return new GantryError('remote-failed', `cannot ${doing}: ${url.host}: ${why}`, {
    hint: known?.hint ?? (isTrustError(error) ? trust : 'try again later'),
    cause: error,
  })
}

/** Whether a server has been reached whose certificate is not trusted. */
export function isTrustError(error: unknown): boolean {
  return /CERT|SELF_SIGNED|UNABLE_TO_/.test(codeOf(error))
}

const offline =
  'this machine is offline, or the name of the host is wrong; an artifact that was fetched before needs no network when its digest is given'
const noAnswer = 'check the address and the network; a proxy in HTTPS_PROXY is not used for oci:// sources'
const trust = 'the certificate of the registry is not trusted: NODE_EXTRA_CA_CERTS names further authorities'

const reasons: ReadonlyMap<string, { readonly why: string; readonly hint: string }> = new Map([
  ['ENOTFOUND', { why: 'no such host', hint: offline }],
  ['EAI_AGAIN', { why: 'its name cannot be resolved now', hint: offline }],
  ['ENETUNREACH', { why: 'the network cannot be reached', hint: offline }],
  ['EHOSTUNREACH', { why: 'the host cannot be reached', hint: offline }],
  ['ECONNREFUSED', { why: 'nothing listens there', hint: noAnswer }],
  ['ECONNRESET', { why: 'the connection broke', hint: noAnswer }],
  ['UND_ERR_SOCKET', { why: 'the connection broke', hint: noAnswer }],
  ['ETIMEDOUT', { why: 'no answer from that address', hint: noAnswer }],
  ['UND_ERR_CONNECT_TIMEOUT', { why: 'no answer from that address', hint: noAnswer }],
  ['TimeoutError', { why: 'no whole answer within a minute', hint: noAnswer }],
])

/** Fetch wraps the system's error; one that tried several addresses wraps them in turn. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  if ('code' in error && typeof error.code === 'string') return error.code
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0])
  return error.cause === undefined ? error.name : codeOf(error.cause)
}

function messageOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return error.cause instanceof Error ? messageOf(error.cause) : error.message
}

/** Turns what the engine answers, and what goes wrong on the way to it, into errors with a code and a hint. */
import { EngineError } from '../errors.ts'
import type { ErrorCode } from '../errors.ts'
import { printable } from '../util/printable.ts'
import { fetching, rules } from './refusal-rules.ts'
import { prospectOf } from './transience.ts'

/** What the engine refused to do: `doing` completes "cannot …"; `text` is its own word. */
export interface Refusal {
  readonly doing: string
  readonly text: string
  readonly status?: number | undefined
  /** The code where no rule knows better. */
  readonly code?: ErrorCode
  /** More to say, after what a rule says. */
  readonly hint?: string | undefined
  /** The header `Retry-After`. */
  readonly retryAfter?: string | undefined
}

/** The error for a refusal; the engine's text is data, kept to one line. */
export function refusalError(refusal: Refusal): EngineError {
  const text = printable(refusal.text).slice(0, 2000)
  const found = firstMatch(text, refusal)
  const said = found?.rule.says?.(found.match)
  const message = `cannot ${printable(refusal.doing)}: ${said ?? (text || `the engine answered ${refusal.status ?? 'nothing'}`)}`
  return new EngineError(found?.rule.code ?? refusal.code ?? 'engine-failed', message, {
    hint: [found?.rule.hint(found.match), refusal.hint].filter(Boolean).join('; ') || undefined,
    status: refusal.status,
    attribute: found?.rule.attribute,
    ...prospectOf({ ...refusal, text, fetching: isFetching(refusal) }, Date.now()),
  })
}

function isFetching({ code }: Refusal): boolean {
  return code !== undefined && fetching.includes(code)
}

function firstMatch(text: string, refusal: Refusal) {
  for (const rule of rules) {
    const match = rule.text.exec(text)
    const fits = rule.only === undefined || (refusal.code !== undefined && rule.only.includes(refusal.code))
    if (match !== null && fits) return { rule, match }
  }
  return undefined
}

/** The error for a connection that failed or broke, where Node says why. */
export function connectionError(
  error: unknown,
  { address, source, doing }: { readonly address: string; readonly source: string; readonly doing?: string },
): EngineError {
  const code = codeOf(error)
  const why = reasons[code] ?? printable(error instanceof Error ? error.message : String(error))
  const forbidden = code === 'EACCES' || code === 'EPERM'
  const what =
    doing === undefined
      ? `cannot reach the engine at ${address} (${source})`
      : `cannot ${printable(doing)} at ${address}`
  return new EngineError(forbidden ? 'engine-forbidden' : 'engine-unreachable', `${what}: ${why}`, {
    hint: forbidden ? forbiddenHint : hintOf(code, address),
    cause: error,
  })
}

const reasons: Readonly<Record<string, string | undefined>> = {
  ENOENT: 'no such file',
  ENOTSOCK: 'it is no socket',
  ECONNREFUSED: 'nothing listens there',
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  ECONNRESET: 'the connection broke',
  EPIPE: 'the connection broke',
  ERR_STREAM_PREMATURE_CLOSE: 'the connection broke',
  ETIMEDOUT: 'no answer from that address',
  ENOTFOUND: 'no such host',
  EAI_AGAIN: 'its name cannot be resolved now',
  EMFILE: 'this process has as many files and connections open as it may',
}

const forbiddenHint =
  'add yourself to the group docker ("sudo usermod -aG docker $USER", then log in again), or set DOCKER_HOST to a rootless engine'

function hintOf(code: string, address: string): string {
  const [host] = /^ssh:\/\/[^/]+/.exec(address) ?? []
  if (host !== undefined) return `see that "ssh ${printable(host)} docker version" works`
  if (code === 'EMFILE') return 'allow it more with "ulimit -n 4096", and run the command again'
  if (unknownHosts.has(code)) return 'check the name of the host in DOCKER_HOST or the context'
  if (/CERT|TLS|SSL|SIGNATURE/.test(code))
    return 'check the TLS files: those of the context, or of DOCKER_CERT_PATH'
  return broken.has(code)
    ? 'the engine may have been stopped or restarted: see that it runs, then do it again'
    : 'start the engine ("systemctl start docker", Docker Desktop, …), or name another one with DOCKER_HOST or DOCKER_CONTEXT'
}

const unknownHosts: ReadonlySet<string> = new Set(['ENOTFOUND', 'EAI_AGAIN'])

const broken: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ERR_STREAM_PREMATURE_CLOSE'])

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : ''
}

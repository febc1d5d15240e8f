/** Whether what failed may succeed when it is done again, and when. */

export interface Failure {
  /** The HTTP status, where there is one. */
  readonly status?: number | undefined
  /** What was said. */
  readonly text: string
  /** Whether a registry was asked: then the engine's words tell of a network that we do not see. */
  readonly fetching: boolean
  /** The header `Retry-After`: seconds, or a date. */
  readonly retryAfter?: string | undefined
}

export interface Prospect {
  /** Worth another try: the network failed, or a server was busy or broken. */
  readonly transient: boolean
  /** Seconds after which the other side asks to be tried again. */
  readonly retryAfter?: number
}

/** What can be hoped for; `now` is in milliseconds since the epoch. */
export function prospectOf(failure: Failure, now: number): Prospect {
  const seconds = inHeader(failure.retryAfter, now) ?? (failure.fetching ? inText(failure.text) : undefined)
  return { transient: isTransient(failure), ...(seconds === undefined ? {} : { retryAfter: seconds }) }
}

function isTransient({ status = 0, text, fetching }: Failure): boolean {
  if (busy.has(status)) return true
  if (!fetching || final.test(text)) return false
  return status >= 500 || passing.test(text)
}

/** Too many requests; gateways and servers that are overloaded or start. */
const busy: ReadonlySet<number> = new Set([429, 502, 503, 504])

/** What a registry, or the engine, says when another try would end as this one. */
const final =
  /manifest unknown|not found|no such host|denied|unauthorized|forbidden|authentication required|no basic auth|does not exist|no matching manifest|does not match the specified platform|invalid reference|unsupported|x509|certificate|server gave HTTP response|no space left|read-only file system/i

const passing =
  /toomanyrequests|too many requests|rate limit|time(?:d )?-?out|deadline exceeded|connection (?:refused|reset)|broken pipe|unexpected EOF|: EOF|network is unreachable|no route to host|server misbehaving|temporary failure|try again|verification failed|unexpected (?:HTTP )?status[^:]*:? ?(?:code )?(?:429|5\d\d)|\b5\d\d (?:Internal|Bad Gateway|Service|Gateway)|request canceled/i

/** `120`, or `Wed, 21 Oct 2026 07:28:00 GMT`. */
function inHeader(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined
  if (/^\s*\d+\s*$/.test(header)) return Number(header)
  const date = Date.parse(header)
  return Number.isNaN(date) ? undefined : Math.max(0, (date - now) / 1000)
}

/** `toomanyrequests: retry-after: 1.5s, allowed: 44000/minute`: some registries say it in their message. */
function inText(text: string): number | undefined {
  const [, digits, unit = 's'] = /retry.?after:?\s*(\d+(?:\.\d+)?)\s*(ns|[µu]s|ms|s|m|h)?\b/i.exec(text) ?? []
  return digits === undefined ? undefined : Number(digits) * (units[unit.toLowerCase()] ?? 1)
}

const units: Readonly<Record<string, number>> = {
  ns: 1e-9,
  us: 1e-6,
  µs: 1e-6,
  ms: 1e-3,
  s: 1,
  m: 60,
  h: 3600,
}

/** Turns what the engine answers, and what goes wrong on the way to it, into errors with a code and a hint. */
import { EngineError } from '../errors.ts'
import type { ErrorCode } from '../errors.ts'
import { printable } from '../util/printable.ts'
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

interface Rule {
  readonly text: RegExp
  /** Counts only where the call's own code is one of these. */
  readonly only?: readonly ErrorCode[]
  /** Absent: the call's own code. */
  readonly code?: ErrorCode
  readonly says?: (match: RegExpExecArray) => string
  readonly hint: (match: RegExpExecArray) => string
}

/** Calls in which the engine asks a registry. */
const fetching: readonly ErrorCode[] = ['pull-failed', 'build-failed']

const rules: readonly Rule[] = [
  {
    text: /(?:Bind for|listen (?:tcp|udp|sctp)[46]?|host port(?: for)?|exposing port \w+)\s+\S*?:(\d+)\b.*(?:already allocated|already in use)/i,
    code: 'port-taken',
    says: ([, port]) => `port ${port} is already taken`,
    hint: ([, port]) =>
      `"docker ps --filter publish=${port}" shows the container that holds it, "ss -ltnp sport = :${port}" the process; stop it or publish another port`,
  },
  {
    text: /address already in use|port is already allocated/i,
    code: 'port-taken',
    hint: () => 'stop what holds the port ("docker ps", "ss -ltnp") or publish another one',
  },
  {
    text: /container name "?\/?([^"\s]+)"? is already in use by (?:container )?"?([0-9a-f]{12})?/i,
    says: ([, name, holder]) => `the name "${name}" is taken${holder ? ` by container ${holder}` : ''}`,
    hint: ([, name]) => `remove or rename that container ("docker rm ${name}"), or choose another name`,
  },
  {
    text: /\btask [0-9a-f]{64}:? (?:already exists|(?:is )?not found)|no such task|task not found|process does not exist.*unknown|\bid already in use$|container with (?:given )?id (?:already )?exists/i,
    says: () => 'the engine has lost track of it, as after a crash',
    hint: () => 'make it anew: "gantry up --force-recreate"',
  },
  {
    text: /^No such container: (\S+)/i,
    says: ([, container = '']) => `container ${shortened(container)} is gone`,
    hint: () => 'another run, or "docker rm", has removed it meanwhile; run the command again',
  },
  {
    text: /bind source path does not exist: (.+)$/i,
    says: ([, path]) => `${path}, which is to be mounted, does not exist on the engine's machine`,
    hint: () => 'create it, or let the engine do so with "create_host_path: true"',
  },
  {
    text: /exec: "([^"]+)": (?:executable file not found|stat \S+: no such file)/i,
    says: ([, command]) => `its command "${command}" is not in the image`,
    hint: () => 'check "command" and "entrypoint"; a shell script needs its interpreter in the image too',
  },
  {
    text: /exec: "([^"]+)": permission denied/i,
    says: ([, command]) => `its command "${command}" may not be executed`,
    hint: () => 'make the file executable (chmod +x) in the image or on the host',
  },
  {
    text: /exec format error/i,
    hint: () => 'the program was built for another kind of processor, or is a script without its "#!" line',
  },
  {
    text: /not a directory.*mount a directory onto a file/i,
    says: () => 'a file is mounted over a directory, or a directory over a file',
    hint: () => 'a source that did not exist was made as a directory: check the "volumes" of the service',
  },
  {
    text: /no space left on device/i,
    hint: () =>
      'the disk of the engine is full: "docker system df" shows what takes the room, "docker system prune" frees it',
  },
  {
    text: /^No such image: (?:docker\.io\/library\/)?(\S+?):?(?:\s|$)/i,
    code: 'pull-failed',
    says: ([, image]) => `there is no image "${image}" on the engine`,
    hint: () => 'pull or build it first',
  },
  {
    text: /pull access denied|repository does not exist|authentication required|unauthorized|denied: /i,
    only: fetching,
    hint: () => 'check the name; for a private image log in with "docker login" first',
  },
  {
    text: /no matching manifest|does not match the specified platform/i,
    hint: () => 'the image is not to be had for this platform: change "platform", or choose another tag',
  },
  {
    text: /failed to compute cache key:.*"([^"]+)": not found/i,
    only: ['build-failed'],
    says: ([, path]) => `there is no "${path}" to copy`,
    hint: () =>
      'COPY and ADD find only what is in the build context, or in the stage that --from names: check the path and .dockerignore',
  },
  {
    text: /manifest (?:for \S+ )?(?:not found|unknown)|: not found$/i,
    only: fetching,
    hint: () => 'check the name and the tag',
  },
  {
    text: /toomanyrequests|rate limit/i,
    hint: () => 'the registry limits anonymous pulls: log in with "docker login", or try again later',
  },
  {
    text: /no such host|i\/o timeout|connection refused|network is unreachable|TLS handshake timeout|server misbehaving/i,
    only: fetching,
    hint: () => 'the engine cannot reach the registry: check its network, proxy and DNS',
  },
  {
    text: /(no active sessions?)/i,
    only: ['build-failed'],
    hint: () => 'the Dockerfile uses a secret, ssh or a private base image, which need a build session',
  },
  {
    text: /dockerfile parse error|unknown instruction/i,
    only: ['build-failed'],
    hint: () => 'correct the Dockerfile',
  },
]

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

/** An id as the engine shows it; names stay. */
function shortened(container: string): string {
  return /^[0-9a-f]{64}$/.test(container) ? container.slice(0, 12) : `"${container}"`
}

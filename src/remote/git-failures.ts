/** What git says when it fails, as an error with a hint. */
import { GantryError } from '../errors.ts'
import { shown } from './shown.ts'

/** The error for git's output; `doing` completes "cannot …". */
export function gitError(doing: string, stderr: string): GantryError {
  const said = lastWords(stderr)
  const hint = hints.find(({ text }) => text.test(stderr))?.hint
  return new GantryError('remote-failed', `cannot ${doing}: ${said || 'git failed and does not say why'}`, {
    hint: hint ?? 'try "git ls-remote" with the same address',
  })
}

/** The error for a git that cannot be started. */
export function noGitError(doing: string, cause: unknown): GantryError {
  const missing = cause instanceof Error && 'code' in cause && cause.code === 'ENOENT'
  const why = missing
    ? 'git is not installed'
    : `git cannot be run: ${shown(cause instanceof Error ? cause.message : String(cause))}`
  return new GantryError('remote-failed', `cannot ${doing}: ${why}`, {
    hint: 'install git, or clone the repository elsewhere and name the local path',
    cause,
  })
}

/** The last line that says something, with the one before it where it says why. */
function lastWords(stderr: string): string {
  const lines = stderr.split(/[\r\n]+/).flatMap((line) => shown(line) || [])
  const telling = lines.filter((line) => !boilerplate.test(line))
  return telling.slice(-2).join(' ').slice(0, 500)
}

const boilerplate =
  /^(?:warning: |hint: |Please make sure you have the correct access rights|and the repository exists)/

const hints: readonly { readonly text: RegExp; readonly hint: string }[] = [
  {
    text: /could not resolve host|name or service not known|temporary failure in name resolution|network is unreachable|no route to host|unable to look up|could not resolve hostname/i,
    hint: 'this machine is offline, or the name of the host is wrong; a commit that was fetched before needs no network when its whole id is the ref',
  },
  {
    text: /could not read (?:Username|Password)|terminal prompts disabled|authentication failed|permission denied|returned error: 40[13]|invalid credentials/i,
    hint: 'the server wants a login: give git a credential helper or an ssh key that works without questions',
  },
  {
    text: /host key verification failed/i,
    hint: 'connect once by hand with ssh to accept the key of the host',
  },
  {
    text: /failed to connect|connection refused|unable to connect|connection timed out|operation timed out|couldn't connect/i,
    hint: 'nothing answers there: check the address, the network and the proxy of git ("git config http.proxy")',
  },
  {
    text: /certificate|SSL/,
    hint: 'git does not trust the server: "git config http.sslCAInfo" names further authorities',
  },
  {
    text: /unadvertised object|not our ref|remote error: upload-pack/i,
    hint: 'the server does not hand out this commit alone: name a branch or a tag that has it',
  },
  {
    text: /not found|does not exist|does not appear to be a git repository|access denied or repository not exported/i,
    hint: 'check the address; a private repository answers the same without a login',
  },
  {
    text: /transport '[^']*' not allowed/i,
    hint: 'only https, http, ssh and git are used; GIT_ALLOW_PROTOCOL can allow others to your own configuration of git',
  },
  { text: /no space left on device/i, hint: 'the disk of the cache is full; XDG_CACHE_HOME moves the cache' },
]

/** What a reference to a git repository says: `https://host/path.git#ref:subdirectory` and its other spellings. */
import { GantryError } from '../errors.ts'
import { shown } from './shown.ts'

export interface GitReference {
  /** What git is given: an address without fragment and query, or `user@host:path`. */
  readonly address: string
  /** Absent: the repository's default branch. Full names (`refs/heads/main`) and whole commit ids are allowed. */
  readonly ref?: string
  /** The commit must begin with these hex digits. */
  readonly checksum?: string
  /** Below the repository's root, `/` between names; empty: the root. A folder or a Compose file. */
  readonly subdirectory: string
}

/** Reads a reference as docker compose spells them. Throws a GantryError for other protocols, and for what could mean an option or leave the repository. */
export function parseGitReference(reference: string): GitReference {
  const refuse = refusal(reference)
  if (/[\p{Cc}\s]/u.test(reference)) throw refuse('it contains white space or control characters')
  const spelt = reference.startsWith('github.com/') ? `https://${reference}` : reference
  const [source, fragment = ''] = cut(spelt, '#')
  const { address, query } = scp.test(source) ? { address: source, query: '' } : readUrl(source, refuse)
  const asked = query === '' ? fromFragment(fragment, refuse) : fromQuery(query, refuse)
  return {
    address,
    ...(asked.ref && { ref: checkRef(asked.ref, refuse) }),
    ...(asked.checksum && { checksum: asked.checksum }),
    subdirectory: checkSubdirectory(asked.subdirectory ?? '', refuse),
  }
}

type Refuse = (why: string, hint?: string) => GantryError

interface Asked {
  readonly ref?: string | undefined
  readonly checksum?: string | undefined
  readonly subdirectory?: string | undefined
}

/** `user@host:path`, the short form of ssh. */
const scp = /^[\w][\w-]*@[a-z\d][a-z\d.-]*:(?!-)[^:]/i

const protocols: ReadonlySet<string> = new Set(['http:', 'https:', 'ssh:', 'git:'])

function refusal(reference: string): Refuse {
  return (why, hint = 'write https://host/path.git#ref:folder, or user@host:path.git#ref:folder') =>
    new GantryError('not-supported', `"${shown(reference)}" cannot be fetched: ${why}`, { hint })
}

function readUrl(source: string, refuse: Refuse): { readonly address: string; readonly query: string } {
  const [address, query = ''] = cut(source, '?')
  const protocol = /^([a-z][a-z\d+.-]*)::?/i.exec(address)?.[1]?.toLowerCase()
  if (protocol === undefined || !URL.canParse(address)) throw refuse('it is no address of a git repository')
  const url = new URL(address)
  if (!address.includes('://') || !protocols.has(url.protocol)) {
    throw refuse(`git repositories are fetched by https, http, ssh and git, not by ${protocol}`)
  }
  if (!/^[a-z\d[]/i.test(url.hostname) || url.username.startsWith('-')) throw refuse('it names no host')
  if (url.protocol.startsWith('http') && !needsNoSuffix(url) && !url.pathname.endsWith('.git')) {
    throw refuse('the address of a git repository ends in ".git"')
  }
  return { address, query }
}

function needsNoSuffix({ hostname }: URL): boolean {
  return hostname === 'github.com'
}

function fromFragment(fragment: string, refuse: Refuse): Asked {
  const [ref, subdirectory] = cut(decoded(fragment, refuse), ':')
  return { ref, subdirectory }
}

/** `?ref=`, `?branch=`, `?tag=`, `?checksum=` or `?commit=`, `?subdir=`. */
function fromQuery(query: string, refuse: Refuse): Asked {
  let asked: Asked = {}
  for (const [name, value] of new URLSearchParams(query)) {
    const read = parameters.get(name)
    if (!read)
      throw refuse(`it has the parameter "${name}"`, `known are ${[...parameters.keys()].join(', ')}`)
    asked = { ...asked, ...read(value) }
  }
  if (asked.checksum && !/^[\da-f]{7,64}$/.test(asked.checksum)) throw refuse('its checksum is no commit id')
  return asked
}

const parameters: ReadonlyMap<string, (value: string) => Asked> = new Map<string, (value: string) => Asked>([
  ['ref', (ref) => ({ ref })],
  ['branch', (name) => ({ ref: `refs/heads/${name}` })],
  ['tag', (name) => ({ ref: `refs/tags/${name}` })],
  ['checksum', (checksum) => ({ checksum })],
  ['commit', (checksum) => ({ checksum })],
  ['subdir', (subdirectory) => ({ subdirectory })],
])

/** Git's own rules for names; none can then be taken for an option or a pattern. */
function checkRef(ref: string, refuse: Refuse): string {
  const wrong = /^[-/.]|[\p{Cc}\s~^:?*[\\]|\.\.|@\{|\/\/|\/\.|[/.]$|\.lock$/u.test(ref)
  if (wrong) throw refuse(`"${ref}" cannot be a branch, a tag or a commit`)
  return ref
}

function checkSubdirectory(path: string, refuse: Refuse): string {
  const names = path.split('/')
  if (path.startsWith('/')) throw refuse(`its folder "${path}" must be relative to the repository`)
  if (names.includes('..') || /[\\\p{Cc}]/u.test(path)) {
    throw refuse(`its folder "${path}" leads out of the repository`)
  }
  if (names.some((name) => name.toLowerCase() === '.git'))
    throw refuse(`its folder "${path}" is git's own data`)
  return names.filter((name) => name !== '' && name !== '.').join('/')
}

function decoded(text: string, refuse: Refuse): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw refuse('its fragment has a "%" that begins no character')
  }
}

/** What stands before and after the first separator; the second is absent where there is none. */
function cut(text: string, separator: string): readonly [string, string?] {
  const at = text.indexOf(separator)
  return at < 0 ? [text] : [text.slice(0, at), text.slice(at + 1)]
}

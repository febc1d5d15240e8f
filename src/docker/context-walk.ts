/** Walks a build context: what `.dockerignore` leaves, as entries of an archive, in a fixed order. */
import { createReadStream } from 'node:fs'
import type { Stats } from 'node:fs'
import { lstat, readdir, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import { EngineError } from '../errors.ts'
import { printable } from '../util/printable.ts'
import type { IgnoreRules } from './ignore.ts'
import type { TarEntry } from './tar.ts'

export interface Walk {
  readonly directory: string
  readonly rules: IgnoreRules
  /** Path of the Dockerfile in the context, which is sent even when it is ignored. */
  readonly dockerfile: string
  readonly signal?: AbortSignal | undefined
}

/** Entries sorted by name, folders before what is in them. */
export async function* walkContext(walk: Walk): AsyncGenerator<TarEntry> {
  yield* below({ ...walk, links: new Map() }, '', [])
}

interface State extends Walk {
  /** First path of each file that has several, by device and inode. */
  readonly links: Map<string, string>
}

/** `owed`: ignored folders above, which are sent only if something below them is. */
async function* below(state: State, folder: string, owed: TarEntry[]): AsyncGenerator<TarEntry> {
  const names = await reading(join(state.directory, folder), (path) => readdir(path))
  for (const name of names.sort()) {
    state.signal?.throwIfAborted()
    const path = folder === '' ? name : `${folder}/${name}`
    const stats = await reading(join(state.directory, path), (file) => lstat(file))
    const ignored = state.rules.ignores(path) && path !== state.dockerfile
    if (stats.isDirectory()) yield* directory(state, { path, stats, ignored }, owed)
    else if (!ignored) yield* entry(state, { path, stats }, owed)
  }
}

interface Found {
  readonly path: string
  readonly stats: Stats
}

async function* directory(
  state: State,
  { path, stats, ignored }: Found & { readonly ignored: boolean },
  owed: TarEntry[],
): AsyncGenerator<TarEntry> {
  const own: TarEntry = { ...common(`${path}/`, stats), type: 'directory' }
  if (!ignored) {
    yield* owed.splice(0)
    yield own
    yield* below(state, path, [])
  } else if (state.rules.mayReinclude(path) || state.dockerfile.startsWith(`${path}/`)) {
    owed.push(own)
    yield* below(state, path, owed)
    const left = owed.indexOf(own)
    if (left >= 0) owed.splice(left, 1)
  }
}

/** Files, links and pipes; sockets and devices cannot be sent and are left out, as by docker. */
async function* entry(state: State, { path, stats }: Found, owed: TarEntry[]): AsyncGenerator<TarEntry> {
  const found = await entryOf(state, { path, stats })
  if (found === undefined) return
  yield* owed.splice(0)
  yield found
}

async function entryOf(state: State, { path, stats }: Found): Promise<TarEntry | undefined> {
  const own = common(path, stats)
  const absolute = join(state.directory, path)
  if (stats.isSymbolicLink()) {
    return { ...own, type: 'symlink', linkname: await reading(absolute, (file) => readlink(file)) }
  }
  if (stats.isFIFO()) return { ...own, type: 'fifo' }
  if (!stats.isFile()) return undefined
  const first = stats.nlink > 1 ? firstPath(state, { path, stats }) : path
  if (first !== path) return { ...own, type: 'link', linkname: first }
  return { ...own, type: 'file', size: stats.size, body: contentOf(absolute, stats.size) }
}

function firstPath({ links }: State, { path, stats }: Found): string {
  const key = `${stats.dev}:${stats.ino}`
  const first = links.get(key) ?? path
  links.set(key, first)
  return first
}

/** Owned by root whoever has them here, as docker sends them. */
function common(name: string, stats: Stats) {
  return { name, mode: stats.mode & 0o7777, uid: 0, gid: 0, mtime: stats.mtime, size: 0 }
}

/** Exactly `size` bytes: what is added meanwhile is left out, what is missing is an error. */
async function* contentOf(path: string, size: number): AsyncGenerator<Uint8Array> {
  if (size === 0) return
  const stream = createReadStream(path, { end: size - 1, highWaterMark: 256 * 1024 })
  let left = size
  try {
    for await (const chunk of stream) {
      left -= (chunk as Buffer).length
      yield chunk as Buffer
    }
  } catch (error) {
    throw unreadable(path, error)
  }
  if (left > 0) throw new EngineError('build-failed', `${printable(path)} became shorter while it was read`)
}

async function reading<T>(path: string, read: (path: string) => Promise<T>): Promise<T> {
  return read(path).catch((error: unknown) => {
    throw unreadable(path, error)
  })
}

function unreadable(path: string, error: unknown): EngineError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
  const why = code === 'EACCES' ? 'permission denied' : code === 'ENOENT' ? 'it is gone' : code
  return new EngineError('build-failed', `cannot read ${printable(path)} of the build context: ${why}`, {
    hint: 'make it readable, or leave it out with .dockerignore',
    cause: error,
  })
}

/** Packs a build context for the engine. */
import { readFile, realpath, stat } from 'node:fs/promises'
import { join, relative, resolve, sep } from 'node:path'
import { EngineError } from '../errors.ts'
import { sha256 } from '../util/sha256.ts'
import { printable } from '../util/printable.ts'
import { walkContext } from './context-walk.ts'
import { readIfThere } from './docker-config.ts'
import { parseIgnoreRules } from './ignore.ts'
import type { IgnoreRules } from './ignore.ts'
import { tarStream } from './tar.ts'
import type { TarEntry } from './tar.ts'

export interface ContextRequest {
  /** Absolute path of the context. */
  readonly directory: string
  /** Relative to the directory, or absolute; may lie outside. */
  readonly dockerfile: string
  /** Takes the Dockerfile's place. */
  readonly dockerfileInline?: string | undefined
  /** True for what was fetched with git: its own data is left out, and links and `..` may not lead to a Dockerfile outside. */
  readonly confined?: boolean | undefined
  readonly signal?: AbortSignal | undefined
}

/** The context as a tar stream, and the Dockerfile's path in it. */
export interface PackedContext {
  readonly context: AsyncIterable<Uint8Array>
  readonly dockerfile: string
}

/** Checks that folder and Dockerfile are there, reads `.dockerignore`, and packs the rest as the stream is read. */
export async function packContext(request: ContextRequest): Promise<PackedContext> {
  const { directory, signal } = request
  await mustBeDirectory(directory)
  const { path, added } = await findDockerfile(request)
  const rules = request.confined ? withoutGit(await readRules(request)) : await readRules(request)
  const walked = walkContext({ directory, rules, dockerfile: path, signal })
  return { context: tarStream(withFile(walked, added)), dockerfile: path }
}

async function mustBeDirectory(directory: string): Promise<void> {
  const stats = await stat(directory).catch(() => undefined)
  if (stats?.isDirectory()) return
  const what = stats === undefined ? 'does not exist' : 'is not a folder'
  throw new EngineError('build-failed', `the build context ${printable(directory)} ${what}`, {
    hint: 'check "build.context"; it is relative to the Compose file',
  })
}

interface Dockerfile {
  readonly path: string
  /** Where it is not a file of the context. */
  readonly added?: TarEntry
}

async function findDockerfile({
  directory,
  dockerfile,
  dockerfileInline,
  confined = false,
}: ContextRequest): Promise<Dockerfile> {
  if (dockerfileInline !== undefined) return addedDockerfile(Buffer.from(dockerfileInline))
  const absolute = resolve(directory, dockerfile)
  const stats = await stat(absolute).catch(() => undefined)
  if (!stats?.isFile()) {
    const what = stats === undefined ? 'does not exist' : 'is not a file'
    throw new EngineError('build-failed', `the Dockerfile ${printable(absolute)} ${what}`, {
      hint: 'check "build.dockerfile"; it is relative to the build context',
    })
  }
  const path = relative(directory, absolute)
  const real = relative(await realpath(directory), await realpath(absolute))
  if (!isOutside(path) && !isOutside(real)) return { path: path.split(sep).join('/') }
  if (!confined) return addedDockerfile(await readFile(absolute))
  throw new EngineError(
    'build-failed',
    `the Dockerfile ${printable(dockerfile)} leads out of the fetched context`,
    {
      hint: 'name a Dockerfile inside of it',
    },
  )
}

function isOutside(path: string): boolean {
  return path === '..' || path.startsWith(`..${sep}`)
}

/** Named by its content, so that it collides with nothing and the build cache stays good. */
function addedDockerfile(content: Buffer): Dockerfile {
  const path = `.dockerfile.${sha256(content).slice(0, 20)}`
  return {
    path,
    added: {
      name: path,
      type: 'file',
      mode: 0o600,
      uid: 0,
      gid: 0,
      mtime: new Date(0),
      size: content.length,
      body: once(content),
    },
  }
}

/** `<Dockerfile>.dockerignore` counts instead of the context's `.dockerignore`. */
async function readRules({ directory, dockerfile, dockerfileInline }: ContextRequest): Promise<IgnoreRules> {
  const own = `${resolve(directory, dockerfile)}.dockerignore`
  const general = join(directory, '.dockerignore')
  for (const file of dockerfileInline === undefined ? [own, general] : [general]) {
    const text = await readIfThere(file)
    if (text !== undefined) return parseIgnoreRules(text, printable(file))
  }
  return parseIgnoreRules('', '')
}

function withoutGit(rules: IgnoreRules): IgnoreRules {
  return {
    ignores: (path) => path === '.git' || rules.ignores(path),
    mayReinclude: (path) => path !== '.git' && rules.mayReinclude(path),
  }
}

async function* withFile(
  entries: AsyncIterable<TarEntry>,
  added: TarEntry | undefined,
): AsyncGenerator<TarEntry> {
  if (added !== undefined) yield added
  yield* entries
}

async function* once(data: Uint8Array): AsyncGenerator<Uint8Array> {
  yield data
}

/** Which files make the project: `-f`, `COMPOSE_FILE`, or the nearest compose.yaml upwards; and their folder and environment. */
import { dirname, join, resolve } from 'node:path'
import { defaultEnvFile, explicitEnvFiles, shellEnvironment, withEnvFiles } from './environment.ts'
import { fetchRemote, isRemote } from './remote.ts'
import type { Environment, Session } from './session.ts'
import { startFolder } from './start-folder.ts'

export interface Discovered {
  /** Absolute paths, `-` for standard input. None: a problem is reported. */
  readonly files: readonly string[]
  /** What the user wrote for each file. */
  readonly written: readonly string[]
  /** The folder of the default name and of `.env`. */
  readonly startFolder: string
  /** What relative paths begin at: the same, or the folder of the first remote file. */
  readonly workingDirectory: string
  readonly environment: Environment
  /** Absolute paths of explicit .env files. */
  readonly envFiles: readonly string[]
}

/** Finds the files of the project, its folders and its environment; what is missing is reported. */
export async function discover(session: Session): Promise<Discovered> {
  const { options } = session
  const shell = shellEnvironment(session)
  const explicit = explicitEnvFiles(session, shell)
  const start = startFolder(options)
  const first = await withEnvFiles(session, shell, explicit ?? (await defaultEnvFile(session, start)))
  const written = options.files?.length ? options.files : listedFiles(first)
  const files = await locate(session, written.length > 0 ? written : await findFiles(session, start))
  const folder = startFolder({ ...options, files: files.map(({ name }) => name) })
  const again = explicit || folder === start ? [] : await defaultEnvFile(session, folder)
  const firstRemote = files.find(({ name }) => isRemote(name))
  return {
    files: files.map(({ path }) => path),
    written: files.map(({ name }) => name),
    startFolder: folder,
    workingDirectory: firstRemote === undefined ? folder : dirname(firstRemote.path),
    environment: await withEnvFiles(session, first, again),
    envFiles: explicit?.map(({ path }) => path) ?? [],
  }
}

interface Located {
  /** As written. */
  readonly name: string
  readonly path: string
}

/** Where the files are; remote ones are fetched, and left out with a problem where they cannot be. */
async function locate(session: Session, names: readonly string[]): Promise<readonly Located[]> {
  const located: Located[] = []
  for (const name of names) {
    const path = isRemote(name)
      ? await fetchRemote(session, name, { what: 'file', written: name })
      : absolute(session.options.cwd, name)
    if (path !== undefined) located.push({ name, path })
  }
  return located
}

function absolute(cwd: string, file: string): string {
  return file === '-' ? file : resolve(cwd, file)
}

function listedFiles(environment: Environment): readonly string[] {
  const separator = environment['COMPOSE_PATH_SEPARATOR'] || ':'
  return (environment['COMPOSE_FILE'] ?? '').split(separator).filter(Boolean)
}

/** The first folder from `start` upwards that has a Compose file, with its override. */
async function findFiles(session: Session, start: string): Promise<readonly string[]> {
  for (let folder = start; ; folder = dirname(folder)) {
    const found = await existing(session, folder, fileNames)
    const [file] = found
    if (file !== undefined) {
      warnOfSeveral(session, found)
      const overrides = await existing(session, folder, overrideNames)
      warnOfSeveral(session, overrides)
      return [file, ...overrides.slice(0, 1)]
    }
    if (dirname(folder) === folder) break
  }
  session.report({
    code: 'no-file',
    message: `no configuration file provided: not found in "${start}" or any folder above it`,
    hint: `name one with -f, or create ${fileNames[0]}`,
  })
  return []
}

async function existing(
  { options }: Session,
  folder: string,
  names: readonly string[],
): Promise<readonly string[]> {
  const paths = names.map((name) => join(folder, name))
  const kinds = await Promise.all(paths.map((path) => options.reader.kind(path)))
  return paths.filter((_, index) => kinds[index] !== undefined)
}

function warnOfSeveral({ report }: Session, [used, ...rest]: readonly string[]): void {
  if (rest.length === 0) return
  const message = `found several files with supported names, "${used}" is used and not ${rest.map((file) => `"${file}"`).join(', ')}`
  report({ severity: 'warning', code: 'several-files', message })
}

const fileNames = ['compose.yaml', 'compose.yml', 'docker-compose.yml', 'docker-compose.yaml']
const overrideNames = [
  'compose.override.yml',
  'compose.override.yaml',
  'docker-compose.override.yml',
  'docker-compose.override.yaml',
]

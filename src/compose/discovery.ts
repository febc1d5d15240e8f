/** Which files make the project: `-f`, `COMPOSE_FILE`, or the nearest compose.yaml upwards; and their folder and environment. */
import { dirname, join, resolve } from 'node:path'
import { defaultEnvFile, explicitEnvFiles, shellEnvironment, withEnvFiles } from './environment.ts'
import type { Environment, Session } from './session.ts'

export interface Discovered {
  /** Absolute paths, `-` for standard input. None: a problem is reported. */
  readonly files: readonly string[]
  /** What the user wrote for each file. */
  readonly written: readonly string[]
  readonly workingDirectory: string
  readonly environment: Environment
  /** Absolute paths of explicit .env files. */
  readonly envFiles: readonly string[]
}

export async function discover(session: Session): Promise<Discovered> {
  const { options } = session
  const shell = shellEnvironment(session)
  const explicit = explicitEnvFiles(session, shell)
  const start = startFolder(session)
  const first = await withEnvFiles(session, shell, explicit ?? (await defaultEnvFile(session, start)))
  const written = options.files?.length ? options.files : listedFiles(first)
  const files =
    written.length > 0 ? written.map((file) => absolute(options.cwd, file)) : await findFiles(session, start)
  const workingDirectory = projectFolder(session, files)
  const again = explicit || workingDirectory === start ? [] : await defaultEnvFile(session, workingDirectory)
  return {
    files,
    written: written.length > 0 ? written : files,
    workingDirectory,
    environment: await withEnvFiles(session, first, again),
    envFiles: explicit?.map(({ path }) => path) ?? [],
  }
}

/** Where the first .env and the search for files begin. */
function startFolder({ options }: Session): string {
  if (options.projectDirectory !== undefined) return resolve(options.cwd, options.projectDirectory)
  const first = options.files?.find((file) => file !== '-')
  return first === undefined ? options.cwd : dirname(resolve(options.cwd, first))
}

function projectFolder({ options }: Session, files: readonly string[]): string {
  if (options.projectDirectory !== undefined) return resolve(options.cwd, options.projectDirectory)
  const first = files.find((file) => file !== '-')
  return first === undefined ? options.cwd : dirname(first)
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
  return paths.filter((_, index) => kinds[index] === 'file')
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

/** The environment of interpolation: the shell's, then the keys of .env files that the shell does not have. */
import { join, resolve } from 'node:path'
import { parseDotenv } from './dotenv.ts'
import { reportUnset } from './interpolate.ts'
import { readSource, type Environment, type Session } from './session.ts'
import type { Span } from './tree.ts'

/** A .env file with what names it. */
export interface EnvFileRef {
  readonly path: string
  readonly written: string
  readonly span?: Span | undefined
}

/** The shell's variables, with `PWD`. */
export function shellEnvironment({ options }: Session): Environment {
  const environment = emptyEnvironment()
  for (const [name, value] of Object.entries(options.env)) if (value !== undefined) environment[name] = value
  environment['PWD'] ??= options.cwd
  return environment
}

/** The environment with the keys of files that it lacks; the same one where they add nothing. Later files win. */
export async function withEnvFiles(
  session: Session,
  base: Environment,
  files: readonly EnvFileRef[],
): Promise<Environment> {
  const values = new Map<string, string>()
  for (const { path, written, span } of files) {
    const source = await readSource(session, path, { what: 'env file', written, span })
    if (!source) continue
    const found = parseDotenv(source, {
      lookup: (name) => base[name],
      earlier: values,
      report: session.report,
      onUnset: (name, place) => reportUnset(name, place, session),
    })
    for (const [name, value] of found) values.set(name, value)
  }
  const added = [...values].filter(([name]) => !(name in base))
  if (added.length === 0) return base
  return Object.assign(emptyEnvironment(), base, record(added))
}

/** The .env files of the command line or `COMPOSE_ENV_FILES`; undefined where the default .env counts. */
export function explicitEnvFiles(
  { options }: Session,
  shell: Environment,
): readonly EnvFileRef[] | undefined {
  const listed = (shell['COMPOSE_ENV_FILES'] ?? '').split(',').filter(Boolean)
  const names = options.envFiles?.length ? options.envFiles : listed
  return names.length > 0
    ? names.map((name) => ({ path: resolve(options.cwd, name), written: name }))
    : undefined
}

/** The `.env` of a folder, where it has one; `COMPOSE_DISABLE_ENV_FILE` disables only the project's. */
export async function defaultEnvFile(
  { options }: Session,
  folder: string,
  when?: 'always',
): Promise<readonly EnvFileRef[]> {
  const disabled = !when && /^(1|t|true|T|True|TRUE)$/.test(options.env['COMPOSE_DISABLE_ENV_FILE'] ?? '')
  const path = join(folder, '.env')
  const exists = !disabled && (await options.reader.kind(path)) === 'file'
  return exists ? [{ path, written: path }] : []
}

function emptyEnvironment(): Record<string, string> {
  return Object.create(null)
}

function record(entries: readonly (readonly [string, string])[]): Record<string, string> {
  const values = emptyEnvironment()
  for (const [name, value] of entries) values[name] = value
  return values
}

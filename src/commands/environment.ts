/** The variables that steer Gantry: the shell's, and the COMPOSE_ ones that env files add. */
import { join, resolve } from 'node:path'
import { parseDotenv } from '../compose/dotenv.ts'
import type { LoadOptions } from '../compose/options.ts'
import { startFolder } from '../compose/start-folder.ts'
import type { Environment } from './io.ts'

/** The environment with the COMPOSE_ variables of the env files that it lacks. Faults are left for the loader to tell. */
export async function completeEnv(options: LoadOptions): Promise<Environment> {
  const found = new Map<string, string>()
  for (const path of await envFilePaths(options)) {
    for (const [name, value] of await readEnvFile(path, options, found)) found.set(name, value)
  }
  const added = [...found].filter(([name]) => name.startsWith('COMPOSE_'))
  return { ...Object.fromEntries(added), ...options.env }
}

/** The files of --env-file or COMPOSE_ENV_FILES, later ones counting more, or the `.env` beside the project; absolute. */
export async function envFilePaths({
  cwd,
  env,
  envFiles,
  reader,
  ...options
}: LoadOptions): Promise<readonly string[]> {
  const listed = (env['COMPOSE_ENV_FILES'] ?? '').split(',').filter(Boolean)
  const named = envFiles?.length ? envFiles : listed
  if (named.length > 0) return named.map((path) => resolve(cwd, path))
  if (/^(1|t|true)$/i.test(env['COMPOSE_DISABLE_ENV_FILE'] ?? '')) return []
  const path = join(startFolder({ ...options, cwd }), '.env')
  return (await reader.kind(path)) === 'file' ? [path] : []
}

/** The keys of an env file, with those of earlier ones for its variables; none where it cannot be read. */
export async function readEnvFile(
  path: string,
  { env, reader }: LoadOptions,
  earlier: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
  try {
    const text = await reader.read(path)
    return parseDotenv(
      { path, text },
      { lookup: (name) => env[name], earlier, report: () => undefined, onUnset: () => undefined },
    )
  } catch {
    return new Map()
  }
}

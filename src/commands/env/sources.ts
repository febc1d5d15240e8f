/** Where variables of the files get their values from. */
import { join } from 'node:path'
import type { LoadOptions } from '../../compose/options.ts'
import type { LoadedProject } from '../../compose/project.ts'
import { fileName } from '../../ui/problems.ts'
import { envFilePaths, readEnvFile } from '../environment.ts'
import type { Environment } from '../io.ts'
import { markFirst, type Source } from './explanation.ts'

export interface SourceQuestion {
  readonly variable: string
  /** The shell's variables alone. */
  readonly shell: Environment
  readonly options: LoadOptions
  readonly loaded: Pick<LoadedProject, 'environment' | 'workingDirectory' | 'envFiles'>
}

/** Every source of interpolation, strongest first: the shell, then env files. */
export async function interpolationSources(question: SourceQuestion): Promise<readonly Source[]> {
  const { variable, shell, options, loaded } = question
  const files = await fileSources(question)
  const sources = [setting('shell', shell[variable]), ...files]
  const given = sources.some(({ value }) => value !== undefined)
  const value = loaded.environment[variable]
  // The project's name and folder are variables too, whoever set them.
  if (!given && value !== undefined) return markFirst([...sources, setting('Gantry', value)])
  if (variable === 'COMPOSE_PROJECT_NAME' && options.projectName) {
    return markFirst([setting('--project-name', options.projectName), ...sources])
  }
  return markFirst(sources)
}

async function fileSources({ variable, shell, options, loaded }: SourceQuestion) {
  const paths = await strongestFirst(options, loaded)
  const sources = []
  const earlier = new Map<string, string>()
  for (const path of paths.toReversed()) {
    const values = await readEnvFile(path, { ...options, env: shell }, earlier)
    for (const [name, value] of values) earlier.set(name, value)
    sources.unshift(setting(fileName(path, options.cwd), values.get(variable)))
  }
  return sources
}

/** Of named files the last one counts most; of two `.env` that of the start folder. */
async function strongestFirst(
  options: LoadOptions,
  { envFiles, workingDirectory }: SourceQuestion['loaded'],
): Promise<readonly string[]> {
  const paths = await envFilePaths(options)
  if (envFiles.length > 0) return paths.toReversed()
  const beside = join(workingDirectory, '.env')
  const second = !paths.includes(beside) && (await options.reader.kind(beside)) === 'file'
  return second ? [...paths, beside] : paths
}

function setting(name: string, value: string | undefined): Omit<Source, 'counts'> {
  return { name, ...(value !== undefined && { value }) }
}

/** Whether a variable reaches containers, and which of the service's own sources counts. */
import type { LoadOptions } from '../../compose/options.ts'
import type { LoadedProject } from '../../compose/project.ts'
import { parseRawEnvFile } from '../../compose/raw-env-file.ts'
import type { Service } from '../../compose/service.ts'
import { fileName } from '../../ui/problems.ts'
import { readEnvFile } from '../environment.ts'
import { markFirst, type Reach, type Source } from './explanation.ts'

export interface ReachQuestion {
  readonly variable: string
  readonly options: LoadOptions
  readonly loaded: LoadedProject
  /** The same project, its env files not read. */
  readonly written: LoadedProject
}

/** What the containers of each service get. */
export async function reachOf(question: ReachQuestion): Promise<readonly Reach[]> {
  const { variable, loaded, written } = question
  const reach: Reach[] = []
  for (const [service, { environment }] of Object.entries(loaded.project.services)) {
    const value = environment?.[variable]
    const own = written.project.services[service]
    const sources = own ? markFirst(await serviceSources(service, own, question)) : []
    reach.push({ service, ...(value !== undefined && value !== null && { value }), sources })
  }
  return reach
}

async function serviceSources(
  serviceName: string,
  service: Service,
  question: ReachQuestion,
): Promise<readonly Omit<Source, 'counts'>[]> {
  const { variable, written, options } = question
  const value = service.environment?.[variable]
  const place =
    value === undefined ? undefined : written.placeOf(['services', serviceName, 'environment', variable])
  const at = place && `${fileName(place.file, options.cwd)}:${place.line}:${place.column}`
  const environment = { name: 'environment', ...(at && { place: at }), ...(value !== undefined && { value }) }
  const files = []
  const earlier = new Map<string, string>()
  for (const file of service.env_file ?? []) {
    const values = await readServiceFile(file, service, { question, earlier })
    for (const [name, found] of values) earlier.set(name, found)
    const found = values.get(variable)
    files.unshift({
      name: `env_file ${fileName(file.path, options.cwd)}`,
      ...(found !== undefined && { value: found }),
    })
  }
  return [environment, ...files]
}

interface FileContext {
  readonly question: ReachQuestion
  readonly earlier: ReadonlyMap<string, string>
}

async function readServiceFile(
  { path, format }: NonNullable<Service['env_file']>[number],
  { environment = {} }: Service,
  { question: { options, loaded }, earlier }: FileContext,
): Promise<ReadonlyMap<string, string>> {
  const own = Object.entries(environment).flatMap(([name, value]) => (value === null ? [] : [[name, value]]))
  const env: LoadOptions['env'] = { ...Object.fromEntries(own), ...loaded.environment }
  if (format !== 'raw') return readEnvFile(path, { ...options, env }, earlier)
  const text = await options.reader.read(path)
  return parseRawEnvFile(
    { path, text },
    (name) => env[name],
    () => undefined,
  )
}

/** What a provider says of itself when it is asked `compose metadata`: the options that each of its commands takes. */
import { jsonOf } from '../util/json.ts'

/** By command: the names of its options, and of those it must be given. Undefined where the provider tells nothing. */
export interface ProviderMetadata {
  readonly commands: ReadonlyMap<string, readonly ProviderParameter[]>
}

export interface ProviderParameter {
  readonly name: string
  readonly required: boolean
}

/** Reads the answer; undefined where it is none: providers need not answer. */
export function readMetadata(text: string): ProviderMetadata | undefined {
  const value = jsonOf(text)
  if (!isObject(value)) return undefined
  const commands = Object.entries(value).flatMap(([command, about]) =>
    isObject(about) ? [[command, parametersOf(about)] as const] : [],
  )
  return commands.length === 0 ? undefined : { commands: new Map(commands) }
}

/** The options of the file as words for a command: those the command takes, or all where nothing is known of it. */
export function optionWords(
  options: Readonly<Record<string, readonly string[]>>,
  command: string,
  metadata: ProviderMetadata | undefined,
): readonly string[] {
  const taken = metadata && new Set(metadata.commands.get(command)?.map(({ name }) => name))
  return Object.entries(options).flatMap(([name, values]) =>
    !taken || taken.has(name) ? values.map((value) => `--${name}=${value}`) : [],
  )
}

/** The names of options that the command must be given, and the file does not give. */
export function missingOptions(
  options: Readonly<Record<string, readonly string[]>>,
  command: string,
  metadata: ProviderMetadata | undefined,
): readonly string[] {
  const parameters = metadata?.commands.get(command) ?? []
  return parameters.filter(({ name, required }) => required && !(name in options)).map(({ name }) => name)
}

function parametersOf(about: Readonly<Record<string, unknown>>): readonly ProviderParameter[] {
  const { parameters } = about
  if (!Array.isArray(parameters)) return []
  return parameters.flatMap((parameter: unknown) =>
    isObject(parameter) && typeof parameter['name'] === 'string'
      ? [{ name: parameter['name'], required: parameter['required'] === true }]
      : [],
  )
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

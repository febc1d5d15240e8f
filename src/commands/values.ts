/** From what was typed to typed values: command line, then environment, then default. */
import { UsageError } from '../errors.ts'
import { unreachable } from '../util/unreachable.ts'
import type { Option, Options, Values } from './command.ts'

/** Texts by option name, in the order given. */
export type Given = ReadonlyMap<string, readonly string[]>

/** The values of all options; throws a UsageError for a text that an option cannot be. */
export function readValues<O extends Options>(
  options: O,
  given: Given,
  env: Readonly<Record<string, string | undefined>>,
): Values<O> {
  const values: Record<string, unknown> = Object.create(null)
  for (const [name, option] of Object.entries(options)) {
    const texts = given.get(name)
    const fromEnv = option.env === undefined ? undefined : env[option.env]
    if (texts) values[name] = read(option, texts, `--${name}`)
    else if (fromEnv) values[name] = read(option, [fromEnv], option.env ?? name)
    else values[name] = absent(option)
  }
  return values as Values<O>
}

function absent(option: Option): unknown {
  if (option.type === 'boolean') return option.default ?? false
  return option.type === 'list' ? [] : option.default
}

/** `source` is how the user knows it: `--timeout`, `COMPOSE_ANSI`. The last text counts, but for lists. */
function read(option: Option, texts: readonly string[], source: string): unknown {
  const last = texts.at(-1) ?? ''
  switch (option.type) {
    case 'boolean':
      return toBoolean(last, source)
    case 'number':
      return toInteger(last, source)
    case 'string':
      return choose(last, option.choices, source)
    case 'list':
      return texts.map((text) => choose(text, option.choices, source))
    default:
      return unreachable(option)
  }
}

const booleans: ReadonlyMap<string, boolean> = new Map([
  ...['1', 't', 'true', 'y', 'yes', 'on'].map((text) => [text, true] as const),
  ...['0', 'f', 'false', 'n', 'no', 'off'].map((text) => [text, false] as const),
])

function toBoolean(text: string, source: string): boolean {
  const value = booleans.get(text.toLowerCase())
  if (value === undefined) throw new UsageError(`${source} must be true or false, not "${text}"`)
  return value
}

function toInteger(text: string, source: string): number {
  if (!/^[+-]?\d+$/.test(text)) throw new UsageError(`${source} must be an integer, not "${text}"`)
  return Number(text)
}

function choose(text: string, choices: readonly string[] | undefined, source: string): string {
  if (!choices || choices.includes(text)) return text
  throw new UsageError(`${source} cannot be "${text}"`, { hint: `choose one of: ${choices.join(', ')}` })
}

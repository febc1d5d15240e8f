/**
 * The spellings of a command line that docker compose's parser (pflag) takes, brought to one:
 * `-d`, `--detach=1` → `--detach=true`; `-t5`, `-t=5`, `-t 5`, `--timeout 5` → `--timeout=5`; `-dV` → both.
 */
import { UsageError } from '../errors.ts'
import type { Option, Options } from './command.ts'

export interface Spelled {
  /** `--name=value`, in order; unknown ones as they were written. */
  readonly flags: readonly string[]
  readonly operands: readonly string[]
}

/** Brings flags to one spelling and parts them from the operands; `passThrough`: the first operand ends the flags. */
export function spell(argv: readonly string[], options: Options, passThrough: boolean): Spelled {
  const index = indexOf(options)
  const rest = [...argv]
  const flags: string[] = []
  const operands: string[] = []
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === '--') return { flags, operands: [...operands, ...rest] }
    if (isFlag(arg)) flags.push(...(arg.startsWith('--') ? long : cluster)({ arg, rest, index }))
    else if (passThrough) return { flags, operands: [arg, ...rest] }
    else operands.push(arg)
  }
  return { flags, operands }
}

interface Named {
  readonly name: string
  readonly option: Option
}

interface Scan {
  readonly arg: string
  /** What follows; a flag that takes a value takes it from here. */
  readonly rest: string[]
  readonly index: ReadonlyMap<string, Named>
}

function isFlag(arg: string): boolean {
  return arg.length > 1 && arg.startsWith('-')
}

/** By long name, alias and short letter. */
function indexOf(options: Options): ReadonlyMap<string, Named> {
  const index = new Map<string, Named>()
  for (const [name, option] of Object.entries(options)) {
    const spellings = [name, ...(option.aliases ?? []), ...(option.short ? [option.short] : [])]
    for (const spelling of spellings) index.set(spelling, { name, option })
  }
  return index
}

function long({ arg, rest, index }: Scan): string[] {
  const equals = arg.indexOf('=')
  const spelling = equals === -1 ? arg.slice(2) : arg.slice(2, equals)
  const named = spelling.length > 1 ? index.get(spelling) : undefined
  if (!named) return [arg]
  if (equals !== -1) return [flag(named, arg.slice(equals + 1))]
  return [flag(named, valueOf(named, rest, `--${spelling}`))]
}

/** `-dV`, `-dt5`, `-pfoo`, `-e=A=1`: letters up to the first that takes a value, which takes the rest. */
function cluster({ arg, rest, index }: Scan): string[] {
  const flags: string[] = []
  for (let at = 1; at < arg.length; at++) {
    const letter = arg.charAt(at)
    const named = index.get(letter)
    if (!named) return [...flags, at === 1 ? arg : `-${letter}`]
    const tail = arg.slice(at + 1)
    if (tail.startsWith('=')) return [...flags, flag(named, tail.slice(1))]
    if (named.option.type === 'boolean') flags.push(flag(named, 'true'))
    else return [...flags, flag(named, tail || valueOf(named, rest, `-${letter}`))]
  }
  return flags
}

function flag({ name }: Named, value: string): string {
  return `--${name}=${value}`
}

function standsAlone(option: Option, next = ''): option is Option & { readonly bare: string } {
  return option.type === 'string' && option.bare !== undefined && !option.choices?.includes(next)
}

function valueOf({ option }: Named, rest: string[], written: string): string {
  if (option.type === 'boolean') return 'true'
  if (standsAlone(option, rest[0])) return option.bare
  const value = rest.shift()
  if (value === undefined) throw new UsageError(`flag needs an argument: ${written} ${option.value}`)
  return value
}

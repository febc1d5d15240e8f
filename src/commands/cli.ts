/** Reads a command line by a table of options. */
import { UsageError } from '../errors.ts'
import { nearest } from '../util/nearest.ts'
import type { Options } from './command.ts'
import { spell } from './pflag.ts'
import type { Given } from './values.ts'

export interface Grammar {
  readonly options: Options
  /** `[SERVICE...]`, `VARIABLE [SERVICE]`; absent: operands are refused. */
  readonly arguments?: string
  readonly passThrough?: boolean
  /** Options that may stand before the command only, for a hint. */
  readonly before?: Options
  /** Shown with what is wrong. */
  readonly usage: string
}

export interface Parsed {
  readonly given: Given
  readonly operands: readonly string[]
}

/** What was typed, by name, checked against the grammar but for the values; throws a UsageError. `--help` stops all checks. */
export function parse(argv: readonly string[], grammar: Grammar): Parsed {
  const { flags, operands } = spell(argv, grammar.options, grammar.passThrough ?? false)
  if (flags.includes('--help=true')) return { given: new Map([['help', ['true']]]), operands }
  const given = new Map<string, readonly string[]>()
  for (const flag of flags) {
    const [, name = '', value = ''] = /^--([^=]+)=([\s\S]*)$/.exec(flag) ?? []
    if (!Object.hasOwn(grammar.options, name)) throw unknownFlag(flag, grammar)
    given.set(name, [...(given.get(name) ?? []), value])
  }
  checkOperands(operands, grammar)
  return { given, operands }
}

function unknownFlag(flag: string, { options, usage, before = {} }: Grammar): UsageError {
  const written = flag.replace(/=.*$/s, '')
  const shown = Object.keys(options).filter((name) => !options[name]?.hidden)
  const near = written.startsWith('--') ? nearest(written.slice(2), shown) : undefined
  const hint = misplaced(written, before) ?? (near && `did you mean --${near}?`)
  return new UsageError(`unknown option "${written}"`, { usage, ...(hint !== undefined && { hint }) })
}

/** `gantry up -f x.yaml`: -f is known, but in another place. */
function misplaced(written: string, before: Options): string | undefined {
  const letter = /^-([^-])/.exec(written)?.[1]
  const option = Object.entries(before).find(([, { short }]) => short !== undefined && short === letter)
  return option && `-${letter}, --${option[0]} stands before the command`
}

function checkOperands(operands: readonly string[], { arguments: form = '', usage }: Grammar): void {
  const words = form.split(' ').filter(Boolean)
  const missing = words.filter((word) => !word.startsWith('['))[operands.length]
  if (missing !== undefined) throw new UsageError(`missing argument ${missing}`, { usage })
  if (operands.length > words.length && !form.includes('...')) {
    throw new UsageError(`too many arguments: "${operands[words.length]}" is one too many`, { usage })
  }
}

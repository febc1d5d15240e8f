/** Parses a command line by a table of options; the only place of commander. */
import { Command as Parser, CommanderError, Option as ParserOption } from 'commander'
import { UsageError } from '../errors.ts'
import type { Options } from './command.ts'
import { spell } from './pflag.ts'
import type { Given } from './values.ts'

export interface Grammar {
  readonly options: Options
  /** `[SERVICE...]`; absent: operands are refused. */
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
  const parser = createParser(grammar)
  try {
    parser.parse([...flags, '--', ...operands], { from: 'user' })
  } catch (error) {
    throw error instanceof CommanderError ? usageError(error, grammar) : error
  }
  return { given: new Map(Object.entries(parser.opts<Record<string, readonly string[]>>())), operands }
}

function createParser(grammar: Grammar): Parser {
  const parser = new Parser()
    .exitOverride()
    .configureOutput({ writeErr: () => undefined })
    .helpOption(false)
  if (grammar.arguments) parser.arguments(grammar.arguments)
  for (const [name, { hidden }] of Object.entries(grammar.options)) {
    const option = new ParserOption(`--${name} <value>`).hideHelp(hidden ?? false)
    // `--no-deps` is an option of its own, not the opposite of `--deps`.
    option.negate = false
    option.attributeName = () => name
    option.argParser((value: string, previous?: readonly string[]) => [...(previous ?? []), value])
    parser.addOption(option)
  }
  return parser
}

/** commander says `error: unknown option '--scal'\n(Did you mean --scale?)`. */
function usageError({ message }: CommanderError, { usage, before = {} }: Grammar): UsageError {
  const [what = message, suggestion] = message.replace(/^error: /, '').split('\n')
  const hint = misplaced(what, before) ?? suggestion?.replace(/^\(D(.*)\)$/, 'd$1')
  return new UsageError(what.replaceAll("'", '"'), { usage, ...(hint !== undefined && { hint }) })
}

/** `gantry up -f x.yaml`: -f is known, but in another place. */
function misplaced(what: string, before: Options): string | undefined {
  const letter = /^unknown option '-([^-])/.exec(what)?.[1]
  const option = Object.entries(before).find(([, { short }]) => short !== undefined && short === letter)
  return option && `-${letter}, --${option[0]} stands before the command`
}

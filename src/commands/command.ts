/** What a command is: data and one function, so that parsing, help and the command itself cannot disagree. */
import type { Session } from './session.ts'

interface OptionBase {
  /** One sentence, as help shows it. */
  readonly description: string
  /** One letter: `-f`. */
  readonly short?: string
  /** Accepted, not shown. */
  readonly hidden?: boolean
  /** Other long names it answers to, never shown: spellings of old. */
  readonly aliases?: readonly string[]
  /** The environment variable that counts when the option is not given. */
  readonly env?: string
}

interface ValueOption extends OptionBase {
  /** What the value is, as help shows it: `SECONDS`. */
  readonly value: string
}

/** An option by type; its long name is its key in `Options`. `list` may be repeated and keeps the order. */
export type Option =
  | (OptionBase & { readonly type: 'boolean'; readonly default?: boolean })
  | (ValueOption & {
      readonly type: 'string'
      readonly default?: string
      /** The value where the option stands alone: what follows is its value only if it is one of the choices. */
      readonly bare?: string
      readonly choices?: readonly string[]
    })
  | (ValueOption & { readonly type: 'number'; readonly default?: number })
  | (ValueOption & { readonly type: 'list'; readonly choices?: readonly string[] })

/** Options by long name: `{ 'no-deps': { type: 'boolean', … } }`. */
export type Options = Readonly<Record<string, Option>>

type Text<O> = O extends { readonly choices: readonly (infer Choice)[] } ? Choice : string

/** What an option gives: absent strings and numbers without a default are undefined, absent lists empty. */
export type OptionValue<O extends Option> = O extends { readonly type: 'boolean' }
  ? boolean
  : O extends { readonly type: 'list' }
    ? readonly Text<O>[]
    :
        | (O extends { readonly type: 'number' } ? number : Text<O>)
        | (O extends { readonly default: string | number } ? never : undefined)

/** The values of a table of options, typed by it: `options['no-deps']` is a boolean. */
export type Values<O extends Options> = { readonly [Name in keyof O]: OptionValue<O[Name]> }

export interface Example {
  readonly line: string
  /** What it does, in a few words. */
  readonly says: string
}

export interface Command<O extends Options = Options> {
  /** The operands as the usage line shows them: `[SERVICE...]`, `VARIABLE [SERVICE]`; absent: none are taken. */
  readonly arguments?: string
  /** What it does, as documentation tells it; paragraphs are separated by an empty line. */
  readonly description: string
  readonly options: O
  readonly examples: readonly Example[]
  /** True where everything after the first operand belongs to a command in a container. */
  readonly passThrough?: boolean
  /** True where no project counts: no `.env` is read before it runs. */
  readonly standalone?: boolean
  /** Resolves with the exit code; rejects with what went wrong. */
  run(context: CommandContext<O>): Promise<number>
}

export interface CommandContext<O extends Options = Options> {
  readonly options: Values<O>
  readonly operands: readonly string[]
  readonly session: Session
}

/** Types a command by its table of options. */
export function defineCommand<const O extends Options>(command: Command<O>): Command<O> {
  return command
}

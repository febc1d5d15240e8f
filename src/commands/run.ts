/** Runs one command: its options are read by its own table, its session is closed whatever happens. */
import { UsageError } from '../errors.ts'
import { createAdvise } from './advice.ts'
import { parse, type Parsed } from './cli.ts'
import type { Command, Options } from './command.ts'
import { reportFailure } from './failure.ts'
import { globalOptions, helpOption, type Globals } from './globals.ts'
import { commandHelp, usageLine } from './help.ts'
import type { Invocation } from './invocation.ts'
import type { Environment, Io, Parts } from './io.ts'
import { createSession, readOptions } from './session.ts'
import { askedUi } from './ui-choice.ts'
import { readValues, type Given } from './values.ts'

export interface RunOptions {
  readonly invocation: Invocation
  readonly io: Io
  readonly parts: Parts
}

export interface CommandRun extends RunOptions {
  readonly name: string
  readonly command: Command
  /** What follows the command's name. */
  readonly args: readonly string[]
  /** The global options that stood before it. */
  readonly given: Given
}

/** Resolves with the command's exit code, or 0 once its help is written; rejects where the command line is wrong. */
export async function runCommand(run: CommandRun): Promise<number> {
  const { invocation, io, name, command } = run
  const usage = usageLine(invocation.program, name, command)
  const parsed = parse(run.args, { ...command, options: grammarOf(command), before: globalOptions, usage })
  if (parsed.given.has('help')) {
    io.stdout.write(commandHelp(name, command, { program: invocation.program, width: helpWidth(io) }))
    return 0
  }
  const given = joinGlobals(run.given, parsed, command)
  try {
    return await runParsed({ ...run, given, usage }, parsed)
  } catch (error) {
    return reportFailure(error, { ...run, given })
  }
}

async function runParsed(run: CommandRun & { readonly usage: string }, parsed: Parsed): Promise<number> {
  const { io, parts, command, given, usage, invocation } = run
  const env = await completeEnv(run, given)
  const [globals, options] = withUsage(usage, () => [
    readValues(globalOptions, given, env),
    readValues(command.options, parsed.given, env),
  ])
  const { asCompose, program } = invocation
  const advise = createAdvise(program, given)
  const session = createSession({ io, globals, ui: askedUi(globals, given), env, parts, asCompose, advise })
  try {
    return await command.run({ options, operands: parsed.operands, session })
  } finally {
    await session.close()
  }
}

/** Help is as wide as the window, but not wider than one reads with ease. */
export function helpWidth({ stdout, env }: Io): number {
  return Math.min(stdout.columns ?? (Number(env['COLUMNS']) || 80), 110)
}

/** The command's own options, and the long names of the global ones that it does not use for itself. */
function grammarOf({ options }: Command): Options {
  const grammar: Record<string, Options[string]> = { ...helpOption, ...options }
  for (const [name, { short: _, ...option }] of Object.entries<Options[string]>(globalOptions)) {
    grammar[name] ??= option
  }
  return grammar
}

/** Global options from before and from after the command's name. */
function joinGlobals(before: Given, { given: after }: Parsed, { options }: Command): Given {
  const joined = new Map(before)
  for (const [name, texts] of after) {
    if (Object.hasOwn(options, name)) continue
    joined.set(name, [...(joined.get(name) ?? []), ...texts])
  }
  return joined
}

async function completeEnv(
  { command, io, invocation, parts }: CommandRun,
  given: Given,
): Promise<Environment> {
  const env = { ...io.env, ...invocation.env }
  if (command.standalone) return env
  const globals: Globals = readValues(globalOptions, given, {})
  const reader = await parts.createReader(io.stdin)
  return parts.completeEnv(readOptions(globals, { env, cwd: io.cwd, reader }))
}

/** Adds the usage line to a UsageError that has none. */
function withUsage<T>(usage: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof UsageError) || error.usage !== undefined) throw error
    throw new UsageError(error.message, { usage, ...(error.hint !== undefined && { hint: error.hint }) })
  }
}

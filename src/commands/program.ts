/** From a command line to an exit code: help and version at once, else the command that is named. */
import { UsageError } from '../errors.ts'
import { nearest } from '../util/nearest.ts'
import { parse } from './cli.ts'
import { reportFailure } from './failure.ts'
import { globalOptions, helpOption, versionOption } from './globals.ts'
import { commandHelp, programHelp } from './help.ts'
import { commands, type CommandEntry } from './index.ts'
import { versionLine } from './instant.ts'
import type { Invocation } from './invocation.ts'
import { helpWidth, runCommand, type RunOptions } from './run.ts'
import type { Given } from './values.ts'

/** Runs what the command line says; failures are told on stderr. Resolves, always, with the exit code. */
export async function runProgram(options: RunOptions): Promise<number> {
  const typed: { given: Given } = { given: new Map() }
  try {
    const line = readLine(options.invocation)
    typed.given = line.given
    return await runLine(line, options)
  } catch (error) {
    return reportFailure(error, { ...options, ...typed })
  }
}

async function runLine(line: Line, options: RunOptions): Promise<number> {
  const text = await answer(line, options)
  if (text !== undefined) {
    options.io.stdout.write(text)
    return 0
  }
  const { name, entry, rest } = findCommand(line.operands, options.invocation.program)
  return runCommand({ ...options, name, command: await entry.load(), args: rest, given: line.given })
}

interface Line {
  readonly given: Given
  readonly operands: readonly string[]
}

function readLine({ args, program }: Invocation): Line {
  return parse(args, {
    options: { ...globalOptions, ...helpOption, ...versionOption },
    arguments: '[WORDS...]',
    passThrough: true,
    usage: `${program} [GLOBAL OPTIONS] COMMAND`,
  })
}

/** What needs no command: the program's help, the version, and help of a command by `help NAME`. */
async function answer({ given, operands }: Line, options: RunOptions): Promise<string | undefined> {
  const [first, ...words] = operands
  if (given.has('version')) return `${versionLine()}\n`
  const help = { program: options.invocation.program, width: helpWidth(options.io) }
  if (given.has('help') || first === undefined || (first === 'help' && words.length === 0)) {
    return programHelp(help)
  }
  if (first !== 'help') return undefined
  const { name, entry } = findCommand(words, options.invocation.program)
  return commandHelp(name, await entry.load(), help)
}

interface Found {
  readonly name: string
  readonly entry: CommandEntry
  /** What follows the name. */
  readonly rest: readonly string[]
}

/** The command of one or two words that the operands begin with. */
function findCommand(operands: readonly string[], program: string): Found {
  for (const length of [2, 1]) {
    const name = operands.slice(0, length).join(' ')
    const entry = commands.get(name)
    if (entry) return { name, entry, rest: operands.slice(length) }
  }
  throw new UsageError(`unknown command "${operands[0]}"`, {
    usage: `${program} [GLOBAL OPTIONS] COMMAND`,
    hint: hintFor(operands[0] ?? '', program),
  })
}

function hintFor(word: string, program: string): string {
  const names = [...commands.keys()]
  const near = names.find((name) => name.startsWith(`${word} `)) ?? nearest(word, names)
  return near === undefined ? `"${program} --help" lists the commands` : `did you mean "${near}"?`
}

/** What is said of a failure, and its exit code. */
import { GantryError } from '../errors.ts'
import { gantryVersion } from './about.ts'
import { createAdvise, type Advise } from './advice.ts'
import { exitCodeFor } from './exit-code.ts'
import { globalOptions } from './globals.ts'
import type { RunOptions } from './run.ts'
import { OutputClosed } from './session.ts'
import { createTerminal } from './terminal.ts'
import type { Given } from './values.ts'

export interface FailureContext extends Pick<RunOptions, 'invocation' | 'io' | 'parts'> {
  /** The global options as they were typed, as far as they were understood. */
  readonly given: Given
}

/** Tells on stderr what went wrong, in the way of --ui and --ansi; resolves with the exit code. */
export async function reportFailure(error: unknown, context: FailureContext): Promise<number> {
  const { io, invocation, given } = context
  const advise = createAdvise(invocation.program, given)
  if (error instanceof OutputClosed) return 0
  io.stderr.write(
    chosenUi(context) === 'json'
      ? `${JSON.stringify(toJson(error, advise))}\n`
      : await toText(error, context, advise),
  )
  return exitCodeFor(error, invocation)
}

/** docker compose's keys, then ours. */
function toJson(error: unknown, advise: Advise): object {
  const known = error instanceof GantryError ? error : undefined
  return {
    error: true,
    message: error instanceof Error ? error.message : String(error),
    code: known?.code ?? 'bug',
    ...(known?.hint !== undefined && { hint: advise(known.hint) }),
  }
}

async function toText(error: unknown, context: FailureContext, advise: Advise): Promise<string> {
  const { io, given, parts } = context
  const ansi = chosen('ansi', context)
  const { color, ascii, columns } = createTerminal(io.stderr, {
    env: io.env,
    ansi: given.has('no-ansi') ? 'never' : ansi === 'never' || ansi === 'always' ? ansi : 'auto',
    onClosed: () => undefined,
  })
  const debug = Boolean(io.env['GANTRY_DEBUG']) || given.has('verbose')
  const versions = { gantry: gantryVersion, ...io.versions }
  return parts.formatError(error, { color, ascii, width: columns(), cwd: io.cwd, versions, debug, advise })
}

/** The text of a global option, unchecked: an error about the options must be shown as well. */
function chosen(name: 'ui' | 'progress' | 'ansi', { given, io }: FailureContext): string | undefined {
  return given.get(name)?.at(-1) ?? io.env[globalOptions[name].env]
}

/** As `askedUi` finds it, unchecked. */
function chosenUi(context: FailureContext): string | undefined {
  const { given } = context
  if (given.has('progress') && !given.has('ui')) return chosen('progress', context)
  return chosen('ui', context) || chosen('progress', context)
}

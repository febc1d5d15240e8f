/** What stopped a run, as text. */
import { inspect } from 'node:util'
import { Cancelled, GantryError, ProjectError, StepError, UsageError } from '../errors.ts'
import { printable } from '../util/printable.ts'
import { aftermath } from './failures.ts'
import { createPaint, type Paint } from './paint.ts'
import { formatProblems, type ProblemStyle } from './problems.ts'
import { cleanLine } from './terminal-text.ts'

export interface ErrorStyle extends ProblemStyle {
  /** What a report of a bug needs, by name: `{ gantry: '0.1.0', node: '20.19.0' }`. */
  readonly versions?: Readonly<Record<string, string>>
  /** True: causes and stacks are shown as well. */
  readonly debug?: boolean
  /** Completes the commands that hints name. */
  readonly advise?: (hint: string) => string
}

/** The text of any error, ending with a line ending. Errors that are not ours are bugs and said to be. */
export function formatError(error: unknown, style: ErrorStyle): string {
  const paint = createPaint(style.color)
  if (error instanceof ProjectError) return formatProblems(error.problems, style)
  const lines = error instanceof GantryError ? knownError(error, style, paint) : bug(error, style, paint)
  const details = style.debug ? stackLines(error) : []
  return [...lines, ...details].map((line) => `${line}\n`).join('')
}

function knownError(error: GantryError, { advise = (hint) => hint }: ErrorStyle, paint: Paint): string[] {
  const [message = '', ...more] = error.message.split('\n').map(printable)
  if (error instanceof Cancelled) return [message]
  const usage = error instanceof UsageError && error.usage !== undefined ? [error.usage] : []
  const lastLines = error instanceof StepError ? error.lastLines : []
  return [
    `${paint('red', 'error')}: ${message}`,
    ...more.map((line) => `   ${line}`),
    ...aftermath({ lastLines, hint: error.hint && advise(error.hint) }, paint),
    ...usage.map((line) => `   ${paint('cyan', 'usage:')} ${printable(line)}`),
  ]
}

function bug(error: unknown, { versions = {}, debug = false }: ErrorStyle, paint: Paint): string[] {
  const message = error instanceof Error ? `${error.name}: ${error.message}` : String(error)
  const list = Object.entries(versions).map(([name, version]) => `${name} ${version}`)
  return [
    `${paint('red', 'error')}: ${printable(message)}`,
    '   this is a bug in Gantry: please report it with the command, the Compose file and these versions',
    ...(list.length === 0 ? [] : [`   ${list.map(printable).join(', ')}`]),
    ...(debug ? [] : [`   ${paint('cyan', 'hint:')} GANTRY_DEBUG=1 shows where it happened`]),
  ]
}

/** The stack and those of the causes. */
function stackLines(error: unknown): string[] {
  if (!(error instanceof Error)) return []
  const stack = (error.stack ?? error.message).split('\n').map((line) => cleanLine(line, { color: false }))
  if (error.cause === undefined) return stack
  const [first = '', ...more] = stackLines(error.cause)
  return [...stack, `caused by: ${first || printable(inspect(error.cause))}`, ...more]
}

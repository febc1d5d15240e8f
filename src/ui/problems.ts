/** Problems of the user's files as text: where, what, the line itself, what to do. */
import { isAbsolute, relative } from 'node:path'
import type { Place, Problem } from '../errors.ts'
import { printable } from '../util/printable.ts'
import { codeFrame } from './code-frame.ts'
import { createPaint, type Paint } from './paint.ts'
import { count } from './words.ts'

export interface ProblemStyle {
  readonly color: boolean
  /** Absolute; files below it are named from it. */
  readonly cwd: string
  /** Columns for the lines of code; absent: 100. */
  readonly width?: number
  /** True where only ASCII may be used; absent: false. */
  readonly ascii?: boolean
}

/** All problems, separated by empty lines, and how many they are; empty where there is none. Ends with a line ending. */
export function formatProblems(problems: readonly Problem[], style: ProblemStyle): string {
  if (problems.length === 0) return ''
  const texts = problems.map((problem) => formatProblem(problem, style))
  const total = problems.length > 1 ? [`${countProblems(problems)}\n`] : []
  return [...texts, ...total].join('\n')
}

/** `compose.yaml` for a file below `cwd`, its whole path elsewhere, `<stdin>` for standard input. */
export function fileName(file: string, cwd: string): string {
  if (file === '-') return '<stdin>'
  const path = relative(cwd, file)
  const isBelow = path !== '' && path !== '..' && !/^\.\.[/\\]/.test(path) && !isAbsolute(path)
  return printable(isBelow ? path : file)
}

function formatProblem(problem: Problem, style: ProblemStyle): string {
  const paint = createPaint(style.color)
  const { place, frame, message, hint } = problem
  const [first = '', ...more] = message.split('\n').map(printable)
  const lines = [
    `${place ? `${paint('bold', location(place, style.cwd))}: ` : ''}${label(problem, paint)}: ${first}`,
    ...more.map((line) => `  ${line}`),
    ...(place && frame !== undefined
      ? codeFrame(frame, place, { width: style.width ?? 100, paint, ascii: style.ascii })
      : []),
    ...(hint === undefined ? [] : [`  ${paint('cyan', 'hint:')} ${printable(hint)}`]),
  ]
  return `${lines.join('\n')}\n`
}

function location({ file, line, column }: Place, cwd: string): string {
  return `${fileName(file, cwd)}:${line}:${column}`
}

function label({ severity }: Problem, paint: Paint): string {
  return severity === 'error' ? paint('red', 'error') : paint('yellow', 'warning')
}

/** `3 problems in 2 files`; where warnings are among them, `3 problems (1 error, 2 warnings) in 1 file`. */
function countProblems(problems: readonly Problem[]): string {
  const errors = problems.filter(({ severity }) => severity === 'error').length
  const warnings = problems.length - errors
  const kinds =
    errors > 0 && warnings > 0 ? ` (${count(errors, 'error')}, ${count(warnings, 'warning')})` : ''
  const files = new Set(problems.flatMap(({ place }) => (place ? [place.file] : []))).size
  const noun = errors === 0 ? 'warning' : 'problem'
  return `${count(problems.length, noun)}${kinds}${files === 0 ? '' : ` in ${count(files, 'file')}`}`
}

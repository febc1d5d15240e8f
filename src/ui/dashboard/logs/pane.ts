/** The log pane: lines as rows of the screen. */
import { cleanLine } from '../../terminal-text.ts'
import { padEnd, truncateMiddle } from '../../width.ts'
import { clockOf } from './clock.ts'
import { levelOf, type Level } from './level.ts'
import type { LogLine } from './line.ts'
import type { Search } from './search.ts'
import { cut, highlighted, runsOf, textOf, wrapped, type Row, type Run } from './styled.ts'

export interface LogPaneOptions {
  readonly width: number
  readonly rows: number
  readonly color: boolean
  readonly ascii: boolean
  readonly wrap: boolean
  readonly timestamps: boolean
  /** The name before a line: `web-1`; without it lines stand alone. */
  readonly nameOf?: (line: LogLine) => string
  /** Columns of the longest name. */
  readonly nameWidth?: number
  /** SGR parameters of a service's colour: `36;1`. */
  readonly colorOf?: (service: string) => string
  readonly search?: Search
  /** Columns that lines are moved to the left by; only where they are not wrapped. */
  readonly shift?: number
}

/** A row of the pane and the line it shows a part of. */
export interface LogRow extends Row {
  readonly line: LogLine
}

/** The last rows of these lines, so many as fit. Nothing in a line can move the cursor or leave a colour behind. */
export function logRows(lines: readonly LogLine[], options: LogPaneOptions): readonly LogRow[] {
  const bodies = bodiesOf(lines, options)
  const rows: LogRow[] = []
  for (let at = lines.length - 1; at >= 0 && rows.length < options.rows; at--) {
    const line = lines[at]
    if (!line) continue
    const own = rowsOf(line, bodies[at] ?? [], options)
    rows.unshift(...own.map((row) => ({ ...row, line })))
  }
  return rows.slice(-options.rows)
}

function bodiesOf(lines: readonly LogLine[], { color, search }: LogPaneOptions): readonly (readonly Run[])[] {
  const bodies = lines.map(({ text }) => runsOf(cleanLine(text, { color }), color ? tintOf(text) : ''))
  if (!search) return bodies
  const ranges = search.ranges(bodies.map(textOf))
  return bodies.map((runs, at) => highlighted(runs, ranges[at] ?? []))
}

/** Grave lines that have no colours of their own get one. */
function tintOf(text: string): string {
  if (text.includes('\u001B')) return ''
  const level = levelOf(text)
  return level === undefined ? '' : (tints[level] ?? '')
}

const tints: Partial<Record<Level, string>> = {
  trace: '\u001B[2m',
  debug: '\u001B[2m',
  warn: '\u001B[33m',
  error: '\u001B[31m',
  fatal: '\u001B[31;1m',
}

function rowsOf(line: LogLine, body: readonly Run[], options: LogPaneOptions): readonly Row[] {
  const { width, wrap, ascii, shift = 0 } = options
  const prefix = prefixOf(line, options)
  const [head] = [...wrapped(prefix, Math.max(1, width))]
  const indent = head?.columns ?? 0
  const room = Math.max(1, width - indent)
  const rows = wrap
    ? [...wrapped(body, room)]
    : [cut(body, { width: room, skip: shift, mark: ascii ? '>' : '…' })]
  return rows.map((row, at) => ({
    text: (at === 0 ? (head?.text ?? '') : ' '.repeat(indent)) + row.text,
    columns: indent + row.columns,
  }))
}

/** `12:00:03.120 web-1 │ `; standard error has `!` for the bar. At most half of the width. */
function prefixOf(line: LogLine, options: LogPaneOptions): readonly Run[] {
  const { width, color, timestamps, nameOf, nameWidth = 0, ascii } = options
  const room = Math.floor(width / 2)
  const time = timestamps && room >= 13 ? `${clockOf(line.time)} ` : ''
  const runs: Run[] = time === '' ? [] : [{ style: color ? '\u001B[2m' : '', text: time }]
  const names = Math.min(nameWidth, room - time.length - 3)
  if (!nameOf || names < 1) return runs
  const name = truncateMiddle(nameOf(line), names, ascii ? '.' : '…')
  const bar = line.stream === 'stderr' ? '!' : ascii ? '|' : '│'
  const code = color ? options.colorOf?.(line.service) : undefined
  const style = code === undefined ? '' : `\u001B[${code}m`
  return [...runs, { style, text: `${padEnd(name, names)} ${bar} ` }]
}

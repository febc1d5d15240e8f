/** The live view as lines of text: pure, never taller than the window and never as wide. */
import { formatElapsed, formatSeconds } from '../words.ts'
import type { Paint } from '../paint.ts'
import { truncate } from '../width.ts'
import { glyphsFor, type Glyphs } from './glyphs.ts'
import { formatRow, layoutOf } from './row.ts'
import { awaitedBy, type Phase, type Progress, type Row } from './state.ts'

export interface FrameOptions {
  readonly command: string
  /** The clock's. */
  readonly now: number
  readonly columns: number
  readonly rows: number
  readonly ascii: boolean
  readonly paint: Paint
}

/** A taller view would bury what the user had on the screen. */
const tallest = 12
/** More ended rows than this are counted in the table that stays. */
const longestTable = 30

/** The frame at this moment: failed, active, waiting, then recently done resources; what finds no room is counted. */
export function liveFrame(state: Progress, options: FrameOptions): string[] {
  const room = Math.max(1, Math.min(tallest, options.rows - 2) - 1)
  const ordered = [...state.rows].sort(([, one], [, other]) => byUrgency(one, other))
  const number = ordered.length > room ? room - 1 : ordered.length
  const shown = ordered.slice(0, number).map(([key, row]) => withCause(row, awaitedBy(state, key)))
  const hidden = ordered.slice(number).map(([, row]) => row)
  return [header(state, options, formatElapsed), ...table(shown, options), ...counter(hidden, options)]
}

/** What a waiting row waits for is its detail. */
function withCause(row: Row, [first, ...others]: readonly string[]): Row {
  if (row.phase !== 'waiting') return row
  const more = others.length === 0 ? '' : ` and ${others.length} more`
  return { ...row, detail: first === undefined ? '' : `waits for ${first}${more}` }
}

/** What stays on the screen: every resource in the plan's order, or all that did not go well and the number of the others. */
export function finalTable(state: Progress, options: FrameOptions): string[] {
  const rows = [...state.rows.values()]
  const shown = rows.length > longestTable ? rows.filter(({ phase }) => phase !== 'done') : rows
  const done = rows.filter((row) => !shown.includes(row))
  return [header(state, options, formatSeconds), ...table(shown, options), ...counter(done, options)]
}

const urgency: Readonly<Record<Phase, number>> = { failed: 0, active: 1, waiting: 2, done: 3, skipped: 4 }

/** Sorting is stable: the plan's order decides among equals, the latest first among the done. */
function byUrgency(one: Row, other: Row): number {
  const difference = urgency[one.phase] - urgency[other.phase]
  if (difference !== 0 || one.phase !== 'done') return difference
  return other.changed - one.changed
}

function header(
  state: Progress,
  { command, now, columns, paint }: FrameOptions,
  format: (seconds: number) => string,
): string {
  const title = [command, state.project].filter((word) => word !== '').join(' ')
  const counts = `${Math.min(state.ended, state.total)}/${state.total}`
  const time = format((now - state.startedAt) / 1000)
  const room = columns - `[+]  ${counts}  ${time}`.length - 1
  return `[+] ${paint('bold', truncate(title, room))} ${counts}  ${paint('dim', time)}`
}

function table(rows: readonly Row[], options: FrameOptions): string[] {
  const layout = layoutOf(rows, options.columns - 1)
  const glyphs = glyphsFor(options)
  return rows.map((row) => formatRow(row, { ...options, layout, glyphs }))
}

const countWords: Readonly<Record<Phase, string>> = {
  failed: 'failed',
  active: 'active',
  waiting: 'waiting',
  done: 'done',
  skipped: 'skipped',
}

function counter(hidden: readonly Row[], options: FrameOptions): string[] {
  if (hidden.length === 0) return []
  const { ellipsis }: Glyphs = glyphsFor(options)
  const numbers = Object.entries(countWords).flatMap(([phase, word]) => {
    const number = hidden.filter((row) => row.phase === phase).length
    return number === 0 ? [] : [`${number} ${word}`]
  })
  const text = ` ${ellipsis} and ${numbers.join(', ')}`
  return [options.paint('dim', truncate(text, options.columns - 1, ellipsis))]
}

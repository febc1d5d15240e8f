/** Tables as docker prints them: titles in capitals, columns three spaces apart. */
import { printable } from '../util/printable.ts'
import { displayWidth, padEnd, truncate } from './width.ts'

export interface TableOptions {
  /** Columns of the terminal; absent for a pipe: nothing is cut. */
  readonly width?: number
  /** Absent: false. */
  readonly ascii?: boolean
}

/** Titles and rows as lines with their endings. Where the terminal is narrow the widest columns are cut first. */
export function table(
  titles: readonly string[],
  rows: readonly (readonly string[])[],
  { width = Infinity, ascii = false }: TableOptions = {},
): string {
  const cells = [titles, ...rows.map((row) => row.map(printable))]
  const natural = titles.map((_, at) => Math.max(...cells.map((row) => displayWidth(row[at] ?? ''))))
  const widths = fit(natural, width - gap * (titles.length - 1))
  const ellipsis = ascii ? '...' : '…'
  const line = (row: readonly string[]) =>
    widths.map((columns, at) => padEnd(truncate(row[at] ?? '', columns, ellipsis), columns))
  return cells.map((row) => `${line(row).join(' '.repeat(gap)).trimEnd()}\n`).join('')
}

const gap = 3
/** docker's columns are ten wide with their gap at least. */
const narrowest = 7

/** Widths that add up to `room` at most, taken from the widest; none below what still tells something. */
function fit(natural: readonly number[], room: number): number[] {
  const widths = natural.map((width, at) => (at === natural.length - 1 ? width : Math.max(narrowest, width)))
  let excess = widths.reduce((sum, width) => sum + width, 0) - room
  while (excess > 0) {
    const widest = Math.max(...widths)
    if (widest <= narrowest) break
    const second = Math.max(narrowest, ...widths.filter((width) => width < widest))
    const at = widths.indexOf(widest)
    const others = widths.filter((width) => width === widest).length
    const cut = Math.max(1, Math.min(widest - second, Math.ceil(excess / others)))
    widths[at] = widest - cut
    excess -= cut
  }
  return widths
}

/** Tables as docker prints them: titles in capitals, columns three spaces apart. */
import { printable } from '../util/printable.ts'
import { displayWidth, padEnd, truncate } from './width.ts'

export interface TableOptions {
  /** Columns of the terminal; absent for a pipe: nothing is cut. */
  readonly width?: number
  /** Absent: false. */
  readonly ascii?: boolean
  /** Titles of columns that are left out, in this order, where the terminal is too narrow for all. */
  readonly expendable?: readonly string[]
}

/** Titles and rows as lines with their endings. In a narrow terminal expendable columns go, then the widest are cut. */
export function table(
  titles: readonly string[],
  rows: readonly (readonly string[])[],
  { width = Infinity, ascii = false, expendable = [] }: TableOptions = {},
): string {
  const cells = [titles, ...rows.map((row) => row.map(printable))]
  const columns = titles.map((title, at) => {
    const texts = cells.map((row) => row[at] ?? '')
    const natural = Math.max(...texts.map(displayWidth))
    return { title, texts, width: at === titles.length - 1 ? natural : Math.max(narrowest, natural) }
  })
  const shown = cut(without(columns, expendable, width), width)
  const line = (at: number) =>
    shown.map((column) => {
      const text = truncate(column.texts[at] ?? '', column.width, ascii ? '...' : '…')
      return padEnd(text, column.width)
    })
  return cells.map((_, at) => `${line(at).join(' '.repeat(gap)).trimEnd()}\n`).join('')
}

interface Column {
  readonly title: string
  readonly texts: readonly string[]
  readonly width: number
}

const gap = 3
/** docker's columns are ten wide with their gap at least. */
const narrowest = 7

function without(
  columns: readonly Column[],
  [first, ...more]: readonly string[],
  width: number,
): readonly Column[] {
  if (first === undefined || excessOf(columns, width) <= 0) return columns
  return without(
    columns.filter(({ title }) => title !== first),
    more,
    width,
  )
}

/** One column of the widest column is taken at a time, until all fits or nothing is left to take. */
function cut(columns: readonly Column[], width: number): readonly Column[] {
  const widths = columns.map((column) => column.width)
  for (let excess = excessOf(columns, width); excess > 0; excess--) {
    const widest = Math.max(...widths)
    if (widest <= narrowest) break
    widths[widths.indexOf(widest)] = widest - 1
  }
  return columns.map((column, at) => ({ ...column, width: widths[at] ?? column.width }))
}

function excessOf(columns: readonly Column[], width: number): number {
  return columns.reduce((sum, column) => sum + column.width + gap, -gap) - width
}

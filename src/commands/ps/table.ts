/** The table of `ps`. */
import type { Row } from './row.ts'

export interface Column {
  readonly title: string
  readonly text: (row: Row) => string
}

/** The columns of docker compose's table, in its order. */
export const tableColumns: readonly Column[] = [
  { title: 'NAME', text: ({ Name }) => Name },
  { title: 'IMAGE', text: ({ Image }) => Image },
  { title: 'COMMAND', text: ({ Command }) => Command },
  { title: 'SERVICE', text: ({ Service }) => Service },
  { title: 'CREATED', text: ({ RunningFor }) => RunningFor },
  { title: 'STATUS', text: ({ Status }) => Status },
  { title: 'PORTS', text: ({ Ports }) => Ports },
]

/** Titles and rows, each column as wide as its widest cell and three spaces apart. */
export function formatTable(columns: readonly Column[], rows: readonly Row[]): string {
  const table = [
    columns.map(({ title }) => title),
    ...rows.map((row) => columns.map(({ text }) => text(row))),
  ]
  const widths = columns.map((_, at) => Math.max(7, ...table.map((cells) => (cells[at] ?? '').length)))
  return table
    .map((cells) => cells.map((cell, at) => cell.padEnd((widths[at] ?? 0) + 3)).join(''))
    .map((line) => `${line.trimEnd()}\n`)
    .join('')
}

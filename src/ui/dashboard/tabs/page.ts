/** A text that is longer than its pane: the part that shows. */
import { cleanLine } from '../../terminal-text.ts'
import { cut, runsOf } from '../logs/styled.ts'

export interface PageOptions {
  readonly width: number
  readonly rows: number
  readonly color: boolean
  readonly ascii: boolean
  /** The first line shown; what is beyond the end counts as the last page. 0 unless said. */
  readonly from?: number
}

export interface Page {
  /** Each at most `width` columns, safe to write. */
  readonly lines: readonly string[]
  /** The first line shown. */
  readonly from: number
  /** Lines of the whole text. */
  readonly total: number
}

/** The page of these lines that begins at `from`. */
export function pageOf(lines: readonly string[], { width, rows, color, ascii, from = 0 }: PageOptions): Page {
  const first = Math.max(0, Math.min(from, lines.length - rows))
  const mark = ascii ? '>' : '…'
  const shown = lines
    .slice(first, first + Math.max(0, rows))
    .map((line) => cut(runsOf(cleanLine(line, { color })), { width, mark }).text)
  return { lines: shown, from: first, total: lines.length }
}

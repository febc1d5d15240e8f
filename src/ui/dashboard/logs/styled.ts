/** A line of text with its colours, cut into rows by columns. */
import { graphemes, graphemeWidth, isNarrow } from '../../width.ts'

/** A piece of a line in one style; `style` is the SGR sequences that set it, empty for none. */
export interface Run {
  readonly style: string
  readonly text: string
}

/** A row as it is written, every style closed, and its columns. */
export interface Row {
  readonly text: string
  readonly columns: number
}

/** UTF-16 positions in the text of the runs together: `from` included, `to` not. */
export interface Range {
  readonly from: number
  readonly to: number
}

/** The runs of a text that has no other control sequences than SGR; tabs become spaces up to the next eighth column. */
export function runsOf(text: string, style = ''): readonly Run[] {
  const flat = text.includes('\t') ? withoutTabs(text) : text
  if (!flat.includes('\u001B')) return flat === '' ? [] : [{ style, text: flat }]
  const runs: Run[] = []
  let current = style
  for (const [piece] of flat.matchAll(sequenceOrText)) {
    if (piece.startsWith('\u001B')) current = nextStyle(current, piece)
    else runs.push({ style: current, text: piece })
  }
  return runs
}

const sequenceOrText = new RegExp(String.raw`\u001B\[[\d;:]*m|[^\u001B]+`, 'g')
const sequenceTabOrText = new RegExp(String.raw`\u001B\[[\d;:]*m|\t|[^\u001B\t]+`, 'g')

/** Sequences add up until a reset; of a flood of them the last counts. */
function nextStyle(current: string, sequence: string): string {
  if (sequence === '\u001B[0m' || sequence === '\u001B[m') return ''
  return current.length > 60 ? sequence : current + sequence
}

function withoutTabs(text: string): string {
  let column = 0
  return text.replaceAll(sequenceTabOrText, (piece) => {
    if (piece.startsWith('\u001B')) return piece
    if (piece !== '\t') {
      for (const grapheme of isNarrow(piece) ? [] : graphemes(piece)) column += graphemeWidth(grapheme)
      if (isNarrow(piece)) column += piece.length
      return piece
    }
    const spaces = 8 - (column % 8)
    column += spaces
    return ' '.repeat(spaces)
  })
}

/** The text without its styles. */
export function textOf(runs: readonly Run[]): string {
  return runs.map(({ text }) => text).join('')
}

/** The runs with these parts of the text in reverse. Ranges are in order and do not overlap. */
export function highlighted(runs: readonly Run[], ranges: readonly Range[]): readonly Run[] {
  if (ranges.length === 0) return runs
  const pieces: Run[] = []
  let at = 0
  for (const { style, text } of runs) {
    const end = at + text.length
    let done = at
    const push = (to: number, reverse: boolean) => {
      if (to <= done) return
      pieces.push({ style: reverse ? `${style}\u001B[7m` : style, text: text.slice(done - at, to - at) })
      done = to
    }
    for (const { from, to } of ranges) {
      if (to <= at || from >= end) continue
      push(Math.max(at, from), false)
      push(Math.min(end, to), true)
    }
    push(end, false)
    at = end
  }
  return pieces
}

/** Rows of at most `width` columns; no character is cut in two, none comes twice. An empty line is one empty row. */
export function* wrapped(runs: readonly Run[], width: number): Generator<Row, void, undefined> {
  const row = createRow()
  for (const { style, text } of runs) {
    for (const { piece, columns } of pieces(text, () => width - row.columns())) {
      if (columns === 0 && piece === '') yield row.finish()
      else row.add(style, piece, columns)
    }
  }
  yield row.finish()
}

/** The first `width` columns after `skip` of them; where more follows, the last column is `mark`. */
export function cut(
  runs: readonly Run[],
  { width, skip = 0, mark }: { readonly width: number; readonly skip?: number; readonly mark: string },
): Row {
  if (width <= 0) return { text: '', columns: 0 }
  const rest = skip > 0 ? without(runs, skip) : runs
  const [first, second] = firstTwo(wrapped(rest, width))
  if (!first || !second) return first ?? { text: '', columns: 0 }
  const [short = { text: '', columns: 0 }] = width > 1 ? firstTwo(wrapped(rest, width - 1)) : []
  return { text: short.text + mark, columns: short.columns + 1 }
}

function firstTwo(rows: Iterable<Row>): readonly Row[] {
  const found: Row[] = []
  for (const row of rows) {
    if (found.push(row) === 2) break
  }
  return found
}

function without(runs: readonly Run[], columns: number): readonly Run[] {
  let left = columns
  return runs.flatMap(({ style, text }) => {
    if (left <= 0) return [{ style, text }]
    let at = 0
    for (const grapheme of graphemes(text)) {
      if (left <= 0) break
      at += grapheme.length
      left -= graphemeWidth(grapheme)
    }
    const half = left < 0 ? ' ' : ''
    left = Math.max(0, left)
    return at < text.length || half ? [{ style, text: half + text.slice(at) }] : []
  })
}

/** Pieces that fit into the room left; an empty one asks for a new row. */
function* pieces(
  text: string,
  room: () => number,
): Generator<{ readonly piece: string; readonly columns: number }, void, undefined> {
  if (isNarrow(text)) {
    for (let at = 0; at < text.length;) {
      const piece = text.slice(at, at + Math.max(0, room()))
      at += piece.length
      yield { piece, columns: piece.length }
    }
    return
  }
  for (const grapheme of graphemes(text)) {
    const columns = graphemeWidth(grapheme)
    if (columns > room()) yield { piece: '', columns: 0 }
    if (columns <= room()) yield { piece: grapheme, columns }
  }
}

function createRow() {
  let text = ''
  let columns = 0
  let open = ''
  const set = (style: string) => {
    if (style === open) return
    text += (open === '' ? '' : '\u001B[0m') + style
    open = style
  }
  return {
    columns: () => columns,
    add: (style: string, piece: string, wide: number) => {
      set(style)
      text += piece
      columns += wide
    },
    finish: (): Row => {
      set('')
      const row = { text, columns }
      text = ''
      columns = 0
      return row
    },
  }
}

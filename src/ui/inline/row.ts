/** A resource's line in the live view: sign, name, verb, what or why, time. */
import type { Paint, Style } from '../paint.ts'
import { displayWidth, padEnd, padStart, truncate, truncateMiddle } from '../width.ts'
import { formatBytes, formatElapsed, formatSeconds } from '../words.ts'
import type { Glyphs } from './glyphs.ts'
import type { Phase, Row } from './state.ts'

/** Columns of each part; 0 where there is no room for it. */
export interface Layout {
  readonly noun: number
  readonly name: number
  readonly word: number
  readonly detail: number
}

export interface RowOptions {
  readonly layout: Layout
  readonly glyphs: Glyphs
  readonly now: number
  readonly paint: Paint
}

/** ` ✔ ` before and ` 1m 05s` behind. */
const aside = 3 + 7

/** Shares `width` columns among the parts: names first, details get what is left. */
export function layoutOf(rows: readonly Row[], width: number): Layout {
  const noun = width >= 60 ? 10 : 0
  const word = Math.min(14, Math.max(8, widest(rows.map((row) => row.word))))
  const name = Math.min(
    widest(rows.map((row) => row.name)),
    width >= 60 ? Math.floor(width * 0.4) : width - aside - word - 1,
  )
  const detail = width - aside - noun - name - word - 3
  return { noun, name, word, detail: detail < 8 ? 0 : detail }
}

/** The line, at most as wide as the layout's sum. */
export function formatRow(row: Row, { layout, glyphs, now, paint }: RowOptions): string {
  const { ellipsis } = glyphs
  const style = styles[row.phase]
  const time = timeOf(row, now)
  const parts = [
    ` ${paint(style, glyphs.phase[row.phase])} `,
    layout.noun === 0 ? '' : padEnd(row.noun, layout.noun),
    padEnd(truncateMiddle(row.name, layout.name, ellipsis), layout.name + 1),
    paint(style, padEnd(truncate(row.word, layout.word, ellipsis), layout.word)),
    layout.detail === 0 ? '' : paintDetail(row, { layout, glyphs, paint }),
    paint('dim', padStart(time, 7)),
  ]
  return parts.join('').trimEnd()
}

const styles: Readonly<Record<Phase, Style>> = {
  failed: 'red',
  active: 'cyan',
  waiting: 'dim',
  done: 'green',
  skipped: 'yellow',
}

function widest(texts: readonly string[]): number {
  return Math.max(1, ...texts.map(displayWidth))
}

function timeOf(row: Row, now: number): string {
  if (row.phase === 'active') return formatElapsed((now - row.since) / 1000)
  if (row.phase === 'waiting') return row.detail === '' ? '' : formatElapsed((now - row.since) / 1000)
  return row.seconds > 0 || row.phase === 'done' ? formatSeconds(row.seconds) : ''
}

function paintDetail(
  row: Row,
  { layout, glyphs, paint }: Pick<RowOptions, 'layout' | 'glyphs' | 'paint'>,
): string {
  const width = layout.detail
  const text = row.progress ? barText(row, width, glyphs) : row.stage || row.detail
  const shown = padEnd(truncate(text, width, glyphs.ellipsis), width)
  return `  ${row.phase === 'failed' ? shown : paint('dim', shown)}`
}

/** `━━━━━━──── 42.1MB/120MB`, `━━━━────── 2/5 RUN make`, or the percentage alone where it is narrow. */
function barText({ progress, stage }: Row, width: number, { bar }: Glyphs): string {
  if (!progress) return stage
  const share = Math.min(1, progress.current / progress.total)
  const percent = `${Math.floor(share * 100)}%`
  if (width < 22) return percent
  const length = 10
  const full = Math.floor(share * length)
  const line = bar.full.repeat(full) + bar.empty.repeat(length - full)
  const amounts = [progress.current, progress.total].map(progress.unit === 'bytes' ? formatBytes : String)
  return `${line} ${amounts.join('/')}${stage === '' ? '' : ` ${stage}`}`
}

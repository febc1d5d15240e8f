/** The line that a problem is about, with marks below the place. */
import type { Place } from '../errors.ts'
import type { Paint } from './paint.ts'
import { displayWidth, takeWidth } from './width.ts'

export interface FrameStyle {
  /** Columns, the gutter included. */
  readonly width: number
  readonly paint: Paint
  /** Absent: false. */
  readonly ascii?: boolean | undefined
}

/** One column each: where a line is cut, and what cannot be shown. */
const signs = { unicode: { cut: '…', hidden: '·' }, ascii: { cut: '~', hidden: '.' } } as const

/** Two lines: `  12 |   image: x` and the carets under `length` characters from `column`; long lines are cut around them. */
export function codeFrame(
  text: string,
  { line, column, length = 1 }: Place,
  { width, paint, ascii = false }: FrameStyle,
): string[] {
  const { cut, hidden } = ascii ? signs.ascii : signs.unicode
  const gutter = ` ${String(line).padStart(4)} | `
  const blank = `${' '.repeat(gutter.length - 2)}| `
  const parts = cutAround(
    {
      before: visible(text.slice(0, column - 1), hidden),
      marked: visible(text.slice(column - 1, column - 1 + length), hidden),
      after: visible(text.slice(column - 1 + length), hidden),
    },
    { room: Math.max(20, width - gutter.length), cut },
  )
  const carets = '^'.repeat(Math.max(1, displayWidth(parts.marked)))
  return [
    `${paint('dim', gutter)}${parts.before}${parts.marked}${parts.after}`.trimEnd(),
    `${paint('dim', blank)}${' '.repeat(displayWidth(parts.before))}${paint('red', carets)}`,
  ]
}

interface Parts {
  readonly before: string
  readonly marked: string
  readonly after: string
}

/** Columns, and the sign for what is cut. */
interface Room {
  readonly room: number
  readonly cut: string
}

/** The marked part stays in view; what comes before gets at most a third of the room when all does not fit. */
function cutAround({ before, marked, after }: Parts, { room, cut }: Room): Parts {
  if (displayWidth(before + marked + after) <= room) return { before, marked, after }
  const start = displayWidth(before) + Math.min(displayWidth(marked), room / 2) > (room * 2) / 3
  const shownBefore = start ? `${cut}${lastColumns(before, Math.floor(room / 3) - 1)}` : before
  const shownMarked = firstColumns(marked, { room: room - displayWidth(shownBefore), cut })
  const rest = room - displayWidth(shownBefore + shownMarked)
  return { before: shownBefore, marked: shownMarked, after: firstColumns(after, { room: rest, cut }) }
}

function firstColumns(text: string, { room, cut }: Room): string {
  return displayWidth(text) <= room ? text : `${takeWidth(text, Math.max(0, room - 1))}${cut}`
}

function lastColumns(text: string, width: number): string {
  let tail = text
  while (displayWidth(tail) > width) tail = tail.slice(1)
  return tail
}

/** Tabs as two spaces, so that marks below line up; whatever else is invisible or drives a terminal as a sign. */
function visible(text: string, hidden: string): string {
  return text
    .replaceAll('\t', '  ')
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\u200E\u200F\u202A-\u202E\u2066-\u2069]/gu, hidden)
}

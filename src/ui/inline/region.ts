/** A few lines at the bottom of the terminal that are drawn anew, and text that is printed above them. */
import type { Streams } from '../renderer.ts'
import { displayWidth } from '../width.ts'
import { hideCursor, inOneGo, inPlace, showCursor, up, withoutStyle } from './sequences.ts'

export interface Region {
  /** Replaces what is shown; each line must be narrower than the window, and all of them lower. */
  readonly draw: (lines: readonly string[]) => void
  /** Writes whole lines above what is shown, then `lines` below them. */
  readonly print: (texts: readonly Printed[], lines: readonly string[]) => void
  /** Replaces what is shown for the last time and gives the cursor back; nothing happens the second time. */
  readonly close: (lines: readonly string[]) => void
}

/** Whole lines for one of the streams. */
export interface Printed {
  readonly target: keyof Streams
  readonly text: string
}

/**
 * Draws on stderr. The cursor rests at the beginning of the line after the last; only lines that differ are written,
 * each drawing is one write between marks of synchronized output, and nothing else of the screen is touched.
 * `redraw` is asked for a frame when the window or what stands on it has changed.
 */
export function openRegion({ stderr, stdout }: Streams, redraw: () => void): Region {
  let shown: Shown = nothing
  let closed = false
  const size = () => ({ columns: stderr.columns(), rows: stderr.rows() })
  const put = (text: string) => stderr.write(text)
  const draw = (lines: readonly string[]) => {
    const text = replace(shown, lines, size())
    if (text !== '') put(inOneGo(text))
    shown = { lines, ...size() }
  }
  const release = stderr.hold({
    leave: () => put(showCursor),
    comeBack: () => {
      shown = nothing
      put(hideCursor)
      redraw()
    },
    resized: redraw,
  })
  put(hideCursor)
  return {
    draw,
    print: (texts, lines) => {
      put(inOneGo(erase(shown, size()), { more: true }))
      shown = nothing
      for (const { target, text } of texts) (target === 'stderr' ? stderr : stdout).write(text)
      draw(lines)
    },
    close: (lines) => {
      if (closed) return
      closed = true
      put(inOneGo(replace(shown, lines, size())))
      release()
      put(showCursor)
    },
  }
}

interface Size {
  readonly columns: number
  readonly rows: number
}

/** What was drawn last, and the window that it was drawn for. */
interface Shown extends Size {
  readonly lines: readonly string[]
}

const nothing: Shown = { lines: [], columns: 0, rows: 0 }

/** What turns the lines on the screen into others: nothing where they are the same. */
function replace(shown: Shown, lines: readonly string[], size: Size): string {
  if (shown.columns !== size.columns || shown.rows !== size.rows) {
    return erase(shown, size) + lines.map(inPlace).join('')
  }
  const length = Math.max(lines.length, shown.lines.length)
  const rows = Array.from({ length }, (_, at) => [shown.lines[at], lines[at] ?? ''] as const)
  const first = rows.findIndex(([before, after]) => before !== after)
  if (first === -1) return ''
  const written = rows.slice(first).map(([before, after]) => (before === after ? '\n' : inPlace(after)))
  return up(shown.lines.length - first) + written.join('') + up(length - lines.length)
}

/** Empties the lines on the screen and goes to where the first one was. */
function erase(shown: Shown, size: Size): string {
  const height = heightOf(shown, size)
  return up(height) + inPlace('').repeat(height) + up(height)
}

/** Rows that the lines take now: terminals break what has become too wide, and what has left the screen is out of reach. */
function heightOf({ lines }: Shown, { columns, rows }: Size): number {
  const height = lines
    .map((line) => Math.max(1, Math.ceil(displayWidth(withoutStyle(line)) / columns)))
    .reduce((sum, rowsOfLine) => sum + rowsOfLine, 0)
  return Math.min(height, rows - 1)
}

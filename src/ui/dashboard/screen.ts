/** The canvas of the dashboard: the alternate screen, of which only the lines that changed are written again. */

/** A whole screen: a line of text for each row, colours included, each exactly as wide as the window. */
export type Frame = readonly string[]

export interface Canvas {
  /** Takes the alternate screen; the main one and its scrollback stay as they are. Taking it twice is no error. */
  readonly enter: () => void
  /** Gives everything back: main screen, cursor, wrapping, pasting. Safe to call twice, and when it never entered. */
  readonly leave: () => void
  /** Shows a frame; nothing is written where it is the last one again, or the screen is not ours. */
  readonly draw: (frame: Frame) => void
  /** The next frame is written whole: the window was resized, or somebody else wrote on it. */
  readonly forget: () => void
}

/** A canvas that writes with `write`. */
export function createCanvas(write: (text: string) => void): Canvas {
  let shown: Frame = []
  let entered = false
  return {
    enter: () => {
      if (entered) return
      entered = true
      shown = []
      write(begin)
    },
    leave: () => {
      if (!entered) return
      entered = false
      write(end)
    },
    draw: (frame) => {
      if (!entered) return
      const changes = changedLines(shown, frame)
      shown = frame
      if (changes !== '') write(`${sync.begin}${changes}${sync.end}`)
    },
    forget: () => {
      shown = []
    },
  }
}

/** What makes a terminal that shows `shown` show `frame`. A line is cleared first: widths are not the same to every terminal. */
function changedLines(shown: Frame, frame: Frame): string {
  const lines = frame.map((line, row) => (line === shown[row] ? '' : `${at(row)}\u001B[2K${line}\u001B[0m`))
  const below = shown.slice(frame.length).map((_, row) => `${at(frame.length + row)}\u001B[2K`)
  return [...lines, ...below].join('')
}

function at(row: number): string {
  return `\u001B[${row + 1};1H`
}

/** Drawn at once, where the terminal can; ignored elsewhere. */
const sync = { begin: '\u001B[?2026h', end: '\u001B[?2026l' } as const

/** Alternate screen, no cursor, no wrapping, pastes marked. */
const begin = '\u001B[?1049h\u001B[?25l\u001B[?7l\u001B[?2004h\u001B[H'
const end = '\u001B[?2026l\u001B[0m\u001B[?2004l\u001B[?7h\u001B[?1049l\u001B[?25h'

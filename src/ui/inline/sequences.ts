/** The control sequences of the live view; none of them clears a screen or its scrollback. */

export const hideCursor = '\u001B[?25l'
export const showCursor = '\u001B[?25h'

const begin = '\u001B[?2026h'
const end = '\u001B[?2026l'
/** Without wrapping, a line that a terminal finds wider than we do is cut, and the lines below stay where they are. */
const [noWrap, wrap] = ['\u001B[?7l', '\u001B[?7h']

/** Takes away what the terminal has echoed on the cursor's line, such as `^C`. */
const cleanLine = '\r\u001B[K'

/** The text, which begins where a line does, as one change of the screen; `more`: what follows belongs to it, up to the next such text. */
export function inOneGo(text: string, { more = false } = {}): string {
  return `${begin}${noWrap}${cleanLine}${text}${wrap}${more ? '' : end}`
}

/** The cursor, so many rows up, in the same column. */
export function up(rows: number): string {
  return rows === 0 ? '' : `\u001B[${rows}A`
}

/** Puts the text in place of the line that the cursor is at the beginning of, and goes to the next. */
export function inPlace(text: string): string {
  return `${text}\u001B[K\n`
}

/** The text without colours of our own. */
export function withoutStyle(text: string): string {
  // oxlint-disable-next-line no-control-regex
  return text.replaceAll(/\u001B\[[\d;]*m/g, '')
}

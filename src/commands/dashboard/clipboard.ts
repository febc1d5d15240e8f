/** Copying and paging of log lines: the text alone, without names, times and borders. */
import type { LogLine } from '../../ui/dashboard/logs/line.ts'
import { cleanLine } from '../../ui/terminal-text.ts'

/** What the containers wrote, a line each, control sequences taken out. */
export function plainLines(lines: readonly LogLine[]): string {
  return lines.map(({ text }) => `${cleanLine(text, { color: false })}\n`).join('')
}

/** The same with its colours, for a pager. */
export function coloredLines(lines: readonly LogLine[]): string {
  return lines.map(({ text }) => `${cleanLine(text, { color: true })}\n`).join('')
}

/** The sequence that asks a terminal to put a text on the clipboard (OSC 52), through tmux too where it allows that. */
export function clipboardSequence(text: string): string {
  return `\u001B]52;c;${Buffer.from(text).toString('base64')}\u0007`
}

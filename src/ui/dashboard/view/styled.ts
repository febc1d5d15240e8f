/** Lines of coloured text cut and padded to columns. Colours (SGR) and links (OSC 8) take no room; nothing else may be in them. */
import { displayWidth, padEnd, takeWidth, truncate } from '../../width.ts'

/** The text as wide as `width` columns exactly: cut with an ellipsis, or padded. */
export function fit(text: string, width: number, ellipsis: string): string {
  if (width <= 0) return ''
  if (!text.includes('\u001B')) return padEnd(truncate(text, width, ellipsis), width)
  const own = styledWidth(text)
  return own <= width ? text + ' '.repeat(width - own) : cut(text, width, ellipsis)
}

/** Columns of a coloured text. */
export function styledWidth(text: string): number {
  return displayWidth(text.replaceAll(sequences, ''))
}

/** Parts with `gap` between them, the empty ones left out. */
export function join(parts: readonly string[], gap = '  '): string {
  return parts.filter((part) => part !== '').join(gap)
}

/** Two texts at the ends of a line; of too little room the right one gets what it needs first. */
export function spread([left, right]: readonly [string, string], width: number, ellipsis: string): string {
  const room = Math.max(0, width - styledWidth(right) - 1)
  if (room < 8) return fit(left, width, ellipsis)
  return `${fit(left, room, ellipsis)} ${right}`
}

const sequence = String.raw`\u001B\[[\d;:]*m|\u001B\]8;[^\u0007\u001B]*\u001B\\`
const sequences = new RegExp(sequence, 'g')
const atSequences = new RegExp(`(${sequence})`)

/** Sequences are kept to the end of the line, so that what they began is ended. */
function cut(text: string, width: number, ellipsis: string): string {
  const sign = ellipsis.slice(0, width)
  let left = width - displayWidth(sign)
  let result = ''
  let over = false
  for (const part of text.split(atSequences)) {
    if (part.startsWith('\u001B')) {
      result += part
      continue
    }
    if (over) continue
    const taken = takeWidth(part, left)
    result += taken
    left -= displayWidth(taken)
    if (taken !== part) {
      result += sign
      over = true
    }
  }
  return result + ' '.repeat(Math.max(0, left))
}

/** A text without colours in lines of at most `width` columns, cut between words; further lines are indented. A word that is too long is left to be cut. */
export function wrapWords(text: string, width: number, indent = 0): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (line.trim() === '' || displayWidth(longer) <= width) {
      line = longer
      continue
    }
    lines.push(line)
    line = ' '.repeat(indent) + word
  }
  return [...lines, line]
}

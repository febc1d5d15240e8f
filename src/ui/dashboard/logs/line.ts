/** A line of a container's output as the dashboard keeps it. */

/** What is known of a line where it comes in. */
export interface IncomingLine {
  readonly service: string
  readonly container: string
  readonly stream: 'stdout' | 'stderr'
  /** Milliseconds since the epoch; fractions count. */
  readonly time: number
  /** Without time and line ending. */
  readonly text: string
}

/** A kept line; its id tells lines of one time apart and grows with arrival. */
export interface LogLine extends IncomingLine {
  readonly id: number
}

/** No text is longer; what is beyond is counted at its end, not kept. A little less than 16 KiB, so that the count fits in. */
const longestText = 16 * 1024 - 40

/** Negative where `a` is shown above `b`: by time, then by arrival. */
export function compareLines(a: LogLine, b: LogLine): number {
  return a.time - b.time || a.id - b.id
}

/** The text as it is kept. */
export function keptText(text: string): string {
  const beyond = text.length - longestText
  return beyond > 0 ? `${text.slice(0, longestText)} … ${beyond} more characters` : text
}

/** What a line costs in memory, in bytes: its text and about what the objects around it take. */
export function costOf({ text }: Pick<LogLine, 'text'>): number {
  return text.length + 160
}

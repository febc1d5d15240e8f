/** Spans → lines and columns, with each file's lines counted once. */
import type { Place } from '../errors.ts'
import type { Source, Span } from './tree.ts'

/** Finds lines and columns. */
export function createPlaces(): {
  readonly placeOf: (span: Span) => Place
  readonly lineAt: (span: Span) => string
} {
  const known = new Map<Source, readonly number[]>()
  const startsOf = (source: Source) => {
    const starts = known.get(source) ?? lineStarts(source.text)
    known.set(source, starts)
    return starts
  }
  return {
    placeOf: (span) => {
      const starts = startsOf(span.source)
      const line = lineNumber(starts, span.start)
      const start = starts[line - 1] ?? 0
      const end = Math.min(span.end, (starts[line] ?? span.source.text.length + 1) - 1)
      const length = Math.max(1, end - span.start)
      return { file: span.source.path, line, column: span.start - start + 1, length }
    },
    lineAt: ({ source, start }) => {
      const starts = startsOf(source)
      const line = lineNumber(starts, start)
      return source.text.slice(starts[line - 1], starts[line]).replace(/\r?\n$/, '')
    },
  }
}

function lineStarts(text: string): readonly number[] {
  const starts = [0]
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts.push(at + 1)
  return starts
}

/** The line, from 1, in which an offset lies. */
function lineNumber(starts: readonly number[], offset: number): number {
  let low = 0
  let high = starts.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((starts[middle] ?? 0) <= offset) low = middle + 1
    else high = middle
  }
  return low
}

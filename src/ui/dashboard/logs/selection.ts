/** One selection of the kept lines (some services, a filter), kept up as lines come and go. */
import type { LogFilter } from './filter.ts'
import type { LogLine } from './line.ts'
import { createSortedLines, type SortedLines } from './sorted-lines.ts'
import type { WithinLimit } from './time-limit.ts'

export interface Selected {
  readonly services?: ReadonlySet<string>
  readonly filter?: LogFilter
}

export interface Selection {
  /** A line came: it is looked at when next read. */
  readonly add: (line: LogLine) => void
  readonly remove: (line: LogLine) => void
  /** Lines that wait to be looked at. */
  readonly waiting: () => number
  /** Looks at what waits; the lines that match, or what went wrong. */
  readonly read: () => { readonly lines: SortedLines; readonly problem?: string }
}

export interface SelectionOptions {
  readonly selected: Selected
  /** All that is kept. */
  readonly all: SortedLines
  readonly withinLimit: WithinLimit
}

/** Lines looked at within one limit, and the limit: thousands of times what an honest filter takes. */
const slice = { lines: 1000, milliseconds: 400 }

/** A selection that begins with the lines kept so far. */
export function createSelection({ all, selected, withinLimit }: SelectionOptions): Selection {
  const { services, filter } = selected
  const lines = createSortedLines()
  let waiting = all.slice(0, Infinity)
  let problem: string | undefined

  const look = (from: number) => {
    for (const line of waiting.slice(from, from + slice.lines)) {
      if (services && !services.has(line.service)) continue
      if (filter && !filter.matches(line)) continue
      if (all.has(line)) lines.add(line)
    }
  }
  const lookWithin = (from: number) =>
    filter?.unbounded ? withinLimit(() => look(from), slice.milliseconds) : (look(from), true)

  return {
    add: (line) => void (problem === undefined && waiting.push(line)),
    remove: (line) => void lines.remove(line),
    waiting: () => waiting.length,
    read: () => {
      for (let from = 0; from < waiting.length && problem === undefined; from += slice.lines) {
        if (!lookWithin(from)) problem = `the filter ${filter?.text} takes too long: make its regex simpler`
      }
      waiting = []
      return problem === undefined ? { lines } : { lines, problem }
    },
  }
}

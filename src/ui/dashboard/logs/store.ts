/** Keeps the newest lines of every service, all in order of time, and reads them by window. */
import type { LogFilter } from './filter.ts'
import { costOf, keptText, type IncomingLine, type LogLine } from './line.ts'
import { createSelection, type Selected, type Selection } from './selection.ts'
import { createSortedLines, type SortedLines } from './sorted-lines.ts'
import { createTimeLimit, type WithinLimit } from './time-limit.ts'

export interface LogStoreOptions {
  readonly linesPerService?: number
  /** Of all services together. */
  readonly bytes?: number
  readonly withinLimit?: WithinLimit
}

export interface LogRequest extends Selected {
  /** At most so many lines. */
  readonly rows: number
  /** The line at the bottom, or the one in its place where it is gone; the newest where not said. */
  readonly bottom?: LogLine
  /** So many lines further down, negative: up. */
  readonly by?: number
  /** Only lines after this one: the view was cleared there. */
  readonly after?: LogLine
}

export interface LogView {
  /** Oldest first. */
  readonly lines: readonly LogLine[]
  /** Position of the first of them among those that match. */
  readonly first: number
  /** Lines of the services that match the filter. */
  readonly matched: number
  /** Lines of the services that are kept. */
  readonly total: number
  /** Lines of the services that were let go to stay within the limits. */
  readonly dropped: number
  /** The newest line is among them. */
  readonly atEnd: boolean
  /** Why the filter could not be used; lines it was not asked about are missing. */
  readonly problem?: string
}

export interface LogStore {
  readonly append: (line: IncomingLine) => void
  /** Costs the lines shown and those that came since the selection was last read. */
  readonly view: (request: LogRequest) => LogView
  /** All lines that match, from the bottom line of the request on and without it, upwards (-1) or downwards (1). */
  readonly walk: (request: Omit<LogRequest, 'rows'>, step: 1 | -1) => Iterable<LogLine>
  /** Changes whenever lines do. */
  readonly revision: () => number
}

interface Kept {
  readonly lines: SortedLines
  dropped: number
}

/** Selections kept up at a time, and what may wait in one that nobody reads any more. */
const most = { selections: 3, waiting: 20_000 }

/** An empty store: 5,000 lines a service and 32 MiB unless said otherwise. Of what is beyond the oldest goes, counted. */
export function createLogStore(options: LogStoreOptions = {}): LogStore {
  const { linesPerService = 5000, bytes: mostBytes = 32 * 1024 * 1024 } = options
  const all = createSortedLines()
  const services = new Map<string, Kept>()
  const selections = createSelections(all, options.withinLimit)
  let bytes = 0
  let revision = 0
  let lastId = 0

  const keptOf = (service: string) => {
    const kept = services.get(service) ?? { lines: createSortedLines(), dropped: 0 }
    services.set(service, kept)
    return kept
  }
  const drop = (line: LogLine | undefined) => {
    if (!line) return
    const kept = keptOf(line.service)
    kept.lines.remove(line)
    kept.dropped++
    all.remove(line)
    bytes -= costOf(line)
    selections.each((selection) => selection.remove(line))
  }
  const tooBig = () => bytes > mostBytes
  const append = ({ service, container, stream, time, text }: IncomingLine) => {
    const line: LogLine = { id: ++lastId, service, container, stream, time, text: keptText(text) }
    const kept = keptOf(line.service)
    revision++
    all.add(line)
    kept.lines.add(line)
    bytes += costOf(line)
    selections.each((selection) => selection.add(line))
    if (kept.lines.count() > linesPerService) drop(kept.lines.first())
    while (tooBig()) drop(all.first())
  }
  const chosen = ({ services: names }: Selected) =>
    [...services].flatMap(([name, kept]) => (names && !names.has(name) ? [] : [kept]))

  return {
    append,
    revision: () => revision,
    walk: (request, step) => walkFrom(selections.read(request).lines, request.bottom, step),
    view: (request) => {
      const { lines, problem } = selections.read(request)
      const kept = chosen(request)
      return {
        ...windowOf(lines, request),
        total: sum(kept.map((one) => one.lines.count())),
        dropped: sum(kept.map((one) => one.dropped)),
        ...(problem === undefined ? {} : { problem }),
      }
    },
  }
}

function walkFrom(lines: SortedLines, bottom: LogLine | undefined, step: 1 | -1): Iterable<LogLine> {
  if (!bottom) return lines.walk(step === 1 ? 0 : lines.count() - 1, step)
  const rank = lines.rank(bottom)
  if (step === 1) return lines.walk(lines.has(bottom) ? rank + 1 : rank, 1)
  return rank > 0 ? lines.walk(rank - 1, -1) : []
}

function windowOf(
  lines: SortedLines,
  { rows, bottom, by = 0, after }: LogRequest,
): Pick<LogView, 'lines' | 'first' | 'matched' | 'atEnd'> {
  const count = lines.count()
  const hidden = after ? lines.rank(after) + Number(lines.has(after)) : 0
  const end = (bottom ? lines.rank(bottom) + 1 : count) + by
  const to = Math.min(count, Math.max(end, Math.min(count, hidden + rows)))
  const from = Math.max(hidden, to - rows)
  return { lines: lines.slice(from, to), first: from - hidden, matched: count - hidden, atEnd: to >= count }
}

/** The selections last read; the one read longest ago makes room. */
function createSelections(all: SortedLines, withinLimit = createTimeLimit()) {
  let kept: readonly { readonly key: Key; readonly selection: Selection }[] = []
  return {
    each: (visit: (selection: Selection) => void) => {
      for (const { selection } of kept) visit(selection)
      if (kept.some(({ selection }) => selection.waiting() > most.waiting))
        kept = kept.filter(({ selection }) => selection.waiting() <= most.waiting)
    },
    read: (selected: Selected): { readonly lines: SortedLines; readonly problem?: string } => {
      const { services, filter } = selected
      if (!services && !filter) return { lines: all }
      const key = { services: services && [...services].sort().join('\n'), filter }
      const found = kept.find((one) => one.key.services === key.services && one.key.filter === filter)
      const one = found ?? { key, selection: createSelection({ all, withinLimit, selected }) }
      kept = [one, ...kept.filter((other) => other !== one)].slice(0, most.selections)
      return one.selection.read()
    },
  }
}

interface Key {
  readonly services: string | undefined
  readonly filter: LogFilter | undefined
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

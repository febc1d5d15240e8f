/** Which lines of the store are in view, and how the view moves. */
import { subjects } from './actions.ts'
import { boxOf, linesIn } from './layout.ts'
import { compareLines, type LogLine } from './logs/line.ts'
import type { LogRequest, LogStore, LogView } from './logs/store.ts'
import type { LogMove, LogSettings, State } from './state.ts'

/** The services whose lines are shown: marked ones, or the selected one; the stream shows all where none is marked. */
export function shownServices(state: State): ReadonlySet<string> | undefined {
  if (state.stream && state.marked.size === 0) return undefined
  return new Set(subjects(state).map(({ name }) => name))
}

/** Rows for lines in the pane: its last one tells how the view is set. */
function logRowsIn(state: State): number {
  return Math.max(1, linesIn(boxOf(state, 'detail')) - 1)
}

/** What the store is asked for. */
export function logRequest(state: State): LogRequest {
  const { bottom, cleared, shownFilter } = state.logs
  const services = shownServices(state)
  return {
    rows: logRowsIn(state),
    ...(services && { services }),
    ...(shownFilter && { filter: shownFilter }),
    ...(bottom && { bottom }),
    ...(cleared && { after: cleared }),
  }
}

/** The line that `y` copies: where the cursor was put, else the last one in view. */
export function cursorLine({ cursor }: LogSettings, { lines }: LogView): LogLine | undefined {
  return cursor ?? lines.at(-1)
}

/** The settings that a move changes. */
export function moveLog(state: State, store: LogStore, move: LogMove): Partial<LogSettings> {
  const view = store.view(logRequest(state))
  const cursor = cursorLine(state.logs, view)
  switch (move.to) {
    case 'bottom':
      return { bottom: undefined, cursor: undefined }
    case 'stay':
      return { bottom: view.lines.at(-1), cursor }
    case 'clear':
      return { cleared: newest(state, store), bottom: undefined, cursor: undefined, anchor: undefined }
    case 'anchor':
      return state.logs.anchor ? { anchor: undefined } : { anchor: cursor, cursor, bottom: view.lines.at(-1) }
    default: {
      const target = cursor && targetOf(state, store, { move, cursor })
      return target ? shownAt(state, store, target) : {}
    }
  }
}

function newest(state: State, store: LogStore): LogLine | undefined {
  const { services } = logRequest(state)
  return store.view({ rows: 1, ...(services && { services }) }).lines.at(-1)
}

function targetOf(
  state: State,
  store: LogStore,
  { move, cursor }: { readonly move: LogMove; readonly cursor: LogLine },
): LogLine | undefined {
  const { rows, bottom: _, ...request } = logRequest(state)
  const visible = afterCleared(state.logs)
  if (move.to === 'top') return first(store.walk(request, 1), visible)
  if (!('by' in move)) return undefined
  const step = move.by < 0 ? -1 : 1
  const ahead = takeWhile(store.walk({ ...request, bottom: cursor }, step), visible)
  if (move.to === 'match') return state.logs.shownSearch?.find(ahead)
  const steps = Math.abs(move.by) * (move.to === 'page' ? Math.max(1, rows - 1) : 1)
  return nth(ahead, steps)
}

/** The cursor on a line, and the view moved as little as that needs. Wrapped lines take any number of rows: the cursor's is the last one. */
function shownAt(state: State, store: LogStore, cursor: LogLine): Partial<LogSettings> {
  if (state.logs.wrap) return { cursor, bottom: cursor }
  const request = logRequest(state)
  const view = store.view(request)
  if (view.lines.includes(cursor)) return { cursor, bottom: view.lines.at(-1) }
  const top = view.lines[0]
  if (!top || compareLines(cursor, top) >= 0) return { cursor, bottom: cursor }
  const page = store.view({ ...request, bottom: cursor, by: request.rows - 1 })
  return { cursor, bottom: page.lines.at(-1) ?? cursor }
}

function afterCleared({ cleared }: LogSettings): (line: LogLine) => boolean {
  if (!cleared) return () => true
  return (line) => compareLines(cleared, line) < 0
}

function first(lines: Iterable<LogLine>, wanted: (line: LogLine) => boolean): LogLine | undefined {
  for (const line of lines) if (wanted(line)) return line
  return undefined
}

function* takeWhile(lines: Iterable<LogLine>, wanted: (line: LogLine) => boolean): Iterable<LogLine> {
  for (const line of lines) {
    if (!wanted(line)) return
    yield line
  }
}

/** The n-th, or the last where there are fewer. */
function nth(lines: Iterable<LogLine>, count: number): LogLine | undefined {
  let left = count
  let last: LogLine | undefined
  for (const line of lines) {
    last = line
    if (--left <= 0) break
  }
  return last
}

/** The lines that `y` copies: from the beginning of the selection to the cursor, or the cursor's alone. */
export function selectedLines(state: State, store: LogStore): readonly LogLine[] {
  const view = store.view(logRequest(state))
  const cursor = cursorLine(state.logs, view)
  const { anchor } = state.logs
  if (!cursor) return []
  if (!anchor) return [cursor]
  const [from, to] = compareLines(anchor, cursor) < 0 ? [anchor, cursor] : [cursor, anchor]
  const { bottom: _, rows: __, ...request } = logRequest(state)
  return [
    from,
    ...takeWhile(store.walk({ ...request, bottom: from }, 1), (line) => compareLines(to, line) >= 0),
  ]
}

/** All lines that the filter lets through and that were not cleared. */
export function allLines(state: State, store: LogStore): readonly LogLine[] {
  const { bottom: _, rows: __, ...request } = logRequest(state)
  return [...store.walk(request, 1)].filter(afterCleared(state.logs))
}

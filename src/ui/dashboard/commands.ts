/** What each command of the keys does to the state, and asks for. */
import { actions, confirmed } from './actions.ts'
import { bindings, type Command } from './keys.ts'
import { boxOf, linesIn, narrow } from './layout.ts'
import { withPattern } from './patterns.ts'
import { explainText, portsText } from './texts.ts'
import { serviceRows } from './services.ts'
import { tabs, type Effect, type LogMove, type Next, type Pane, type State, type Tab } from './state.ts'

/** Runs a command; one whose context does not hold says so. */
export function runCommand(state: State, command: Command): Next {
  const binding = bindings.find((one) => one.command === command)
  const toLogs = binding?.context === 'logs' && state.tab !== 'logs' ? openTab(state, 'logs') : state
  return table[command](toLogs)
}

type Run = (state: State) => Next

const still = (state: State, ...effects: readonly Effect[]): Next => ({ state, effects })
const only =
  (change: (state: State) => State): Run =>
  (state) =>
    still(change(state))

const table: Readonly<Record<Command, Run>> = {
  down: (state) => moved(state, { to: 'line', by: 1 }),
  up: (state) => moved(state, { to: 'line', by: -1 }),
  'page-down': (state) => moved(state, { to: 'page', by: 1 }),
  'page-up': (state) => moved(state, { to: 'page', by: -1 }),
  top: (state) => moved(state, { to: 'top' }),
  bottom: (state) => moved(state, { to: 'bottom' }),
  'next-pane': only((state) => toPane(state, paneBeside(state, 1))),
  'previous-pane': only((state) => toPane(state, paneBeside(state, -1))),
  'pane-1': only((state) => toPane(state, 'services')),
  'pane-2': only((state) => toPane(state, 'detail')),
  'pane-3': only((state) => toPane(state, 'why')),
  'next-tab': only((state) => openTab(state, tabBeside(state.tab, 1))),
  'previous-tab': only((state) => openTab(state, tabBeside(state.tab, -1))),
  open: only((state) => ({ ...toPane(state, 'detail'), open: true })),
  back: only(back),
  zoom: only((state) => ({ ...state, zoom: !state.zoom })),
  mark: (state) => (inLogs(state) ? moveLogs(state, { to: 'anchor' }) : still(marked(state))),
  'mark-all': only(allMarked),
  search: only((state) => withEntry(state, 'search')),
  filter: only((state) => withEntry(state, 'filter')),
  'next-match': (state) => moveLogs(state, { to: 'match', by: 1 }),
  'previous-match': (state) => moveLogs(state, { to: 'match', by: -1 }),
  follow: (state) => moveLogs(state, { to: state.logs.bottom ? 'bottom' : 'stay' }),
  wrap: only((state) => ({ ...state, logs: { ...state.logs, wrap: !state.logs.wrap } })),
  timestamps: only((state) => ({ ...state, logs: { ...state.logs, timestamps: !state.logs.timestamps } })),
  clear: (state) => moveLogs(state, { to: 'clear' }),
  copy: (state) => still(state, { type: 'copy', what: 'selection' }),
  'copy-all': (state) => still(state, { type: 'copy', what: 'all' }),
  pager: (state) => still(state, { type: 'pager' }),
  stream: only((state) => ({ ...openTab(state, 'logs'), stream: !state.stream })),
  ...actions,
  explain: only((state) => withText(state, explainText(state))),
  ports: only((state) => withText(state, portsText(state))),
  inspect: only((state) => ({ ...openTab(state, 'inspect'), open: true })),
  palette: only((state) => ({ ...state, dialog: { kind: 'palette', text: '', at: 0 } })),
  help: only((state) => ({ ...state, dialog: { kind: 'help', top: 0 } })),
  detach: (state) => still(state, { type: 'leave', stop: false }),
  quit,
  interrupt: (state) => {
    const times = state.interrupts + 1
    return still({ ...state, interrupts: times, dialog: undefined }, { type: 'interrupt', times })
  },
  suspend: (state) => still(state, { type: 'suspend' }),
  redraw: (state) => still(state, { type: 'redraw' }),
}

function inLogs({ pane, tab, stream }: State): boolean {
  return stream || (pane === 'detail' && tab === 'logs')
}

/** Moves what has the focus. */
function moved(state: State, move: LogMove): Next {
  if (inLogs(state)) return moveLogs(state, move)
  if (state.pane === 'services') return still(movedSelection(state, move))
  return still(scrolled(state, state.pane === 'why' ? 'whyTop' : 'detailTop', move))
}

function moveLogs(state: State, move: LogMove): Next {
  return still(state, { type: 'move-log', move })
}

function distance(move: LogMove, page: number): number {
  if (move.to === 'top') return -Infinity
  if (move.to === 'bottom') return Infinity
  return 'by' in move ? move.by * (move.to === 'page' ? Math.max(1, page - 1) : 1) : 0
}

function movedSelection(state: State, move: LogMove): State {
  const rows = serviceRows(state)
  const at = rows.findIndex(({ name }) => name === state.selected)
  const by = distance(move, linesIn(boxOf(state, 'services')))
  const to = Math.min(rows.length - 1, Math.max(0, at + by))
  const selected = rows[to]?.name ?? state.selected
  if (selected === state.selected) return state
  return { ...state, selected, detailTop: 0, whyTop: 0, logs: withoutPlace(state) }
}

/** Other logs are shown from now on: places in the old ones mean nothing there. */
function withoutPlace({ logs }: State): State['logs'] {
  return { ...logs, bottom: undefined, cursor: undefined, anchor: undefined }
}

/** The view stops where its text ends: the views themselves know where that is. */
function scrolled(state: State, top: 'whyTop' | 'detailTop', move: LogMove): State {
  const page = linesIn(boxOf(state, state.pane))
  const to = Math.max(0, Math.min(state[top] + distance(move, page), farthest))
  return { ...state, [top]: to }
}

/** Stands for the end of a text. */
const farthest = 1_000_000

function toPane(state: State, pane: Pane): State {
  return { ...state, pane, open: pane === 'detail' }
}

/** In a narrow window two panes have room, one after the other. */
function paneBeside({ columns, pane }: State, by: number): Pane {
  const panes: readonly Pane[] = columns < narrow ? ['services', 'detail'] : ['services', 'detail', 'why']
  return panes[(panes.indexOf(pane) + by + panes.length) % panes.length] ?? 'services'
}

function openTab(state: State, tab: Tab): State {
  return { ...state, tab, detailTop: 0, pane: state.pane === 'why' ? 'detail' : state.pane }
}

function tabBeside(tab: Tab, by: number): Tab {
  return tabs[(tabs.indexOf(tab) + by + tabs.length) % tabs.length] ?? tab
}

/** One thing at a time, the nearest first. */
function back(state: State): State {
  const { logs } = state
  if (state.stream) return { ...state, stream: false }
  if (logs.anchor) return { ...state, logs: { ...logs, anchor: undefined } }
  if (state.zoom) return { ...state, zoom: false }
  if (inLogs(state) && logs.search !== '') return { ...state, logs: withPattern(logs, 'search', '') }
  if (inLogs(state) && logs.filter !== '') return { ...state, logs: withPattern(logs, 'filter', '') }
  if (state.pane !== 'services' || state.open) return toPane(state, 'services')
  return { ...state, marked: new Set() }
}

function marked(state: State): State {
  const next = new Set(state.marked)
  if (!next.delete(state.selected)) next.add(state.selected)
  return { ...movedSelection(state, { to: 'line', by: 1 }), marked: next, logs: withoutPlace(state) }
}

function allMarked(state: State): State {
  const names = serviceRows(state).map(({ name }) => name)
  const next = state.marked.size === names.length ? [] : names
  return { ...state, marked: new Set(next), logs: withoutPlace(state) }
}

function withEntry(state: State, field: 'search' | 'filter'): State {
  const before = state.logs[field]
  return { ...state, dialog: { kind: 'entry', field, text: field === 'filter' ? before : '', before } }
}

function withText(
  state: State,
  { title, lines }: { readonly title: string; readonly lines: readonly string[] },
): State {
  return { ...state, dialog: { kind: 'text', title, lines, top: 0 } }
}

function quit(state: State): Next {
  const over = state.containers.every((container) => ended.has(container.state)) && !state.busy
  if (!state.owner || over) return still(state, { type: 'leave', stop: false })
  return still(
    confirmed(state, {
      question: 'Leave: stop the containers, or let them run?',
      answers: [
        { key: 's', says: 'stop them', effects: [{ type: 'leave', stop: true }] },
        { key: 'd', says: 'let them run', effects: [{ type: 'leave', stop: false }] },
      ],
    }),
  )
}

/** A container that was created is about to run. */
const ended: ReadonlySet<string> = new Set(['exited', 'dead', 'removing'])

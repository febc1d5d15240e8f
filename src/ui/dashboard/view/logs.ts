/** The logs tab: lines of the store, a column for cursor and selection, and how the view is set. */
import { compareLines, type LogLine } from '../logs/line.ts'
import { logRows, type LogPaneOptions } from '../logs/pane.ts'
import { createServiceColors } from '../logs/colors.ts'
import { printable } from '../../../util/printable.ts'
import { displayWidth } from '../../width.ts'
import { withoutProject } from '../../words.ts'
import { cursorLine, logRequest, shownServices } from '../log-view.ts'
import { serviceRows } from '../services.ts'
import type { Sources } from '../sources.ts'
import type { State } from '../state.ts'
import { fit, join } from './styled.ts'
import type { Look } from './style.ts'

/** The lines of the tab, each as wide as it. */
export function logsLines(
  state: State,
  { logs }: Pick<Sources, 'logs'>,
  { width, rows, look }: { readonly width: number; readonly rows: number; readonly look: Look },
): readonly string[] {
  const view = logs.view(logRequest(state))
  const focused = state.pane === 'detail' || state.stream
  const cursor = cursorLine(state.logs, view)
  const shown = logRows(view.lines, { ...optionsOf(state, look), width: width - 1, rows: rows - 1 })
  const lines = shown.map(({ text, line }) => `${focused ? gutter(line, cursor, state) : ' '}${text}`)
  const empty = lines.length === 0 ? [look.paint('dim', ` ${emptyText(state, view.total)}`)] : []
  const body = [...lines, ...empty].map((line) => fit(line, width, look.ellipsis))
  const filler = Array.from({ length: Math.max(0, rows - 1 - body.length) }, () => ' '.repeat(width))
  return [...body, ...filler, fit(look.paint('dim', settingsText(state, view)), width, look.ellipsis)]
}

function gutter(line: LogLine, cursor: LogLine | undefined, { logs: { bottom, anchor } }: State): string {
  const moved = bottom !== undefined || anchor !== undefined
  if (cursor && line.id === cursor.id) return moved ? '>' : ' '
  if (!anchor || !cursor) return ' '
  const [from, to] = compareLines(anchor, cursor) < 0 ? [anchor, cursor] : [cursor, anchor]
  return compareLines(line, from) < 0 || compareLines(to, line) < 0 ? ' ' : '|'
}

type Looks = Omit<LogPaneOptions, 'width' | 'rows'>

/** Names stand before lines where they tell something: more than one container is shown. */
function optionsOf(state: State, { color, ascii }: Look): Looks {
  const { wrap, timestamps, shownSearch } = state.logs
  const rows = serviceRows(state)
  const shown = shownServices(state)
  const containers = rows.filter(({ name }) => shown?.has(name) ?? true).flatMap((row) => row.containers)
  const short = shortNames(state.project)
  const named = state.stream || containers.length > 1
  return {
    color,
    ascii,
    wrap,
    timestamps,
    colorOf: createServiceColors(rows.map(({ name }) => name)),
    ...(shownSearch && { search: shownSearch }),
    ...(named && {
      nameOf: ({ container }: LogLine) => short(container),
      nameWidth: Math.max(1, ...containers.map(({ name }) => displayWidth(short(name)))),
    }),
  }
}

/** `web-1` for `shop-web-1`, and for the name that it has until the container it replaces is gone. */
function shortNames(project: string): (container: string) => string {
  return (container) => {
    const name = container.replace(/^[0-9a-f]{12}_/, '')
    return printable(withoutProject(name, project))
  }
}

function emptyText({ logs }: State, total: number): string {
  if (logs.shownFilter) return total === 0 ? 'no output yet' : 'no line passes the filter'
  return logs.cleared ? 'cleared: new lines will be shown' : 'no output yet'
}

function settingsText({ logs }: State, view: ReturnType<Sources['logs']['view']>): string {
  const { matched, total, dropped, problem } = view
  const count = logs.shownFilter ? `${matched} of ${total} lines` : `${matched} lines`
  const search = logs.shownSearch ? `search: ${printable(logs.search)}` : ''
  return join([
    ` follow ${logs.bottom ? 'off' : 'ON'}`,
    logs.wrap ? 'wrap' : '',
    logs.anchor ? 'selecting' : '',
    count,
    dropped > 0 ? `${dropped} dropped` : '',
    logs.filter === '' ? '' : `filter: ${printable(logs.filter)}`,
    search,
    logs.problem || problem || logs.shownSearch?.problem() || '',
  ])
}

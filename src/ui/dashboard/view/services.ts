/** The list of services: a line for each, only those in view. */
import { printable } from '../../../util/printable.ts'
import { formatBytes, formatSeconds } from '../../words.ts'
import { displayWidth, padEnd, padStart, truncateMiddle } from '../../width.ts'
import { serviceRows, type ServiceRow } from '../services.ts'
import type { Sources } from '../sources.ts'
import type { State } from '../state.ts'
import { formatPercent } from '../stats/pane.ts'
import { fit, join } from './styled.ts'
import { link, signOf, styles, type Look } from './style.ts'

export interface PaneSize {
  readonly width: number
  readonly rows: number
}

/** The rows in view, so that the selected one is among them. */
export function visibleServices(state: State, rows: number): readonly ServiceRow[] {
  const all = serviceRows(state)
  const at = Math.max(
    0,
    all.findIndex(({ name }) => name === state.selected),
  )
  const first = Math.max(0, Math.min(at - Math.floor(rows / 2), all.length - rows))
  return all.slice(first, first + rows)
}

/** The lines of the pane, each as wide as it. */
export function servicesLines(
  state: State,
  sources: Sources,
  { width, rows, look }: PaneSize & { readonly look: Look },
): readonly string[] {
  const shown = visibleServices(state, rows)
  if (shown.length === 0) return [fit(look.paint('dim', '  no service yet'), width, look.ellipsis)]
  const words = Math.min(12, Math.max(8, ...shown.map(({ word }) => word.length)))
  const names = Math.min(
    Math.floor(width * 0.34),
    Math.max(6, ...shown.map(({ name }) => displayWidth(printable(name)))),
  )
  return shown.map((row) =>
    fit(line(row, { state, sources, width, names, words, look }), width, look.ellipsis),
  )
}

interface Context {
  readonly state: State
  readonly sources: Sources
  readonly width: number
  /** Columns of the longest name. */
  readonly names: number
  readonly words: number
  readonly look: Look
}

function line(row: ServiceRow, context: Context): string {
  const { state, width, names, words, look } = context
  const { paint } = look
  const cursor = row.name === state.selected ? '>' : ' '
  const mark = state.marked.has(row.name) ? paint('yellow', '*') : ' '
  const name = padEnd(truncateMiddle(printable(row.name), names, look.ellipsis), names)
  const bold = row.name === state.selected ? paint('bold', name) : name
  const word = paint(styles[row.phase], padEnd(row.word, words))
  const head = `${cursor}${mark}${signOf(row.phase, look, state.now)} ${bold} ${word}`
  const right = width >= 52 ? figures(row, context) : ''
  const used = 4 + names + 1 + words
  const room = width - used - 1 - displayWidth(right)
  return `${head} ${fit(aside(row, context), Math.max(0, room), look.ellipsis)}${right}`
}

/** What there is to say of a row, the most telling first. */
function aside(row: ServiceRow, { state, width, look }: Context): string {
  const { paint } = look
  const { running, wanted, restarts } = row
  const replicas =
    wanted > 1 || (row.containers.length > 0 && row.containers.length !== wanted)
      ? `${running}/${wanted}`
      : ''
  const since =
    row.since === undefined
      ? ''
      : formatSeconds(Math.max(0, state.now - row.since) / 1000).replace(/\.\ds$/, 's')
  const waits = row.phase === 'active' || row.phase === 'waiting'
  const reason = printable(row.reason)
  const told = waits ? join([reason, since], ' ') : reason
  return join([
    replicas === '' ? '' : paint(running < wanted ? 'yellow' : 'green', replicas),
    restarts > 0 ? paint('yellow', `x${restarts}`) : '',
    told === '' ? '' : paint(row.phase === 'failed' ? 'red' : 'dim', told),
    portsOf(row, width >= 70, look),
    waits || since === '' ? '' : paint('dim', since),
  ])
}

/** `:8080`; `whole`: `:8080→80` where the numbers differ. Each once. */
function portsOf({ containers }: ServiceRow, whole: boolean, look: Look): string {
  const arrow = look.ascii ? '->' : '→'
  const texts = containers.flatMap(({ ports }) =>
    ports.flatMap(({ publicPort, privatePort, type }) => {
      if (publicPort === undefined || publicPort === 0) return []
      const text = `:${publicPort}${publicPort === privatePort || !whole ? '' : `${arrow}${privatePort}`}`
      return [type === 'tcp' ? link(text, `http://localhost:${publicPort}`, look) : `${text}/${type}`]
    }),
  )
  return [...new Set(texts)].join(' ')
}

/** Processor and memory of all its replicas: `  0.3%   12MB`. */
function figures({ containers }: ServiceRow, { sources, look }: Context): string {
  const usages = containers.flatMap(({ id, state }) =>
    state === 'running' ? (sources.usage.last(id) ?? []) : [],
  )
  if (usages.length === 0) return ' '.repeat(16)
  const cpu = usages.reduce((sum, usage) => sum + usage.cpuPercent, 0)
  const memory = usages.reduce((sum, usage) => sum + usage.memory, 0)
  return look.paint('dim', `${padStart(formatPercent(cpu), 8)}${padStart(formatBytes(memory), 8)}`)
}

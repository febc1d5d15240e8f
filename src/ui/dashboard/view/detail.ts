/** The tabs beside the logs. */
import { printable } from '../../../util/printable.ts'
import { formatCard } from '../../card.ts'
import { activeWord, doneWord, formatSeconds } from '../../words.ts'
import { subjects } from '../actions.ts'
import { isWorking } from '../run.ts'
import type { Sources } from '../sources.ts'
import type { State, Tab } from '../state.ts'
import { statsLines } from '../stats/pane.ts'
import { eventsPage } from '../tabs/events-pane.ts'
import { healthPage } from '../tabs/health-pane.ts'
import { inspectPage } from '../tabs/inspect-pane.ts'
import { pageOf, type PageOptions } from '../tabs/page.ts'
import { logsLines } from './logs.ts'
import { fit } from './styled.ts'
import type { Look } from './style.ts'

interface Pane {
  readonly width: number
  readonly rows: number
  readonly look: Look
}

/** The lines of the tab that is open, each as wide as the pane. */
export function detailLines(state: State, sources: Sources, pane: Pane): readonly string[] {
  const { width, rows, look } = pane
  const options = { width, rows, color: look.color, ascii: look.ascii, from: state.detailTop }
  return tabs[state.tab]({ state, sources, pane, options }).map((line) => fit(line, width, look.ellipsis))
}

interface Context {
  readonly state: State
  readonly sources: Sources
  readonly pane: Pane
  readonly options: PageOptions
}

const tabs: Readonly<Record<Tab, (context: Context) => readonly string[]>> = {
  logs: ({ state, sources, pane }) => logsLines(state, sources, pane),
  events: ({ sources, state, options: { from = 0, ...options } }) => {
    const all = sources.happenings
    const page = from > 0 ? { ...options, from: Math.max(0, all.length - options.rows - from) } : options
    return state.marked.size === 0 || all.length === 0
      ? eventsPage(all, page).lines
      : eventsPage(ofMarked(state, all), page).lines
  },
  plan: ({ state, pane: { look }, options }) => pageOf(planText(state, look), options).lines,
  inspect: ({ state, sources, options }) => inspectPage(inspectText(state, sources), options).lines,
  stats: ({ state, sources, pane: { width, rows, look } }) =>
    statsLines(
      containersOf(state).map(({ id, name }) => ({ name: printable(name), usage: sources.usage.of(id) })),
      { width, rows, ascii: look.ascii },
    ),
  health: ({ state, sources, options }) =>
    healthPage(
      containersOf(state).map(({ id, name, health }) => ({
        name: printable(name),
        ...(sources.inspected.get(id) ?? { health, log: [] }),
      })),
      options,
    ).lines,
}

function containersOf(state: State) {
  return subjects(state).flatMap(({ containers }) => containers)
}

function ofMarked({ marked, project }: State, all: Sources['happenings']): Sources['happenings'] {
  const names = [...marked]
  return all.filter(({ subject }) =>
    names.some((name) => subject === name || subject.startsWith(`${project}-${name}-`)),
  )
}

/** What the last plan does or did: failures, steps under way, what is waited for. */
function planText(state: State, { paint }: Look): readonly string[] {
  const { run, now, proposal } = state
  const head =
    run.total === 0
      ? 'nothing was done since this window was opened'
      : `${run.ended} of ${run.total} steps done`
  const active = [...run.active.values()].map(
    ({ operation, name, stage, since }) =>
      `  ${activeWord(operation)} ${name} ${stage} ${formatSeconds(Math.max(0, now - since) / 1000)}`,
  )
  const deeds = [...run.deeds.values()].flat().sort((a, b) => a.at - b.at)
  return [
    head,
    ...active,
    ...run.failures.flatMap((failure) => ['', ...formatCard(failure, paint)]),
    ...(deeds.length === 0 ? [] : ['', isWorking(run) ? 'so far' : 'what was done, and why']),
    ...deeds.map((deed) => `  ${doneWord(deed)} ${deed.name}: ${deed.reason}`),
    ...(proposal ? ['', proposal.title, ...proposal.lines] : []),
  ]
}

/** The service as the files have it, then its containers as the engine has them. */
function inspectText(state: State, sources: Sources): string {
  const parts = subjects(state).flatMap(({ name, containers }) => [
    sources.definitionOf(name) ?? '',
    ...containers.map(({ id, name: container, image, status, created, networks }) =>
      [
        `${container}:`,
        `  id: ${id.slice(0, 12)}`,
        `  image: ${image}`,
        `  status: ${status}`,
        `  created: ${new Date(created * 1000).toISOString()}`,
        ...Object.entries(networks).map(
          ([network, { ipAddress }]) => `  network ${network}: ${ipAddress || 'no address'}`,
        ),
      ].join('\n'),
    ),
  ])
  return parts.filter((part) => part !== '').join('\n')
}

/** Everything that comes from the engine by itself: containers, events, output, figures; and its loss and return. */
import type { ContainerSummary, Engine } from '../../docker/engine.ts'
import type { Event } from '../../events.ts'
import { followLogs } from '../../execute/follow-logs.ts'
import { sampleStats } from '../../execute/sample-stats.ts'
import { watchProject } from '../../execute/watch-project.ts'
import { labels } from '../../plan/labels.ts'
import { observedContainer, type ObservedContainer } from '../../plan/observed.ts'
import { subjects } from '../../ui/dashboard/actions.ts'
import { boxOf, linesIn } from '../../ui/dashboard/layout.ts'
import type { Inspected, Sources } from '../../ui/dashboard/sources.ts'
import type { State } from '../../ui/dashboard/state.ts'
import type { Happening } from '../../ui/dashboard/tabs/events-pane.ts'
import { visibleServices } from '../../ui/dashboard/view/services.ts'
import { declaredBy, type ProjectFiles } from './project.ts'
import type { Loop } from './screen-loop.ts'
import { createInspection, happeningOf, type Inspection } from './inspection.ts'

/** The sources, as the side that fills them sees them. */
export interface Filling extends Sources {
  readonly happenings: Happening[]
  readonly inspected: Map<string, Inspected>
}

export interface FollowOptions {
  readonly engine: Engine
  readonly files: ProjectFiles
  readonly signal: AbortSignal
  readonly sources: Filling
  readonly loop: Pick<Loop, 'dispatch' | 'touch' | 'state'>
}

export interface Following {
  /** To be told which state was drawn: what is in view is looked at more closely. */
  readonly attend: (state: State) => void
  /** To be told of a run's events: builds write to the logs as well. */
  readonly told: (event: Event) => void
}

/** Happenings that are kept, and lines of the past that are read of each container. */
const most = { happenings: 1000, past: 500 }

/** Milliseconds between two looks at the health checks that are shown. */
const healthInterval = 2000

/** Follows the project until the signal. */
export function followProject(options: FollowOptions): Following {
  const { engine, sources, loop, signal } = options
  const inspect = createInspection({
    engine,
    signal,
    onInspected: (id, inspected) => {
      sources.inspected.set(id, inspected)
      loop.dispatch({ type: 'facts', id, facts: inspected.facts })
    },
  })
  const stats = sampleStats({
    engine,
    signal,
    onSample: (id, sample) => {
      sources.usage.add(id, sample)
      loop.touch()
    },
  })
  void tellEngine(engine, loop)
  watchEngine(options)
  watchHealth(options, inspect)
  return {
    attend: (state) => {
      const shown = visibleContainers(state)
      inspect(shown)
      stats.want(shown.flatMap(({ id, state }) => (state === 'running' ? [id] : [])))
    },
    told: (event) => {
      if (event.type !== 'step-output') return
      const { resource, text } = event
      const service = resource.service ?? resource.name
      const time = Date.parse(event.time)
      sources.logs.append({ service, container: 'build', stream: 'stdout', time, text })
    },
  }
}

function watchEngine({ engine, files, signal, sources, loop }: FollowOptions): void {
  const logs = followLogs({
    engine,
    signal,
    tail: most.past,
    onLine: ({ service, name }, line) => {
      sources.logs.append({ ...line, service, container: name })
      loop.touch()
    },
  })
  void watchProject({
    engine,
    project: files.name,
    signal,
    onContainers: (found) => {
      const containers = toObserved(found)
      if (!files.loaded()) loop.dispatch({ type: 'declared', services: declaredBy(containers) })
      loop.dispatch({ type: 'containers', containers })
      for (const { oneOff, state, ...origin } of containers)
        if (!oneOff) logs.know(origin, state === 'running')
    },
    onEvent: (event) => {
      sources.happenings.push(happeningOf(event))
      if (sources.happenings.length > most.happenings) sources.happenings.shift()
      if (event.action === 'destroy') logs.forget(event.containerId)
      const service = event.labels[labels.service]
      if (event.action === 'start' && service !== undefined) {
        logs.started({ id: event.containerId, name: event.containerName, service })
      }
      loop.touch()
    },
    onLost: (lost) => {
      loop.dispatch({ type: 'lost', lost })
      if (lost === undefined) void tellEngine(engine, loop)
    },
  })
}

/** The engine does not tell of every probe: while they are shown they are asked for. */
function watchHealth({ loop, signal }: FollowOptions, inspect: Inspection): void {
  const timer = setInterval(() => {
    const state = loop.state()
    if (state.tab === 'health')
      inspect(
        subjects(state).flatMap(({ containers }) => containers),
        { again: true },
      )
  }, healthInterval)
  signal.addEventListener('abort', () => clearInterval(timer))
}

function toObserved(found: readonly ContainerSummary[]): readonly ObservedContainer[] {
  const containers = found.flatMap((summary) => observedContainer(summary) ?? [])
  return containers.sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** Those of the rows in view and of the services that the detail shows. */
function visibleContainers(state: State): readonly ObservedContainer[] {
  const box = boxOf(state, 'services')
  const listed = box ? visibleServices(state, linesIn(box)) : []
  const rows = state.tab === 'stats' || listed.length === 0 ? [...listed, ...subjects(state)] : listed
  return [...new Map(rows.map((row) => [row.name, row.containers])).values()].flat()
}

async function tellEngine(engine: Engine, loop: Pick<Loop, 'dispatch'>): Promise<void> {
  const info = await engine.info().catch(() => undefined)
  if (info) loop.dispatch({ type: 'engine', engine: `engine ${info.version}` })
}

/** Everything that comes from the engine by itself: containers, events, output, figures; and its loss and return. */
import type { Engine } from '../../docker/engine.ts'
import type { Event } from '../../events.ts'
import { followStates } from '../../execute/states.ts'
import type { ObservedContainer } from '../../plan/observed.ts'
import type { Inspected, Sources } from '../../ui/dashboard/sources.ts'
import { boxOf, linesIn } from '../../ui/dashboard/layout.ts'
import { subjects } from '../../ui/dashboard/actions.ts'
import type { State } from '../../ui/dashboard/state.ts'
import type { Happening } from '../../ui/dashboard/tabs/events-pane.ts'
import { visibleServices } from '../../ui/dashboard/view/services.ts'
import { createLogFollower } from './follow-logs.ts'
import { createUsageFollower } from './follow-usage.ts'
import { declaredBy, type ProjectFiles } from './project.ts'
import type { Loop } from './screen-loop.ts'
import { watchProject, type ProjectWatch } from './watch-project.ts'

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

/** Happenings that are kept. */
const most = 1000

/** Milliseconds between two attempts to reach an engine that has gone. */
const patience = 2000

/** Follows the project until the signal. */
export function followProject(options: FollowOptions): {
  /** To be told which state was drawn: what is in view is looked at more closely. */
  readonly attend: (state: State) => void
  /** To be told of a run's events: builds write to the logs as well. */
  readonly told: (event: Event) => void
} {
  const { sources, loop, signal } = options
  let watch: ProjectWatch | undefined
  let usage: ReturnType<typeof createUsageFollower> = () => {}
  const connect = async (): Promise<void> => {
    const connection = new AbortController()
    const whole = { ...options, signal: AbortSignal.any([signal, connection.signal]) }
    const states = followStates(options.engine, options.files.name, whole.signal)
    try {
      await states.open()
      usage = createUsageFollower({ ...whole, rings: sources.usage, onChange: loop.touch })
      watch = startWatching(whole, states)
      loop.dispatch({ type: 'lost', lost: undefined })
      void tellEngine(options)
      await states.lost
    } catch (error) {
      connection.abort()
      if (signal.aborted) return
      loop.dispatch({ type: 'lost', lost: messageOf(error) })
      setTimeout(() => void (signal.aborted || connect()), patience)
    }
  }
  const healthTimer = setInterval(() => {
    const state = loop.state()
    if (state.tab === 'health')
      watch?.inspect(
        subjects(state).flatMap(({ containers }) => containers),
        { again: true },
      )
  }, patience)
  signal.addEventListener('abort', () => clearInterval(healthTimer))
  void connect()
  return {
    attend: (state) => {
      const shown = visibleContainers(state)
      watch?.inspect(shown)
      usage(new Set(shown.flatMap(({ id, state }) => (state === 'running' ? [id] : []))))
    },
    told: (event) => {
      if (event.type !== 'step-output') return
      const { resource, text } = event
      const service = resource.service ?? resource.name
      sources.logs.append({
        service,
        container: 'build',
        stream: 'stdout',
        time: Date.parse(event.time),
        text,
      })
    },
  }
}

function startWatching(
  { engine, files, signal, sources, loop }: FollowOptions,
  states: ReturnType<typeof followStates>,
): ProjectWatch {
  let refresh = () => {}
  const follow = createLogFollower({
    engine,
    signal,
    append: (line) => {
      sources.logs.append(line)
      loop.touch()
    },
    onEnd: () => refresh(),
  })
  const watch = watchProject({
    engine,
    project: files.name,
    states,
    signal,
    onContainers: (containers) => {
      if (!files.loaded()) loop.dispatch({ type: 'declared', services: declaredBy(containers) })
      loop.dispatch({ type: 'containers', containers })
      follow(containers.filter(({ oneOff }) => !oneOff))
    },
    onHappening: (happening) => {
      sources.happenings.push(happening)
      if (sources.happenings.length > most) sources.happenings.shift()
      loop.touch()
    },
    onInspected: (id, inspected) => {
      sources.inspected.set(id, inspected)
      loop.dispatch({ type: 'facts', id, facts: inspected.facts })
    },
    onLost: () => undefined,
  })
  refresh = watch.refresh
  return watch
}

/** Those of the rows in view and of the services that the detail shows. */
function visibleContainers(state: State): readonly ObservedContainer[] {
  const box = boxOf(state, 'services')
  const listed = box ? visibleServices(state, linesIn(box)) : []
  const rows =
    state.tab === 'stats' ? [...listed, ...subjects(state)] : listed.length > 0 ? listed : subjects(state)
  return [...new Set(rows)].flatMap(({ containers }) => containers)
}

async function tellEngine({ engine, loop }: FollowOptions): Promise<void> {
  const info = await engine.info().catch(() => undefined)
  if (info) loop.dispatch({ type: 'engine', engine: `engine ${info.version}` })
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

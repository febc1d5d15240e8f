/** Keeps the dashboard's picture of the project: events of the engine say when to look again. */
import type { Engine, EngineEvent } from '../../docker/engine.ts'
import type { States } from '../../execute/states.ts'
import { labels, projectQuery } from '../../plan/labels.ts'
import { observedContainer, type ObservedContainer } from '../../plan/observed.ts'
import type { Inspected } from '../../ui/dashboard/sources.ts'
import type { Happening } from '../../ui/dashboard/tabs/events-pane.ts'

export interface WatchOptions {
  readonly engine: Engine
  readonly project: string
  readonly states: Pick<States, 'subscribe'>
  readonly signal: AbortSignal
  readonly onContainers: (containers: readonly ObservedContainer[]) => void
  readonly onHappening: (happening: Happening) => void
  readonly onInspected: (id: string, inspected: Inspected) => void
  readonly onLost: (error: unknown) => void
}

export interface ProjectWatch {
  /** Looks at the containers again, soon. */
  readonly refresh: () => void
  /** Looks closely at these containers: those that changed since the last look, or all. */
  readonly inspect: (containers: readonly ObservedContainer[], options?: { readonly again: boolean }) => void
}

/** Milliseconds in which events are gathered to one look. */
const gathering = 40

/** Looks at once, then after every event that changes a container; ends with the signal. */
export function watchProject(options: WatchOptions): ProjectWatch {
  const { engine, project, states, signal } = options
  let looking = false
  let asked = false
  const look = async () => {
    looking = true
    asked = false
    try {
      const found = await engine.listContainers(projectQuery(project), signal)
      options.onContainers(found.flatMap((summary) => observedContainer(summary) ?? []).sort(byName))
    } catch (error) {
      if (!signal.aborted) options.onLost(error)
    }
    looking = false
    if (asked && !signal.aborted) refresh()
  }
  const refresh = () => {
    if (asked) return
    asked = true
    if (!looking) setTimeout(() => void (signal.aborted || look()), gathering)
  }
  const unsubscribe = states.subscribe((event) => {
    if (isNoise(event)) return
    options.onHappening(happeningOf(event))
    refresh()
  })
  signal.addEventListener('abort', unsubscribe)
  void look()
  return { refresh, inspect: createInspection(options) }
}

/** What health checks and our own looks cause all the time. */
function isNoise({ action }: EngineEvent): boolean {
  return /^(exec_|top$|resize$|attach$|detach$|archive-path|extract-to-dir|copy$|export$|commit$)/.test(
    action,
  )
}

function happeningOf({ action, containerName, exitCode, health, time }: EngineEvent): Happening {
  const detail = exitCode === undefined ? (health ?? '') : `exit code ${exitCode}`
  return { time: time * 1000, subject: containerName, action: action.split(':')[0] ?? action, detail }
}

function createInspection({ engine, signal, onInspected }: WatchOptions): ProjectWatch['inspect'] {
  const seen = new Map<string, string>()
  return (containers, { again } = { again: false }) => {
    for (const { id, state, health, status } of containers) {
      const mark = `${state} ${health} ${state === 'running' ? '' : status.replace(/ ago$/, '')}`
      if (!again && seen.get(id) === mark) continue
      seen.set(id, mark)
      void engine.inspectContainer(id, signal).then(
        ({ restartCount, oomKilled, error, startedAt, finishedAt, health, healthLog }) =>
          onInspected(id, {
            health,
            log: healthLog,
            facts: { restarts: restartCount, oomKilled, error, startedAt, finishedAt },
          }),
        () => seen.delete(id),
      )
    }
  }
}

function byName(one: ObservedContainer, other: ObservedContainer): number {
  return one.name < other.name ? -1 : Number(one.name > other.name)
}

/** What a service's containers say it depends on, where there are no files. */
export function requirementsIn(container: ObservedContainer) {
  return (container.labels[labels.dependsOn] ?? '').split(',').flatMap((text) => {
    const [service = '', condition = 'service_started'] = text.split(':')
    return service === '' ? [] : [{ service, condition }]
  })
}

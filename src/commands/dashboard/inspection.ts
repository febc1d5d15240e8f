/** What the dashboard makes of the engine's events and of looks at single containers. */
import type { Engine, EngineEvent } from '../../docker/engine.ts'
import type { ObservedContainer } from '../../plan/observed.ts'
import type { Inspected } from '../../ui/dashboard/sources.ts'
import type { Happening } from '../../ui/dashboard/tabs/events-pane.ts'

/** What an event is told as. */
export function happeningOf({ action, containerName, exitCode, health, time }: EngineEvent): Happening {
  const detail = exitCode === undefined ? (health ?? '') : `exit code ${exitCode}`
  return { time: time * 1000, subject: containerName, action: action.split(':')[0] ?? action, detail }
}

export interface InspectionOptions {
  readonly engine: Engine
  readonly signal: AbortSignal
  readonly onInspected: (id: string, inspected: Inspected) => void
}

/** Looks closely at containers: at those that changed since the last look, or at all of them `again`. */
export type Inspection = (
  containers: readonly ObservedContainer[],
  options?: { readonly again: boolean },
) => void

/** An inspection that has seen nothing yet. A container that cannot be looked at is looked at next time. */
export function createInspection({ engine, signal, onInspected }: InspectionOptions): Inspection {
  const seen = new Map<string, string>()
  return (containers, { again } = { again: false }) => {
    for (const { id, state, health, status } of containers) {
      const mark = `${state} ${health} ${state === 'running' ? '' : status.replace(/\d+ .* ago$/, '')}`
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

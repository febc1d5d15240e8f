/** The containers of a project as they are now, kept up by the engine's events; goes on when the engine comes back. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { ContainerSummary, Engine, EngineEvent } from '../docker/engine.ts'
import { projectQuery } from '../plan/labels.ts'

export interface ProjectWatch {
  readonly engine: Engine
  readonly project: string
  /** Ends the watch. */
  readonly signal: AbortSignal
  /** All of them, at first and after each change. */
  readonly onContainers: (containers: readonly ContainerSummary[]) => void
  /** Not told: what changes no container, such as the probes of health checks. */
  readonly onEvent: (event: EngineEvent) => void
  /** Undefined: connected (again); else why the engine cannot be reached. Told when that changes. */
  readonly onLost: (reason: string | undefined) => void
  /** Milliseconds before a lost engine is tried again; grows to three seconds. */
  readonly pause?: number
}

const longestPause = 3000
/** Milliseconds between two lists: what happens in between is one change. */
const interval = 100

/** Watches until the signal aborts. Never rejects: an engine that is gone is told and waited for. */
export async function watchProject(watch: ProjectWatch): Promise<void> {
  const { signal, pause: shortest = 250 } = watch
  let lost: string | undefined
  let pause = shortest
  const tell = (reason: string | undefined) => {
    if (reason === lost) return
    lost = reason
    watch.onLost(reason)
  }
  while (!signal.aborted) {
    try {
      await watchOnce(watch, () => {
        pause = shortest
        tell(undefined)
      })
    } catch (error) {
      if (signal.aborted) return
      tell(error instanceof Error ? error.message : String(error))
    }
    await sleep(pause, undefined, { signal }).catch(() => {})
    pause = Math.min(2 * pause, longestPause)
  }
}

/** One subscription, until the engine ends it. */
async function watchOnce(watch: ProjectWatch, onConnected: () => void): Promise<void> {
  const over = new AbortController()
  const signal = AbortSignal.any([watch.signal, over.signal])
  try {
    const events = await watch.engine.events(projectQuery(watch.project), signal)
    const lists = createLists(watch, {
      signal,
      onListed: onConnected,
      onFailed: (error) => over.abort(error),
    })
    lists.ask()
    for await (const event of events) {
      if (isNoise(event)) continue
      watch.onEvent(event)
      lists.ask()
    }
  } finally {
    over.abort()
  }
}

/** What health checks and looks at containers cause all the time; it changes no container. */
function isNoise({ action }: EngineEvent): boolean {
  return /^(exec_|top$|resize$|attach$|detach$|archive-path|extract-to-dir|copy$|export$|commit$)/.test(
    action,
  )
}

interface ListsOptions {
  readonly signal: AbortSignal
  readonly onListed: () => void
  readonly onFailed: (error: unknown) => void
}

/** Lists the containers whenever asked, one list at a time, however often it is asked. */
function createLists({ engine, project, onContainers }: ProjectWatch, options: ListsOptions) {
  const { signal, onListed, onFailed } = options
  let listing = false
  let asked = false
  const run = async () => {
    while (asked) {
      asked = false
      const containers = await engine.listContainers(projectQuery(project), signal)
      if (signal.aborted) return
      onListed()
      onContainers(containers)
      await sleep(interval, undefined, { signal })
    }
  }
  return {
    ask: () => {
      asked = true
      if (listing) return
      listing = true
      void run()
        .catch(onFailed)
        .finally(() => {
          listing = false
        })
    },
  }
}

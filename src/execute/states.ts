/** What becomes of the project's containers, from one subscription to the engine's events, made when something first waits. */
import { EngineError } from '../errors.ts'
import type { Engine, EngineEvent } from '../docker/engine.ts'
import { projectQuery } from '../plan/labels.ts'

export interface States {
  /** Resolves once subscribed: what happens from then on is seen. Before the first call the engine is not asked. */
  readonly open: () => Promise<void>
  /** Calls for every event until the run ends; returns how to stop that. */
  readonly subscribe: (listener: (event: EngineEvent) => void) => () => void
  /**
   * Resolves at the next event of the container (by name or id), or with undefined when half a minute was quiet: an engine under load loses
   * events, so that is the time to look for oneself. Rejects when the engine is gone or the signal aborts.
   */
  readonly next: (container: string, signal: AbortSignal) => Promise<EngineEvent | undefined>
  /** Rejects when the engine is gone; never resolves. */
  readonly lost: Promise<never>
}

/** Follows a project from the first `open` on. Ends with the signal. */
export function followStates(engine: Engine, project: string, signal: AbortSignal): States {
  const listeners = new Set<(event: EngineEvent) => void>()
  const lost = new AbortController()
  let opening: Promise<void> | undefined
  const open = async () => {
    const events = await engine.events(projectQuery(project), signal)
    void deliver(events, listeners).then(
      () => signal.aborted || lost.abort(connectionLost(engine.address)),
      (error: unknown) => signal.aborted || lost.abort(error),
    )
  }
  const subscribe = (listener: (event: EngineEvent) => void) => {
    listeners.add(listener)
    return () => void listeners.delete(listener)
  }
  const gone = new Promise<never>((_, reject) => {
    lost.signal.addEventListener('abort', () => reject(lost.signal.reason))
  })
  gone.catch(() => {})
  return {
    open: async () => (opening ??= open()),
    subscribe,
    lost: gone,
    next: (container, waiting) => nextEvent(subscribe, container, AbortSignal.any([waiting, lost.signal])),
  }
}

/** Milliseconds without an event of a container that is waited for. */
const longestQuiet = 30_000

async function deliver(
  events: AsyncIterable<EngineEvent>,
  listeners: ReadonlySet<(event: EngineEvent) => void>,
): Promise<void> {
  for await (const event of events) for (const listener of listeners) listener(event)
}

function nextEvent(
  subscribe: States['subscribe'],
  container: string,
  signal: AbortSignal,
): Promise<EngineEvent | undefined> {
  return new Promise((resolve, reject) => {
    const finish = () => {
      clearTimeout(quiet)
      unsubscribe()
      signal.removeEventListener('abort', abort)
    }
    const abort = () => {
      finish()
      reject(signal.reason)
    }
    const end = (event?: EngineEvent) => {
      finish()
      resolve(event)
    }
    const quiet = setTimeout(end, longestQuiet).unref()
    const unsubscribe = subscribe((event) => {
      if (event.containerName !== container && event.containerId !== container) return
      end(event)
    })
    if (signal.aborted) abort()
    else signal.addEventListener('abort', abort)
  })
}

function connectionLost(address: string): EngineError {
  return new EngineError(
    'engine-unreachable',
    `the connection to the engine at ${address} was lost while waiting for its events`,
    {
      hint: 'see whether the engine still runs, then run the command again: it goes on where this one stopped',
    },
  )
}

/** What the containers in view use: a stream of the engine for each, no longer than it is in view. */
import type { Engine } from '../../docker/engine.ts'
import type { UsageRings } from '../../ui/dashboard/stats/rings.ts'

export interface UsageFollowerOptions {
  readonly engine: Engine
  readonly signal: AbortSignal
  readonly rings: UsageRings
  readonly onChange: () => void
}

/** To be told the ids of the running containers in view. */
export type UsageFollower = (ids: ReadonlySet<string>) => void

/** Starts with nothing; ends with the signal. A container whose figures cannot be had simply shows none. */
export function createUsageFollower({
  engine,
  signal,
  rings,
  onChange,
}: UsageFollowerOptions): UsageFollower {
  const streams = new Map<string, AbortController>()
  const follow = async (id: string, ending: AbortController) => {
    try {
      for await (const sample of engine.containerStats(id, AbortSignal.any([signal, ending.signal]))) {
        rings.add(id, sample)
        onChange()
      }
    } catch {
      // It stopped, went out of view, or the connection was lost, which the events tell.
    }
    if (streams.get(id) === ending) streams.delete(id)
  }
  return (ids) => {
    for (const [id, ending] of streams) {
      if (ids.has(id)) continue
      ending.abort()
      streams.delete(id)
    }
    for (const id of ids) {
      if (streams.has(id)) continue
      const ending = new AbortController()
      streams.set(id, ending)
      void follow(id, ending)
    }
  }
}

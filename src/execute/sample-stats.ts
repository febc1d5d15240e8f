/** What containers use, of those only that are looked at: each costs the engine work. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Engine, StatsSample } from '../docker/engine.ts'

export interface StatsWatch {
  readonly engine: Engine
  /** Ends everything. */
  readonly signal: AbortSignal
  readonly onSample: (container: string, sample: StatsSample) => void
  /** Milliseconds before a stream that ended is tried again while it is still wanted. */
  readonly pause?: number
}

export interface StatsSampler {
  /** From now on these containers (ids) are sampled, about once a second, and no others. */
  readonly want: (containers: Iterable<string>) => void
}

/** A sampler that wants nothing yet. Containers that stop, vanish or fail give no samples; that is no error. */
export function sampleStats(watch: StatsWatch): StatsSampler {
  const running = new Map<string, AbortController>()
  const start = (id: string) => {
    const stop = new AbortController()
    running.set(id, stop)
    void sample(id, watch, AbortSignal.any([watch.signal, stop.signal]))
  }
  return {
    want: (containers) => {
      const wanted = new Set(containers)
      for (const [id, stop] of running) {
        if (wanted.has(id)) continue
        stop.abort()
        running.delete(id)
      }
      for (const id of wanted) if (!running.has(id)) start(id)
    },
  }
}

async function sample(id: string, watch: StatsWatch, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      for await (const one of watch.engine.containerStats(id, signal)) {
        if (signal.aborted) return
        watch.onSample(id, one)
      }
    } catch {
      // It stopped, is gone, or the engine is: whoever watches the project tells so.
    }
    await sleep(watch.pause ?? 1000, undefined, { signal }).catch(() => {})
  }
}

/** Bounded lanes for the steps of a run. The only import of p-limit. */
import pLimit from 'p-limit'
import type { Lane } from '../plan/steps.ts'

/** Runs a task when the lane has room. A task must not wait for another one: take a slot only when the step can run. */
export type Lanes = <T>(lane: Lane, task: () => Promise<T>) => Promise<T>

/** Engine calls are bounded by `parallel`, pulls and builds by at most four and two of them; `none` is unbounded. */
export function createLanes(parallel: number): Lanes {
  const limits = {
    api: pLimit(parallel),
    pull: pLimit(Math.min(parallel, 4)),
    build: pLimit(Math.min(parallel, 2)),
  }
  return (lane, task) => (lane === 'none' ? task() : limits[lane](task))
}

/** Runs that end after a number of seconds (`--wait-timeout`). */
import { startDeadline } from '../execute/deadline.ts'

export interface Limit {
  /** Absent or zero: no limit. */
  readonly seconds: number | undefined
  readonly signal: AbortSignal
}

/** Runs a piece of work with a signal that the limit ends as well; the account of the run has the error that says so. */
export async function within<T>(
  { seconds, signal }: Limit,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  if (!seconds) return work(signal)
  const deadline = startDeadline(seconds * 1000, '--wait-timeout')
  try {
    return await work(AbortSignal.any([signal, deadline.signal]))
  } finally {
    deadline.clear()
  }
}

/** Runs that end after a number of seconds (`--wait-timeout`). */
import { startDeadline } from '../execute/deadline.ts'
import type { Plan } from '../plan/steps.ts'
import type { CommandRun } from './carry-out.ts'

export interface Limit {
  /** Absent or 0: no limit. */
  readonly seconds: number | undefined
  readonly signal: AbortSignal
}

/** Carries a plan out; when time is over the run ends with an error that names what was awaited. */
export async function carryOutWithin(run: CommandRun, plan: Plan, { seconds, signal }: Limit): Promise<void> {
  const deadline = seconds ? startDeadline(seconds * 1000, '--wait-timeout') : undefined
  try {
    await run.carryOut(plan, { signal: deadline ? AbortSignal.any([signal, deadline.signal]) : signal })
  } finally {
    deadline?.clear()
  }
}

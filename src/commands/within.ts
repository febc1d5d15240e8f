/** Runs that end after a number of seconds (`--wait-timeout`). */
import { StepError } from '../errors.ts'
import type { Plan } from '../plan/steps.ts'
import type { CommandRun } from './carry-out.ts'

export interface Limit {
  /** Absent: no limit. */
  readonly seconds: number | undefined
  readonly signal: AbortSignal
}

/** Carries a plan out; rejects with a StepError that names what was awaited when time is over. */
export async function carryOutWithin(run: CommandRun, plan: Plan, { seconds, signal }: Limit): Promise<void> {
  if (seconds === undefined) return void (await run.carryOut(plan, { signal }))
  const deadline = AbortSignal.timeout(seconds * 1000)
  const result = await run.carryOut(plan, { signal: AbortSignal.any([signal, deadline]) })
  if (!deadline.aborted || signal.aborted || !result.cancelled) return
  const cut = result.cut.map(({ resource }) => `"${resource.name}"`).join(', ')
  throw new StepError(
    'deadline-passed',
    `gave up after ${seconds} s, still waiting for ${cut || 'the engine'}`,
    { hint: 'what has been started goes on; allow more with --wait-timeout' },
  )
}

/** Whether a run has to follow the engine's events. */
import type { Plan } from './steps.ts'

/** True where a step waits for what a container does: its health, its end, or the end of a `pre_start` hook in a container of its own. */
export function needsEvents({ steps }: Plan): boolean {
  return steps.some(
    (step) => step.kind === 'wait' || (step.kind === 'run-hook' && step.args.own !== undefined),
  )
}

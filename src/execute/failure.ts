/** From an error to what is told of it. */
import { GantryError, StepError } from '../errors.ts'
import type { Autopsy, Failure } from '../events.ts'
import type { Plan, Step } from '../plan/steps.ts'
import { waitingFor } from './autopsy.ts'

/** The failure of a step as its event tells it: with what was found out, and who waited for the step. */
export function failureOf(
  error: unknown,
  { plan, step }: { readonly plan: Plan; readonly step: Step },
): Failure {
  if (!(error instanceof GantryError))
    return { code: 'bug', message: error instanceof Error ? error.message : String(error) }
  const { hint } = error
  const autopsy = autopsyOf(error, waitingFor(plan, step))
  return {
    code: error.code,
    message: error.message,
    ...(hint !== undefined && { hint }),
    ...(error instanceof StepError && error.lastLines.length > 0 && { lastLines: error.lastLines }),
    ...(Object.keys(autopsy).length > 0 && { autopsy }),
  }
}

function autopsyOf(error: GantryError, waiting: readonly string[]): Autopsy {
  return {
    ...(error instanceof StepError &&
      (error.autopsy ?? (error.lastLines.length > 0 && { log: error.lastLines }))),
    ...(waiting.length > 0 && { waiting }),
  }
}

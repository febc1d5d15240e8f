/** From an error to what is told of it. */
import { EngineError, GantryError, StepError, type ErrorCode } from '../errors.ts'
import type { Autopsy, Failure } from '../events.ts'
import type { Places } from '../plan/places.ts'
import type { Plan, Step } from '../plan/steps.ts'
import { waitingFor } from './autopsy.ts'

/** The failure of a step as its event tells it: with what was found out, and who waited for the step. */
export function failureOf(
  error: unknown,
  { plan, step, places }: { readonly plan: Plan; readonly step: Step; readonly places?: Places | undefined },
): Failure {
  if (!(error instanceof GantryError))
    return { code: 'bug', message: error instanceof Error ? error.message : String(error) }
  const { hint } = error
  const place = places && placeOf(error, step, places)
  const autopsy = autopsyOf(error, waitingFor(plan, step))
  return {
    code: error.code,
    message: error.message,
    ...(place && { place }),
    ...(hint !== undefined && { hint }),
    ...(error instanceof StepError && error.lastLines.length > 0 && { lastLines: error.lastLines }),
    ...(Object.keys(autopsy).length > 0 && { autopsy }),
  }
}

function placeOf(error: GantryError, { resource }: Step, places: Places): Failure['place'] {
  if (resource.service === undefined) return undefined
  const told = error instanceof EngineError ? error.attribute : undefined
  return places(resource.service, told ?? blamed[error.code])
}

/** The attributes of a service that failures of a kind come from. */
const blamed: Readonly<Partial<Record<ErrorCode, string>>> = {
  'pull-failed': 'image',
  'build-failed': 'build',
  'port-taken': 'ports',
  unhealthy: 'healthcheck',
}

function autopsyOf(error: GantryError, waiting: readonly string[]): Autopsy {
  return {
    ...(error instanceof StepError &&
      (error.autopsy ?? (error.lastLines.length > 0 && { log: error.lastLines }))),
    ...(waiting.length > 0 && { waiting }),
  }
}

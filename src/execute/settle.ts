/** The plan of a run in two parts, where images that containers were made of are pulled or built again. */
import type { Engine } from '../docker/engine.ts'
import type { DesiredState } from '../plan/desired.ts'
import { imageNeeds } from '../plan/images.ts'
import type { ObservedState } from '../plan/observed.ts'
import type { ReconcileOptions } from '../plan/planning.ts'
import { reconcile, refreshPlan } from '../plan/reconcile.ts'
import type { Plan } from '../plan/steps.ts'
import { checkBuilds } from './check-builds.ts'
import { observeFor } from './observe.ts'
import type { Run } from './open-run.ts'

export interface Unsettled {
  readonly engine: Engine
  readonly desired: DesiredState
  readonly observed: ObservedState
  readonly request: { readonly reconcile: ReconcileOptions }
}

/**
 * Settles the images that existing containers depend on, then plans the rest on what is there afterwards.
 * No plan where settling failed. Rejects with a ProjectError, before anything is done, where there is nothing to build from.
 */
export async function settleImages(
  { engine, desired, observed, request }: Unsettled,
  run: Run,
  signal?: AbortSignal,
): Promise<{ readonly plan?: Plan; readonly observed: ObservedState }> {
  await checkBuilds(desired, imageNeeds(desired, observed, request.reconcile))
  const refresh = refreshPlan(desired, observed, request.reconcile)
  if (refresh.steps.length === 0) return { observed, plan: reconcile(desired, observed, request.reconcile) }
  const result = await run.carryOut(refresh, signal ? { signal } : {})
  if (result.failures.length > 0 || result.cancelled) return { observed }
  const refreshed = new Set(refresh.steps.map(({ resource }) => resource.name))
  const fresh = await observeFor(desired, engine, signal)
  return { observed: fresh, plan: reconcile(desired, fresh, { ...request.reconcile, refreshed }) }
}

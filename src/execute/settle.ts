/** The plan of a run in parts, where something must be known before the rest can be planned: what providers tell, what is pulled or built again. */
import type { Engine } from '../docker/engine.ts'
import type { DesiredState } from '../plan/desired.ts'
import { imageNeeds } from '../plan/images.ts'
import { outsidePlan, withAnswers } from '../plan/outside.ts'
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
 * Brings up providers and models, settles the images that existing containers depend on, then plans the rest on what is
 * there afterwards. No plan where settling failed. Rejects with a ProjectError, before anything is done, where there is
 * nothing to build from.
 */
export async function settle(
  unsettled: Unsettled,
  run: Run,
  signal?: AbortSignal,
): Promise<{ readonly plan?: Plan; readonly observed: ObservedState }> {
  const { engine, desired, observed, request } = unsettled
  await checkBuilds(desired, imageNeeds(desired, observed, request.reconcile))
  const outside = outsidePlan(desired, observed, request.reconcile)
  if (outside.steps.length === 0) return settleImages(unsettled, run, signal)
  const result = await run.carryOut(outside, signal ? { signal } : {})
  if (result.failures.length > 0 || result.cancelled) return { observed }
  const touched = outside.steps.some(({ resource }) => !beside.has(resource.kind))
  const settled = {
    engine,
    desired: withAnswers(desired, run.answers),
    observed: touched ? await observeFor(desired, engine, signal) : observed,
    request: { ...request, reconcile: { ...request.reconcile, outside: 'done' as const } },
  }
  return settleImages(settled, run, signal)
}

const beside: ReadonlySet<string> = new Set(['provider', 'model'])

async function settleImages(
  { engine, desired, observed, request }: Unsettled,
  run: Run,
  signal?: AbortSignal,
): Promise<{ readonly plan?: Plan; readonly observed: ObservedState }> {
  const refresh = refreshPlan(desired, observed, request.reconcile)
  if (refresh.steps.length === 0) return { observed, plan: reconcile(desired, observed, request.reconcile) }
  const result = await run.carryOut(refresh, signal ? { signal } : {})
  if (result.failures.length > 0 || result.cancelled) return { observed }
  const refreshed = new Set(refresh.steps.map(({ resource }) => resource.name))
  const fresh = await observeFor(desired, engine, signal)
  return { observed: fresh, plan: reconcile(desired, fresh, { ...request.reconcile, refreshed }) }
}

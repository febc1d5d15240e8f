/** From a command line to desired and observed state; what `up`, `create` and `plan` begin with. */
import { unsupported } from '../compose/unsupported.ts'
import type { LoadedProject } from '../compose/project.ts'
import type { Engine } from '../docker/engine.ts'
import { ProjectError, UsageError, type Problem } from '../errors.ts'
import { observe } from '../execute/observe.ts'
import { desiredState, type DesiredState } from '../plan/desired.ts'
import { imageReferences } from '../plan/images.ts'
import type { ObservedState } from '../plan/observed.ts'
import { reconcile, refreshPlan } from '../plan/reconcile.ts'
import type { Plan } from '../plan/steps.ts'
import type { Run } from './carry-out.ts'
import type { LoadRequest, Session } from './session.ts'
import type { PlanRequest } from './up-options.ts'

export interface Prepared {
  readonly engine: Engine
  readonly desired: DesiredState
  readonly observed: ObservedState
  readonly request: PlanRequest
}

/** Loads the project and connects at the same time; of two errors the files' is told. */
export async function prepare(
  session: Session,
  {
    request,
    ...load
  }: Pick<LoadRequest, 'services' | 'withoutDependencies'> & { readonly request: PlanRequest },
): Promise<Prepared> {
  const [loaded, engine] = await both(session.load(load), session.engine())
  refuseUnsupported(loaded)
  const unknown = [...request.scale.keys()].find((name) => !(name in loaded.project.services))
  if (unknown !== undefined) throw new UsageError(`--scale: no such service: "${unknown}"`)
  const desired = desiredState(loaded, { scale: request.scale, compatibility: session.globals.compatibility })
  return { engine, desired, request, observed: await look(engine, desired, session.signal) }
}

/**
 * Settles the images that existing containers depend on, then plans the rest on what is there afterwards.
 * No plan where settling failed.
 */
export async function settleImages(
  { engine, desired, observed, request }: Prepared,
  run: Run,
  signal?: AbortSignal,
): Promise<{ readonly plan?: Plan; readonly observed: ObservedState }> {
  const refresh = refreshPlan(desired, observed, request.reconcile)
  if (refresh.steps.length === 0) return { observed, plan: reconcile(desired, observed, request.reconcile) }
  const result = await run.carryOut(refresh, signal ? { signal } : {})
  if (result.failures.length > 0 || result.cancelled) return { observed }
  const refreshed = new Set(refresh.steps.map(({ resource }) => resource.name))
  const fresh = await look(engine, desired, signal)
  return { observed: fresh, plan: reconcile(desired, fresh, { ...request.reconcile, refreshed }) }
}

/** Both, at the same time; where both fail the first one's reason counts. */
export async function both<A, B>(first: Promise<A>, second: Promise<B>): Promise<[A, B]> {
  second.catch(() => {})
  return [await first, await second]
}

async function look(engine: Engine, desired: DesiredState, signal?: AbortSignal): Promise<ObservedState> {
  return observe(engine, { project: desired.project, images: imageReferences(desired) }, signal)
}

/** What the language has and Gantry cannot run yet is refused by name, before anything is touched. */
function refuseUnsupported({ project, placeOf }: LoadedProject): void {
  const problems = unsupported(project).map(({ path, message }): Problem => {
    const place = placeOf(path)
    return { severity: 'error', code: 'not-supported', message, ...(place && { place }) }
  })
  if (problems.length > 0) throw new ProjectError(problems)
}

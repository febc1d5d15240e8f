/** From a command line to desired and observed state; what `up`, `create` and `plan` begin with. */
import type { LoadedProject } from '../compose/project.ts'
import { refuseTooNew } from '../compose/since.ts'
import { refuseUnsupported } from '../compose/unsupported.ts'
import type { Engine } from '../docker/engine.ts'
import { UsageError } from '../errors.ts'
import { observeFor } from '../execute/observe.ts'
import { desiredState, type DesiredState } from '../plan/desired.ts'
import type { ObservedState } from '../plan/observed.ts'
import type { Lock } from '../lock/lock.ts'
import { lockProject } from './project-lock.ts'
import type { LoadRequest, Session } from './session.ts'
import type { PlanRequest } from './up-options.ts'

export interface Prepared {
  readonly engine: Engine
  readonly desired: DesiredState
  readonly observed: ObservedState
  readonly request: PlanRequest
  /** The project's, where the command asked for it. */
  readonly lock?: Lock
}

interface Preparation extends Pick<LoadRequest, 'services' | 'withoutDependencies'> {
  readonly request: PlanRequest
  /** The command that is going to change things, as other runs are told: `up`. Absent: it only reads, and takes no lock. */
  readonly acting?: string
}

/** Loads the project and connects at the same time; of two errors the files' is told. What is observed stays true until the lock is given back. */
export async function prepare(
  session: Session,
  { request, acting, ...load }: Preparation,
): Promise<Prepared> {
  const [loaded, engine] = await both(session.load(load), session.engine())
  refuseUnsupported(loaded)
  await refuseTooNew(loaded, engine)
  const unknown = [...request.scale.keys()].find((name) => !(name in loaded.project.services))
  if (unknown !== undefined) throw new UsageError(`--scale: no such service: "${unknown}"`)
  const contents = await loaded.contents?.()
  const desired = desiredState(loaded, {
    scale: request.scale,
    compatibility: session.globals.compatibility,
    ...(contents && { contents }),
  })
  const lock =
    acting === undefined
      ? undefined
      : await lockProject(session, { engine, project: desired.project, command: acting })
  return {
    engine,
    desired,
    ...(lock && { lock }),
    request: withOrphanRule(request, loaded.environment),
    observed: await observeFor(desired, engine, session.signal),
  }
}

/** The same, with volumes that may be made anew. */
export function withVolumes(prepared: Prepared, recreateVolumes: ReadonlySet<string>): Prepared {
  const { request } = prepared
  return { ...prepared, request: { ...request, reconcile: { ...request.reconcile, recreateVolumes } } }
}

/** COMPOSE_IGNORE_ORPHANS, which may stand in `.env`, silences the warning; to remove orphans as well makes no sense. */
function withOrphanRule(request: PlanRequest, environment: LoadedProject['environment']): PlanRequest {
  if (!/^(1|t|true|y|yes)$/i.test(environment['COMPOSE_IGNORE_ORPHANS'] ?? '')) return request
  if (request.reconcile.orphans === 'remove') {
    throw new UsageError('COMPOSE_IGNORE_ORPHANS and --remove-orphans cannot be used together')
  }
  return { ...request, reconcile: { ...request.reconcile, orphans: 'ignore' } }
}

/** Both, at the same time; where both fail the first one's reason counts. */
export async function both<A, B>(first: Promise<A>, second: Promise<B>): Promise<[A, B]> {
  second.catch(() => {})
  return [await first, await second]
}

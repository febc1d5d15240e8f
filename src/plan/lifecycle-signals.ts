/** Signals to containers: kill, pause, unpause. */
import { createPlanBuilder, type PlanBuilder } from './builder.ts'
import { meantContainers, meantServices, warnOfUnknown, type LifecycleRequest } from './lifecycle.ts'
import { isUp, type ObservedContainer, type ObservedState } from './observed.ts'
import type { Plan } from './steps.ts'
import { dependentsIn } from './teardown.ts'

export interface KillRequest extends LifecycleRequest {
  /** As the engine takes it: `SIGKILL`, `HUP`, `9`. */
  readonly signal: string
  /** Containers of services that the files do not name get the signal too. */
  readonly orphans?: boolean
}

/** Sends a signal to every container that lives, those of `run` too; what depends on others gets it first. */
export function killPlan(observed: ObservedState, request: KillRequest): Plan {
  const builder = builderFor(observed, request)
  const services = meantServices(observed, request)
  const known = new Set([...services, ...(request.loaded?.inactiveServices ?? [])])
  const meant = ({ service }: ObservedContainer) =>
    services.has(service) || (request.orphans === true && !known.has(service))
  const going = observed.containers.filter((container) => isUp(container) && meant(container))
  const dependents = dependentsIn(going)
  for (const container of going) {
    const first = new Set(dependents(container.service))
    builder.add({
      id: `${container.name}:kill`,
      kind: 'kill-container',
      resource: resourceOf(container),
      reason: { text: services.has(container.service) ? request.signal : `${request.signal}, as an orphan` },
      after: going.filter(({ service }) => first.has(service)).map(({ name }) => `${name}:kill`),
      args: { container: container.id, signal: request.signal },
    })
  }
  return builder.build()
}

/** Freezes what runs; what is paused already stays so. */
export function pausePlan(observed: ObservedState, request: LifecycleRequest): Plan {
  return each(observed, request, { state: 'running', verb: 'pause' })
}

/** Lets what is paused go on. */
export function unpausePlan(observed: ObservedState, request: LifecycleRequest): Plan {
  return each(observed, request, { state: 'paused', verb: 'unpause' })
}

function each(
  observed: ObservedState,
  request: LifecycleRequest,
  { state, verb }: { readonly state: ObservedContainer['state']; readonly verb: 'pause' | 'unpause' },
): Plan {
  const builder = builderFor(observed, request)
  for (const container of meantContainers(observed, request)) {
    if (container.state !== state) continue
    builder.add({
      id: `${container.name}:${verb}`,
      kind: `${verb}-container`,
      resource: resourceOf(container),
      reason: { text: 'asked for' },
      args: { container: container.id },
    })
  }
  return builder.build()
}

function builderFor(
  observed: ObservedState,
  request: LifecycleRequest,
): PlanBuilder & Pick<ReturnType<typeof createPlanBuilder>, 'build'> {
  const builder = createPlanBuilder(request.project)
  warnOfUnknown(builder, observed, request)
  return builder
}

function resourceOf({ name, service }: ObservedContainer) {
  return { kind: 'container', name, service } as const
}

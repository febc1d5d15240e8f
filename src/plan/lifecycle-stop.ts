/** Stopping containers, and removing those that stand still. */
import { createPlanBuilder } from './builder.ts'
import { hooksOf, meantContainers, warnOfUnknown, type LifecycleRequest } from './lifecycle.ts'
import { isUp, type ObservedContainer, type ObservedState } from './observed.ts'
import type { Plan } from './steps.ts'
import { planProviderEnds } from './outside-steps.ts'
import { stopId } from './planning.ts'
import { inheritedVolumes, planStops } from './teardown.ts'

export interface StopRequest extends LifecycleRequest {
  /** Seconds that a stopping container gets; absent: its own grace period. */
  readonly timeout?: number
}

/** The steps that stop what runs, what others depend on last. */
export function stopServicesPlan(observed: ObservedState, request: StopRequest): Plan {
  return removeServicesPlan(observed, { ...request, remove: false, stop: true })
}

export interface RemoveRequest extends StopRequest {
  /** True: what runs is stopped and removed as well. */
  readonly stop: boolean
  /** Anonymous volumes go with their containers. */
  readonly volumes?: boolean
  /** False: containers are stopped only. */
  readonly remove?: boolean
}

/** The steps that remove what stands still, and where asked for what runs. */
export function removeServicesPlan(observed: ObservedState, request: RemoveRequest): Plan {
  const { timeout, volumes = false, remove = true } = request
  const builder = createPlanBuilder(request.project)
  warnOfUnknown(builder, observed, request)
  const going = meantContainers(observed, request).filter((container) => request.stop || !isUp(container))
  planStops(builder, going, {
    reasonFor: () => 'asked for',
    hooks: hooksOf(request),
    ...(timeout !== undefined && { timeout }),
  })
  if (!remove) {
    planProviderEnds(builder, request.loaded?.project.services ?? {}, {
      command: 'stop',
      targets: request.targets,
      stopping: going,
    })
  }
  for (const container of remove ? going : []) {
    builder.add({
      id: `${container.name}:remove`,
      kind: 'remove-container',
      resource: { kind: 'container', name: container.name, service: container.service },
      reason: { text: reasonFor(container) },
      after: [stopId(container)],
      args: {
        container: container.id,
        volumes,
        inherited: volumes ? inheritedVolumes(container, observed) : [],
      },
    })
  }
  return builder.build()
}

function reasonFor({ state, status }: ObservedContainer): string {
  return state === 'exited' ? `it ${status.toLowerCase() || state}` : 'asked for'
}

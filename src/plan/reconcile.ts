/** Desired state and observed state → plan. Synchronous and silent; the same input gives the same plan. */
import { createPlanBuilder } from './builder.ts'
import { planService } from './containers.ts'
import { decide } from './decisions.ts'
import type { DesiredState } from './desired.ts'
import { planImages } from './image-plans.ts'
import { imageNeeds, refreshNeeds } from './images.ts'
import { planNetworks, renewableNetworks } from './networks.ts'
import type { ObservedState } from './observed.ts'
import { planOrphans } from './orphans.ts'
import { planModels } from './outside-steps.ts'
import type { ServiceOutcome } from './outcomes.ts'
import { refuse, type Circumstances, type Planning, type ReconcileOptions } from './planning.ts'
import type { Plan } from './steps.ts'
import { divergedVolumes, planVolumes } from './volumes.ts'
import { planReadiness } from './waits.ts'

/** The steps that make the engine hold what the project says. Throws where that cannot be. */
export function reconcile(
  desired: DesiredState,
  observed: ObservedState,
  options: ReconcileOptions = {},
): Plan {
  refuseSharedNames(desired)
  const builder = createPlanBuilder(desired.project)
  const circumstances: Circumstances = {
    desired,
    observed,
    options,
    renewedNetworks: renewableNetworks(desired, observed, options),
    renewedVolumes: new Set(
      divergedVolumes(desired, observed).filter((name) => options.recreateVolumes?.has(name)),
    ),
  }
  const planning: Planning = { ...circumstances, decisions: decide(circumstances), builder }
  planNetworks(planning)
  planVolumes(planning)
  planImages(builder, imageNeeds(desired, observed, options))
  const outcomes = new Map<string, ServiceOutcome>()
  for (const target of desired.services) outcomes.set(target.name, planService(planning, target, outcomes))
  planModels(planning)
  if (options.wait) planReadiness(planning, outcomes)
  planOrphans(planning)
  return builder.build()
}

/** What the files say is checked when they are read; `--scale` comes later. */
function refuseSharedNames(desired: DesiredState): void {
  for (const { name, service, replicas } of desired.services) {
    if (service.container_name === undefined || replicas <= 1) continue
    refuse(desired, ['services', name, 'container_name'], {
      code: 'conflict',
      message: `service "${name}" has container_name "${service.container_name}" and is to run ${replicas} times: a container name is unique`,
      hint: 'remove container_name, or run one replica',
    })
  }
}

/**
 * Pulls and builds of images that existing containers were made of: whether those must be made anew is only known
 * when the image is here. Run it first, observe again, and pass its references as `refreshed`. Empty in most runs.
 */
export function refreshPlan(
  desired: DesiredState,
  observed: ObservedState,
  options: ReconcileOptions = {},
): Plan {
  const builder = createPlanBuilder(desired.project)
  planImages(builder, refreshNeeds(imageNeeds(desired, observed, options), desired, observed))
  return builder.build()
}

/** What a run would do, as far as it is known before the images that containers were made of are here; what is open is said. */
export function wholePlan(
  desired: DesiredState,
  observed: ObservedState,
  options: ReconcileOptions = {},
): Plan {
  const refresh = refreshPlan(desired, observed, options)
  const rest = reconcile(desired, observed, options)
  const open = refresh.steps.map(({ resource }) => ({
    code: 'open-until-then',
    message: `whether containers of image "${resource.name}" are made anew is known when it is here`,
  }))
  return { ...rest, warnings: [...rest.warnings, ...open] }
}

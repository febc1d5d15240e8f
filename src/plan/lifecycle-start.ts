/** Starting containers that exist: dependencies first, each as soon as what it depends on is ready. */
import { closure } from '../graph/graph.ts'
import { startStep } from './container-steps.ts'
import type { DesiredService } from './desired.ts'
import { modelOf, startPlanning, refuseUnknown, type LifecycleRequest } from './lifecycle.ts'
import { containersOf, isUp, stateWords, type ObservedContainer, type ObservedState } from './observed.ts'
import type { ContainerOutcome, Outcomes, ServiceOutcome } from './outcomes.ts'
import { stop, type Planning } from './planning.ts'
import { planPreStart } from './pre-start.ts'
import type { Plan } from './steps.ts'
import { dependencySteps, planReadiness } from './waits.ts'

export interface StartRequest extends LifecycleRequest {
  /** Ends with a wait for every service to be ready. */
  readonly wait?: boolean
}

/** The steps that start what stands still; throws where a container that is wanted is not there, or paused. */
export function startPlan(observed: ObservedState, request: StartRequest): Plan {
  const { targets, wait = false } = request
  const desired = modelOf(observed, request)
  if (observed.containers.length === 0) nothingThere(desired.project)
  refuseUnknown(observed, request)
  const planning = startPlanning(desired, observed, { targets, wait })
  const meant = targets.length > 0 ? closure(targets, desired.graph.dependenciesOf) : undefined
  const outcomes = new Map<string, ServiceOutcome>()
  for (const target of desired.services) {
    if (!meant || meant.has(target.name)) outcomes.set(target.name, startService(planning, target, outcomes))
  }
  if (wait) planReadiness(planning, outcomes)
  return planning.builder.build()
}

function nothingThere(project: string): never {
  return stop(
    'usage',
    `project "${project}" has no containers to start`,
    '"gantry up -d" makes and starts them; "gantry create" only makes them',
  )
}

function startService(planning: Planning, target: DesiredService, outcomes: Outcomes): ServiceOutcome {
  const containers = containersOf(planning.observed, target.name)
  if (containers.length === 0 && isNeeded(planning, target)) {
    stop(
      'usage',
      `service "${target.name}" has no container to start`,
      `"gantry up -d ${target.name}" makes and starts it`,
    )
  }
  let awaited: readonly string[] | undefined
  const dependencies = () => {
    const before = dependencySteps(planning, target, outcomes)
    return [...before, ...planPreStart(planning, target, before)]
  }
  const service = {
    planning,
    target,
    outcomes,
    removals: [],
    dependencies: () => (awaited ??= dependencies()),
  }
  return {
    recreated: false,
    containers: containers.map((container): ContainerOutcome => {
      const { name, number, state } = container
      if (state === 'paused') paused(container)
      const kept = { name, number, observed: container }
      if (isUp(container) || isDone(planning, container)) return kept
      const reason = state === 'created' ? 'never started' : stateWords(container)
      return { ...kept, ...startStep(service, { name, number, after: [], reason }) }
    }),
  }
}

/** Whether a service without containers is missed: not where none are wanted, or only optional dependents ask. */
function isNeeded({ desired, options }: Planning, { name, replicas }: DesiredService): boolean {
  if (replicas === 0) return false
  if (!options.targets?.length || options.targets.includes(name)) return true
  return desired.services.some(({ dependencies }) => dependencies.get(name)?.required)
}

function paused({ name, service }: ObservedContainer): never {
  return stop(
    'engine-failed',
    `container "${name}" is paused, and so cannot be started`,
    `"gantry unpause ${service}" lets it go on`,
  )
}

/** Work that others wait for and that is done is not done again, unless it is asked for by name. */
function isDone({ desired, options }: Planning, { service, exitCode, state }: ObservedContainer): boolean {
  if (state !== 'exited' || exitCode !== 0 || options.targets?.includes(service)) return false
  return desired.services.some(
    ({ dependencies }) => dependencies.get(service)?.condition === 'service_completed_successfully',
  )
}

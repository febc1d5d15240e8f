/** Restarting containers: stopped in reverse order of dependency, started in order, with those that ask to be restarted with them. */
import { closure } from '../graph/graph.ts'
import { startStep } from './container-steps.ts'
import type { DesiredService, DesiredState } from './desired.ts'
import {
  hooksOf,
  meantServices,
  modelOf,
  startPlanning,
  refuseUnknown,
  type LifecycleRequest,
} from './lifecycle.ts'
import { containersOf, isUp, type ObservedContainer, type ObservedState } from './observed.ts'
import type { Outcomes, ServiceOutcome } from './outcomes.ts'
import type { Planning } from './planning.ts'
import type { Plan } from './steps.ts'
import { stopId } from './planning.ts'
import { planStops } from './teardown.ts'
import { dependencySteps } from './waits.ts'

export interface RestartRequest extends LifecycleRequest {
  /** True: what depends on a restarted service with `restart: true` is left alone. */
  readonly withoutDependents?: boolean
  /** Seconds that a stopping container gets; absent: its own grace period. */
  readonly timeout?: number
}

/** The steps that stop what runs and start all of it; containers that stand still are started too. */
export function restartPlan(observed: ObservedState, request: RestartRequest): Plan {
  const { timeout, withoutDependents = false } = request
  refuseUnknown(observed, request)
  const desired = modelOf(observed, request)
  const planning = startPlanning(desired, observed, {})
  const { builder } = planning
  const named = meantServices(observed, request)
  const meant = withoutDependents ? named : closure(named, restartedWith(desired))
  const services = desired.services.filter(({ name }) => meant.has(name))
  const running = services
    .toReversed()
    .flatMap(({ name }) => containersOf(observed, name))
    .filter(isUp)
  const reasonFor = ({ service }: ObservedContainer) => reasonOf(desired, service, named)
  planStops(builder, running, {
    reasonFor,
    hooks: hooksOf(request),
    ...(timeout !== undefined && { timeout }),
  })
  const outcomes = new Map<string, ServiceOutcome>()
  for (const target of services)
    outcomes.set(target.name, startAgain(planning, target, { outcomes, reasonFor }))
  return builder.build()
}

/** Service → those that depend on it with `restart: true`. */
function restartedWith({ graph, services }: DesiredState): (name: string) => readonly string[] {
  const byName = new Map(services.map((service) => [service.name, service]))
  return (name) =>
    graph.dependentsOf(name).filter((other) => byName.get(other)?.dependencies.get(name)?.restart)
}

function reasonOf({ services }: DesiredState, name: string, named: ReadonlySet<string>): string {
  if (named.has(name)) return 'asked for'
  const dependencies = services.find((service) => service.name === name)?.dependencies ?? new Map()
  const [cause] = [...dependencies].find(([, { restart }]) => restart) ?? ['']
  return `it asks to be restarted with "${cause}"`
}

interface StartInput {
  readonly outcomes: Outcomes
  readonly reasonFor: (container: ObservedContainer) => string
}

function startAgain(
  planning: Planning,
  target: DesiredService,
  { outcomes, reasonFor }: StartInput,
): ServiceOutcome {
  const awaited = dependencySteps(planning, target, outcomes)
  const service = { planning, target, outcomes, removals: [], dependencies: () => awaited }
  return {
    recreated: false,
    containers: containersOf(planning.observed, target.name).map((container) => {
      const { name, number } = container
      const step = { name, number, after: [stopId(container)], reason: reasonFor(container) }
      return { name, number, observed: container, ...startStep(service, step) }
    }),
  }
}

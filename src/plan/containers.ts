/** The containers of a service: kept, started, made anew, added or removed, until they are what the project says. */
import { containerName, type DesiredService } from './desired.ts'
import { divergence } from './divergence.ts'
import { containersOf, type ObservedContainer } from './observed.ts'
import type { ContainerOutcome, Outcomes, ServiceOutcome } from './outcomes.ts'
import { stepId, type Planning, type RecreatePolicy } from './planning.ts'
import { addCreation, addStop, startStep, type ServicePlanning } from './container-steps.ts'
import { planPreStart } from './pre-start.ts'
import { planRemoval } from './removal.ts'
import type { Reason } from './steps.ts'
import { dependencySteps } from './waits.ts'

/** Plans one service; those it depends on have been planned before. */
export function planService(planning: Planning, target: DesiredService, outcomes: Outcomes): ServiceOutcome {
  const policy = policyOf(planning, target)
  const recreated = (service: string) => outcomes.get(service)?.recreated === true
  const assessed = containersOf(planning.observed, target.name).map((container) => ({
    container,
    reason: divergence(planning, target, { container, policy, recreated }),
  }))
  const { kept, surplus } = choose(assessed, target.replicas)
  const removals = surplus.map(({ container, reason }) => {
    const surplusReason = reason ?? { text: `${target.replicas} of ${assessed.length} replicas are wanted` }
    return planRemoval(planning, container, surplusReason)
  })
  const service = {
    planning,
    target,
    outcomes,
    removals: surplus.flatMap(({ container }, index) => (container.leftover ? (removals[index] ?? []) : [])),
    dependencies: lazy(() => {
      const dependencies = dependencySteps(planning, target, outcomes)
      return [...dependencies, ...planPreStart(planning, target, dependencies)]
    }),
  }
  const stayed = kept.map(({ container, reason }) =>
    reason ? replaceContainer(service, container, reason) : keepContainer(service, container),
  )
  const highest = Math.max(0, ...kept.map(({ container }) => container.number))
  const added = Array.from({ length: target.replicas - kept.length }, (_, index) =>
    addContainer(service, highest + index + 1),
  )
  return { containers: [...stayed, ...added], recreated: kept.some(({ reason }) => reason !== undefined) }
}

interface Assessed {
  readonly container: ObservedContainer
  readonly reason: Reason | undefined
}

/** Up-to-date containers stay before outdated ones, low numbers before high; one number is used once. */
function choose(
  assessed: readonly Assessed[],
  replicas: number,
): { kept: readonly Assessed[]; surplus: readonly Assessed[] } {
  const numbers = new Set<number>()
  const unique = assessed.filter(
    ({ container }) => !numbers.has(container.number) && numbers.add(container.number),
  )
  const ranked = [...unique].sort(
    (a, b) =>
      Number(Boolean(a.reason)) - Number(Boolean(b.reason)) || a.container.number - b.container.number,
  )
  const kept = new Set(ranked.slice(0, replicas))
  return { kept: assessed.filter((one) => kept.has(one)), surplus: assessed.filter((one) => !kept.has(one)) }
}

function addContainer(service: ServicePlanning, number: number): ContainerOutcome {
  const { planning, target } = service
  const created = addCreation(service, {
    number,
    reason: {
      text:
        target.replicas > 1
          ? `replica ${number} of ${target.replicas} does not exist yet`
          : 'does not exist yet',
    },
  })
  const name = containerName(planning.desired, target, number)
  return {
    name,
    number,
    exists: created,
    ...startStep(service, { name, number, after: [created], reason: 'just created' }),
  }
}

function keepContainer(service: ServicePlanning, container: ObservedContainer): ContainerOutcome {
  const { planning, target, outcomes } = service
  const { name, number } = container
  const restarted = [...target.dependencies].find(
    ([other, { restart }]) => restart && outcomes.get(other)?.recreated,
  )
  if (restarted && container.state === 'running' && planning.options.start !== false) {
    const stopped = addStop(service, container, {
      reason: { text: `"${restarted[0]}" is made anew, and it asks to be restarted with it` },
      after: [],
    })
    return {
      name,
      number,
      observed: container,
      ...startStep(service, { name, number, after: [stopped], reason: `restarted with "${restarted[0]}"` }),
    }
  }
  if (runsOrIsDone(service, container)) return { name, number, observed: container }
  const reason =
    container.state === 'created'
      ? 'created but never started'
      : `it is ${container.status.toLowerCase() || container.state}`
  return { name, number, observed: container, ...startStep(service, { name, number, after: [], reason }) }
}

/** A replacement is made beside the old container, which is stopped only when the new one exists. */
function replaceContainer(
  service: ServicePlanning,
  container: ObservedContainer,
  reason: Reason,
): ContainerOutcome {
  const { planning, target } = service
  const { builder } = planning
  const { number, service: owner } = container
  const name = containerName(planning.desired, target, number)
  const resource = { kind: 'container', name, service: owner } as const
  const free = container.name !== name
  const temporary = free ? name : `${container.id.slice(0, 12)}_${name}`
  const created = addCreation(service, { number, reason, name: temporary, replaces: container })
  const moved = Object.keys(container.networks).some((network) => planning.renewedNetworks.has(network))
  const stopped =
    container.state === 'running' || container.state === 'restarting' || container.state === 'paused'
  const after = stopped
    ? [addStop(service, container, { reason: { text: 'replaced' }, after: moved ? [] : [created] })]
    : [created]
  const removed = builder.add({
    id: stepId.container(owner, number, 'remove'),
    kind: 'remove-container',
    resource,
    reason: { text: 'replaced' },
    after: [...after, created],
    args: { container: container.id, volumes: false },
  })
  const exists = free
    ? created
    : builder.add({
        id: stepId.container(owner, number, 'rename'),
        kind: 'rename-container',
        resource,
        reason: { text: 'takes the name of the one it replaces' },
        after: [removed],
        args: { container: temporary, name },
      })
  return {
    name,
    number,
    exists,
    ...startStep(service, { name, number, after: [exists, removed], reason: 'replaced' }),
  }
}

/** A container that did its work for those that depend on its completion is not run again. */
function runsOrIsDone(
  { planning, target }: ServicePlanning,
  { state, exitCode }: ObservedContainer,
): boolean {
  if (state === 'running' || state === 'restarting' || state === 'paused') return true
  return (
    exitCode === 0 &&
    planning.desired.services.some(
      ({ dependencies }) => dependencies.get(target.name)?.condition === 'service_completed_successfully',
    )
  )
}

function policyOf({ options }: Planning, { name }: DesiredService): RecreatePolicy {
  const targeted = !options.targets?.length || options.targets.includes(name)
  return (targeted ? options.recreate : options.recreateDependencies) ?? 'diverged'
}

function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: make() }).value
}

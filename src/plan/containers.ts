/** The containers of a service: kept, started, made anew, added or removed, until they are what the project says. */
import { serviceShared } from './container.ts'
import { slotNumbers } from './decisions.ts'
import { containerName, type DesiredService } from './desired.ts'
import { disconnections } from './networks.ts'
import { isUp, stateWords, type ObservedContainer } from './observed.ts'
import type { ContainerOutcome, Outcomes, ServiceOutcome } from './outcomes.ts'
import { stepId, type Planning } from './planning.ts'
import { addCreation, addStop, startStep, type ServicePlanning } from './container-steps.ts'
import { planProvider } from './outside-steps.ts'
import { planPreStart } from './pre-start.ts'
import { nameFreed } from './name-holder.ts'
import { planRemoval } from './removal.ts'
import type { Reason } from './steps.ts'
import { dependencySteps } from './waits.ts'

/** Plans one service; those it depends on have been planned before. */
export function planService(planning: Planning, target: DesiredService, outcomes: Outcomes): ServiceOutcome {
  const { decisions } = planning
  const going = [...decisions.removals.values()].filter(
    ({ role, container }) => container.service === target.name && (role === 'surplus' || role === 'leftover'),
  )
  const removals = going.map((removal) => ({ role: removal.role, id: planRemoval(planning, removal) }))
  if (target.service.provider) {
    const id = planProvider(planning, target, dependencySteps(planning, target, outcomes))
    return { containers: [], recreated: false, ...(id !== undefined && { provider: id }) }
  }
  const service = {
    planning,
    target,
    outcomes,
    removals: removals.flatMap(({ role, id }) => (role === 'leftover' ? [id] : [])),
    dependencies: lazy(() => {
      const dependencies = dependencySteps(planning, target, outcomes)
      return [...dependencies, ...planPreStart(planning, target, dependencies)]
    }),
  }
  const kept = decisions.kept.get(target.name) ?? []
  const stayed = kept.map(({ container, reason }) =>
    reason ? replaceContainer(service, container, reason) : keepContainer(service, container),
  )
  const added = slotNumbers(target, kept)
    .slice(kept.length)
    .map((number) => addContainer(service, number))
  const containers = [...stayed, ...added].sort((a, b) => a.number - b.number)
  return { containers, recreated: decisions.recreated.has(target.name) }
}

function addContainer(service: ServicePlanning, number: number): ContainerOutcome {
  const { planning, target } = service
  const name = containerName(planning.desired, target, number)
  const created = addCreation(service, {
    number,
    after: nameFreed(planning, target, { name }),
    reason: {
      text:
        target.replicas > 1
          ? `replica ${number} of ${target.replicas} does not exist yet`
          : 'does not exist yet',
    },
  })
  return {
    name,
    number,
    exists: created,
    ...startStep(service, { name, number, after: [created], reason: 'just created' }),
  }
}

function keepContainer(service: ServicePlanning, container: ObservedContainer): ContainerOutcome {
  const { name, number } = container
  const cause =
    container.state === 'running' && service.planning.options.start !== false
      ? restartCause(service)
      : undefined
  if (cause) {
    const stopped = addStop(service, container, { reason: { text: cause.text }, after: [] })
    return {
      name,
      number,
      observed: container,
      ...startStep(service, { name, number, after: [stopped], reason: `restarted with "${cause.other}"` }),
    }
  }
  if (runsOrIsDone(service, container)) return { name, number, observed: container }
  const reason = container.state === 'created' ? 'created but never started' : stateWords(container)
  return { name, number, observed: container, ...startStep(service, { name, number, after: [], reason }) }
}

/** Why a container that stays and runs is restarted: for another service of which a container is made anew, or starts. */
function restartCause({
  target,
  outcomes,
}: ServicePlanning): { readonly other: string; readonly text: string } | undefined {
  const [asked] =
    [...target.dependencies].find(([other, { restart }]) => restart && outcomes.get(other)?.recreated) ?? []
  if (asked !== undefined)
    return { other: asked, text: `"${asked}" is made anew, and it asks to be restarted with it` }
  // The engine takes a network away with the process that it was set up for; who shares it keeps nothing but a loopback device.
  const host = serviceShared(target.service.network_mode)
  if (host === undefined || outcomes.get(host)?.containers[0]?.runs === undefined) return undefined
  return { other: host, text: `it shares the network of "${host}", which starts anew` }
}

/**
 * A replacement is made beside the old container, which is stopped only when the new one exists; where that cannot be, the old one
 * goes first.
 */
function replaceContainer(
  service: ServicePlanning,
  container: ObservedContainer,
  reason: Reason,
): ContainerOutcome {
  const { planning, target } = service
  const { number, service: owner } = container
  const name = containerName(planning.desired, target, number)
  const goesFirst = planning.decisions.goingFirst.has(container.id)
  const freed = nameFreed(planning, target, { name, own: container.id })
  const free = goesFirst || container.name !== name
  const temporary = free ? name : `${container.id.slice(0, 12)}_${name}`
  const create = (after: readonly string[]) =>
    addCreation(service, { number, reason, name: temporary, replaces: container, after })
  const early = goesFirst ? [] : [create(freed)]
  const removed = removeReplaced(service, container, early)
  const created = early[0] ?? create([removed, ...freed])
  const exists = free
    ? created
    : planning.builder.add({
        id: stepId.container(owner, number, 'rename'),
        kind: 'rename-container',
        resource: { kind: 'container', name, service: owner },
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

/** Stops and removes the old container, when what is to be done `before` that is done; where it must, it stops earlier. */
function removeReplaced(
  service: ServicePlanning,
  container: ObservedContainer,
  before: readonly string[],
): string {
  const { planning, target } = service
  const { number, service: owner } = container
  const name = containerName(planning.desired, target, number)
  const reason = { text: 'replaced' }
  const after = planning.decisions.stoppingEarly.has(target.name) ? [] : before
  const stopped = isUp(container) ? [addStop(service, container, { reason, after })] : []
  return planning.builder.add({
    id: stepId.container(owner, number, 'remove'),
    kind: 'remove-container',
    resource: { kind: 'container', name, service: owner },
    reason,
    after: [...stopped, ...disconnections(planning, container), ...before],
    args: { container: container.id, volumes: false },
  })
}

/** A container that did its work for those that depend on its completion is not run again. */
function runsOrIsDone({ planning, target }: ServicePlanning, container: ObservedContainer): boolean {
  if (isUp(container)) return true
  return (
    container.exitCode === 0 &&
    planning.desired.services.some(
      ({ dependencies }) => dependencies.get(target.name)?.condition === 'service_completed_successfully',
    )
  )
}

function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => (made ??= { value: make() }).value
}

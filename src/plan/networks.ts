/** Networks: created where they are missing, made anew where they differ, external ones looked for. */
import { removalStep } from './decisions.ts'
import type { DesiredNetwork, DesiredState } from './desired.ts'
import { labels } from './labels.ts'
import type { ObservedContainer, ObservedState } from './observed.ts'
import { policyOf, refuse, stepId, stop, type Planning, type ReconcileOptions } from './planning.ts'
import { resourceDivergence } from './resource-definition.ts'
import type { Reason } from './steps.ts'

/**
 * Names of the project's networks that differ and can be made anew. One with a container that must stay as it is (`--no-recreate`)
 * cannot: a container cannot be moved to another network and keep its addresses and aliases.
 */
export function renewableNetworks(
  desired: DesiredState,
  observed: ObservedState,
  options: ReconcileOptions,
): ReadonlySet<string> {
  const fixed = new Set(
    desired.services.flatMap(({ name }) => (policyOf({ options }, name) === 'never' ? [name] : [])),
  )
  const names = [...desired.networks.values()].flatMap((network) => {
    const held = attachedTo(observed, network).some(({ service, oneOff }) => !oneOff && fixed.has(service))
    return !held && divergenceOf({ desired, observed }, network) ? [network.name] : []
  })
  return new Set(names)
}

/** The project's networks that are not what the files say, whether they can be made anew or not. */
export function divergedNetworks(desired: DesiredState, observed: ObservedState): readonly string[] {
  return [...desired.networks.values()]
    .filter((network) => divergenceOf({ desired, observed }, network) !== undefined)
    .map(({ name }) => name)
}

/** Adds the steps for all networks of the project. */
export function planNetworks(planning: Planning): void {
  for (const network of planning.desired.networks.values()) planNetwork(planning, network)
}

function attachedTo(observed: ObservedState, { name }: DesiredNetwork): readonly ObservedContainer[] {
  return observed.containers.filter(({ networks }) => name in networks)
}

function divergenceOf(
  { desired, observed }: Pick<Planning, 'desired' | 'observed'>,
  network: DesiredNetwork,
): Reason | undefined {
  const existing = observed.networks.get(network.name)
  if (!existing || network.external || existing.labels[labels.project] !== desired.project) return undefined
  return resourceDivergence(existing, network)
}

function planNetwork(planning: Planning, network: DesiredNetwork): void {
  const { desired, observed, builder } = planning
  const existing = observed.networks.get(network.name)
  if (network.external) {
    if (existing || builtIn.has(network.name)) return
    refuse(desired, ['networks', network.key], {
      code: 'missing-external-network',
      message: `network "${network.key}" is external, but the engine has no network "${network.name}"`,
      hint: `create it with "docker network create ${network.name}", or remove "external: true"`,
    })
  }
  if (!existing) {
    const reason = { text: 'does not exist yet' }
    builder.add({ ...step(network, 'create'), kind: 'create-network', reason, args: { body: network.body } })
    return
  }
  if (existing.labels[labels.project] !== desired.project) {
    builder.warn(
      'foreign-network',
      `network "${network.name}" exists but was not made for project "${desired.project}"; it is used as it is. Say "external: true" to make that plain`,
    )
  }
  const reason = divergenceOf(planning, network)
  if (!reason) return
  if (planning.renewedNetworks.has(network.name)) return renew(planning, network, { id: existing.id, reason })
  builder.warn(
    'network-differs',
    `network "${network.name}" exists with another definition; it is kept, because containers on it are not to be made anew`,
  )
}

const builtIn = new Set(['bridge', 'host', 'none'])

/** A network cannot be changed: its containers are taken off it, then it is made anew; those that stay are put back on it. */
function renew(
  planning: Planning,
  network: DesiredNetwork,
  { id, reason }: { readonly id: string; readonly reason: Reason },
): void {
  const { observed, builder } = planning
  refuseStrangers(network, observed.strangers?.get(network.name) ?? [])
  const attached = attachedTo(observed, network)
  const freed = attached.map((container) => takeOff(planning, network, container))
  const removed = builder.add({
    ...step(network, 'remove'),
    kind: 'remove-network',
    reason: { text: reason.text },
    after: freed,
    args: { id },
  })
  const created = builder.add({
    ...step(network, 'create'),
    kind: 'create-network',
    reason,
    after: [removed],
    args: { body: network.body },
  })
  for (const container of attached) putBack(planning, network, { container, created })
}

/** The engine keeps a network while a container runs on it, and those of others are not ours to take off. */
function refuseStrangers({ name }: DesiredNetwork, strangers: readonly string[]): void {
  if (strangers.length === 0) return
  const [what, are, them] =
    strangers.length === 1 ? ['a container', 'is', 'it'] : ['containers', 'are', 'them']
  const names = strangers.map((one) => `"${one}"`).join(', ')
  const commands = strangers.map((one) => `"docker network disconnect ${name} ${one}"`).join(' and ')
  stop(
    'engine-failed',
    `network "${name}" is not what the files say and has to be made anew, but ${what} outside the project ${are} on it: ${names}`,
    `take ${them} off with ${commands}, then run this again; no container was stopped`,
  )
}

/** The step after which the container is not on the network any more: its removal, where no replacement is to be made before it. */
function takeOff(
  { builder, decisions }: Planning,
  network: DesiredNetwork,
  container: ObservedContainer,
): string {
  const { name, service, number, id } = container
  const gone = removalStep(decisions, container)
  if (gone !== undefined && (decisions.removals.has(id) || decisions.goingFirst.has(id))) return gone
  return builder.add({
    id: disconnectId(network, gone === undefined ? name : `${service}-${number}`),
    kind: 'disconnect-network',
    resource: { kind: 'container', name, service },
    reason: { text: `network "${network.key}" is made anew` },
    after: gone === undefined ? [] : [stepId.container(service, number, 'stop')],
    args: { network: network.name, container: id },
  })
}

/** The steps that take a container off networks that are made anew, where it is replaced and does not go before: it is removed after them. */
export function disconnections(
  { desired, decisions, renewedNetworks }: Planning,
  { id, service, number, networks }: ObservedContainer,
): readonly string[] {
  if (decisions.goingFirst.has(id)) return []
  return [...desired.networks.values()]
    .filter(({ name }) => name in networks && renewedNetworks.has(name))
    .map((network) => disconnectId(network, `${service}-${number}`))
}

function disconnectId({ key }: DesiredNetwork, container: string): string {
  return `${container}:disconnect:${key}`
}

/** Containers that this plan does not touch otherwise (orphans, services left out) are known by the same names as before. */
function putBack(
  { builder, decisions }: Planning,
  network: DesiredNetwork,
  { container, created }: { readonly container: ObservedContainer; readonly created: string },
): void {
  if (removalStep(decisions, container) !== undefined) return
  const { name, service, oneOff, id } = container
  builder.add({
    id: `${name}:connect:${network.key}`,
    kind: 'connect-network',
    resource: { kind: 'container', name, service },
    reason: { text: `network "${network.key}" is made anew` },
    after: [created],
    args: { network: network.name, container: id, aliases: oneOff ? [name] : [name, service] },
  })
}

function step(network: DesiredNetwork, verb: string) {
  return { id: stepId.network(network.key, verb), resource: { kind: 'network', name: network.name } } as const
}

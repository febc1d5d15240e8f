/** Networks: created where they are missing, made anew where they differ, external ones looked for. */
import type { DesiredNetwork, DesiredState } from './desired.ts'
import { labels } from './labels.ts'
import type { ObservedState } from './observed.ts'
import { refuse, stepId, type Planning } from './planning.ts'

/** Names of the project's networks whose recorded definition differs from the file's. */
export function divergedNetworks(desired: DesiredState, observed: ObservedState): ReadonlySet<string> {
  const diverged = [...desired.networks.values()].filter((network) => {
    const existing = observed.networks.get(network.name)
    const recorded = existing?.labels[labels.configHash]
    return (
      !network.external &&
      existing?.labels[labels.project] === desired.project &&
      recorded !== undefined &&
      recorded !== network.hash
    )
  })
  return new Set(diverged.map(({ name }) => name))
}

/** Adds the steps for all networks of the project. */
export function planNetworks(planning: Planning): void {
  for (const network of planning.desired.networks.values()) planNetwork(planning, network)
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
  if (existing && planning.renewedNetworks.has(network.name)) return renew(planning, network, existing.id)
  if (!existing) {
    builder.add({
      ...step(network, 'create'),
      kind: 'create-network',
      reason: { text: 'does not exist yet' },
      args: { body: network.body },
    })
  } else if (existing.labels[labels.project] !== desired.project) {
    builder.warn(
      'foreign-network',
      `network "${network.name}" exists but was not made for project "${desired.project}"; it is used as it is. Say "external: true" to make that plain`,
    )
  }
}

const builtIn = new Set(['bridge', 'host', 'none'])

/** A network cannot be changed: its containers are stopped and taken off it, then it is made anew. */
function renew({ observed, builder }: Planning, network: DesiredNetwork, id: string): void {
  const reason = { text: `its definition changed` }
  const attached = observed.containers.filter((container) => network.name in container.networks)
  const detached = attached.map((container) => {
    const { service, number, name } = container
    const resource = { kind: 'container', name, service } as const
    const stopped = stepId.container(service, number, 'stop')
    return builder.add({
      id: stepId.container(service, number, `disconnect:${network.key}`),
      kind: 'disconnect-network',
      resource,
      reason: { text: `network "${network.key}" is made anew` },
      after: [stopped],
      args: { network: network.name, container: name },
    })
  })
  const removed = builder.add({
    ...step(network, 'remove'),
    kind: 'remove-network',
    reason,
    after: detached,
    args: { id },
  })
  builder.add({
    ...step(network, 'create'),
    kind: 'create-network',
    reason,
    after: [removed],
    args: { body: network.body },
  })
}

function step(network: DesiredNetwork, verb: string) {
  return { id: stepId.network(network.key, verb), resource: { kind: 'network', name: network.name } } as const
}

/** What is left of a project when its containers go: networks, and where asked for volumes and images. */
import type { PlanBuilder } from './builder.ts'
import { labels } from './labels.ts'
import type { ObservedContainer, ObservedState } from './observed.ts'

/** What is there, and which containers are taken down. */
export interface Taken {
  readonly observed: ObservedState
  readonly going: readonly ObservedContainer[]
  /** The step that removes a container, by the container's id. */
  readonly removed: ReadonlyMap<string, string>
}

/** The project's networks that no container keeps in use; `hooks` are the steps that remove what hooks left on them. */
export function planNetworkRemovals(
  builder: PlanBuilder,
  { observed, going, removed }: Taken,
  { project, hooks }: { readonly project: string; readonly hooks: readonly string[] },
): void {
  const left = new Set(going)
  for (const network of observed.networks.values()) {
    if (network.labels[labels.project] !== project) continue
    const users = observed.containers.filter((container) => network.name in container.networks)
    if (users.some((user) => !left.has(user))) {
      builder.warn('network-in-use', `network "${network.name}" stays: containers still use it`)
      continue
    }
    builder.add({
      id: `network:${network.name}:remove`,
      kind: 'remove-network',
      resource: { kind: 'network', name: network.name },
      reason: { text: 'taken down' },
      after: [...users.flatMap(({ id }) => removed.get(id) ?? []), ...hooks],
      args: { id: network.id },
    })
  }
}

/** Volumes by name, each when its users are gone; those that are not there need no step. */
export function planVolumeRemovals(
  builder: PlanBuilder,
  { observed, removed }: Taken,
  names: readonly string[],
): void {
  for (const name of names.filter((volume) => observed.volumes.has(volume))) {
    const users = observed.containers.filter(({ mounts }) => mounts.some((mount) => mount.name === name))
    builder.add({
      id: `volume:${name}:remove`,
      kind: 'remove-volume',
      resource: { kind: 'volume', name },
      reason: { text: 'asked for by --volumes' },
      destructive: true,
      after: users.flatMap(({ id }) => removed.get(id) ?? []),
      args: { name },
    })
  }
}

/** Images by reference, when all containers are gone. */
export function planImageRemovals(
  builder: PlanBuilder,
  { removed }: Taken,
  references: readonly string[],
): void {
  for (const reference of references) {
    builder.add({
      id: `image:${reference}:remove`,
      kind: 'remove-image',
      resource: { kind: 'image', name: reference },
      reason: { text: 'asked for by --rmi' },
      after: [...removed.values()],
      args: { reference },
    })
  }
}

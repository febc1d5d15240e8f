/** Whether an existing container is what the project says, and if not, why. The criteria are docker compose's (`mustRecreate`). */
import { configurationChange } from './configuration.ts'
import { referencesOf } from './container.ts'
import type { DesiredService } from './desired.ts'
import { isOneOf } from './image-identity.ts'
import { labels } from './labels.ts'
import type { ObservedContainer } from './observed.ts'
import type { Circumstances, RecreatePolicy } from './planning.ts'
import type { Reason } from './steps.ts'

/** Why the container must be made anew; undefined when it may stay. */
export function divergence(
  planning: Circumstances,
  target: DesiredService,
  {
    container,
    policy,
    recreated,
  }: { container: ObservedContainer; policy: RecreatePolicy; recreated: (service: string) => boolean },
): Reason | undefined {
  if (container.leftover) return { text: 'left over from a recreate that was cut short' }
  if (container.state === 'dead') return { text: 'the engine reports it as dead' }
  const volume = container.mounts.find(({ name }) => name !== undefined && planning.renewedVolumes.has(name))
  if (volume) return { text: `volume "${volume.name}" is made anew` }
  if (policy === 'never') return undefined
  if (policy === 'force') return { text: 'asked for by --force-recreate' }
  const parent = referencesOf(target.service).find(recreated)
  if (parent !== undefined) return { text: `service "${parent}", whose container it shares, is made anew` }
  return (
    configurationChange(planning, target, container) ??
    imageChange(planning, target, container) ??
    networkChange(planning, target, container) ??
    volumeChange(planning, target, container)
  )
}

function imageChange(
  { observed }: Circumstances,
  { image }: DesiredService,
  container: ObservedContainer,
): Reason | undefined {
  const current = observed.images.get(image.reference)
  if (!current || isOneOf(current, [container.imageId, container.labels[labels.image]])) return undefined
  return {
    text: `image "${image.reference}" changed`,
    changes: [{ attribute: 'image id', from: shortId(container.imageId), to: shortId(current.id) }],
  }
}

function networkChange(
  planning: Circumstances,
  { service }: DesiredService,
  container: ObservedContainer,
): Reason | undefined {
  const names = Object.keys(service.networks ?? {}).map(
    (key) => planning.desired.networks.get(key)?.name ?? key,
  )
  const renewed = names.find((name) => planning.renewedNetworks.has(name))
  if (renewed !== undefined) return { text: `network "${renewed}" is made anew` }
  const missing = names.find((name) => !isOn(container, name, planning.observed.networks.get(name)?.id))
  return missing === undefined ? undefined : { text: `it is not on network "${missing}"` }
}

/**
 * The engine tells no id of a network before the container starts (it looks for the name then), and of one that stopped the id it had,
 * where a start fails once that network is gone. Podman tells the name in the place of the id.
 */
function isOn({ networks }: ObservedContainer, name: string, id: string | undefined): boolean {
  const attached = networks[name]?.networkId
  return attached !== undefined && ['', name, id].includes(attached)
}

function volumeChange(
  { desired }: Circumstances,
  { service }: DesiredService,
  container: ObservedContainer,
): Reason | undefined {
  const mounted = new Set(container.mounts.map(({ name }) => name))
  const wanted = (service.volumes ?? []).flatMap(({ type, source }) =>
    type === 'volume' && source ? [desired.volumes.get(source)?.name ?? source] : [],
  )
  const missing = wanted.find((name) => !mounted.has(name))
  return missing === undefined ? undefined : { text: `volume "${missing}" is not mounted` }
}

function shortId(id: string): string {
  return id.replace(/^sha256:/, '').slice(0, 12)
}

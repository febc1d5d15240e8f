/** Whether an existing container is what the project says, and if not, why. The criteria are docker compose's (`mustRecreate`). */
import { hashService } from '../compose/hash.ts'
import { referencesOf } from './container.ts'
import { changesSince } from './definition.ts'
import type { DesiredService } from './desired.ts'
import { labels } from './labels.ts'
import { containersOf, type ObservedContainer } from './observed.ts'
import type { Planning, RecreatePolicy } from './planning.ts'
import type { Reason } from './steps.ts'

/** Why the container must be made anew; undefined when it may stay. */
export function divergence(
  planning: Planning,
  target: DesiredService,
  {
    container,
    policy,
    recreated,
  }: { container: ObservedContainer; policy: RecreatePolicy; recreated: (service: string) => boolean },
): Reason | undefined {
  if (container.leftover) return { text: 'left over from a recreate that was cut short' }
  if (container.state === 'dead') return { text: 'the engine reports it as dead' }
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

function configurationChange(
  { observed }: Planning,
  { service }: DesiredService,
  container: ObservedContainer,
): Reason | undefined {
  const ids = referencesOf(service).map((name) => [name, containersOf(observed, name)[0]?.id ?? name])
  if (container.configHash === hashService(service, Object.fromEntries(ids))) return undefined
  const changes = changesSince(container.labels[labels.definition], service)
  if (changes && changes.length > 0) return { text: 'configuration changed', changes }
  return {
    text: changes
      ? 'configuration changed in how it refers to other containers'
      : 'configuration changed; which attribute is not recorded, because another tool made the container',
  }
}

function imageChange(
  { observed }: Planning,
  { image }: DesiredService,
  container: ObservedContainer,
): Reason | undefined {
  const current = observed.images.get(image.reference)
  const made = container.labels[labels.image]
  if (!current || current.id === container.imageId || current.id === made) return undefined
  return {
    text: `image "${image.reference}" changed`,
    changes: [{ attribute: 'image id', from: shortId(container.imageId), to: shortId(current.id) }],
  }
}

function networkChange(
  planning: Planning,
  { service }: DesiredService,
  container: ObservedContainer,
): Reason | undefined {
  const names = Object.keys(service.networks ?? {}).map(
    (key) => planning.desired.networks.get(key)?.name ?? key,
  )
  const renewed = names.find((name) => planning.renewedNetworks.has(name))
  if (renewed !== undefined) return { text: `network "${renewed}" is made anew` }
  if (container.state !== 'running') return undefined
  const missing = names.find((name) => {
    const attached = container.networks[name]?.networkId
    return attached === undefined || attached !== planning.observed.networks.get(name)?.id
  })
  return missing === undefined ? undefined : { text: `it is not on network "${missing}"` }
}

function volumeChange(
  { desired }: Planning,
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

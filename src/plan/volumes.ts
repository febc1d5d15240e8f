/** Volumes: created where they are missing. One that differs is kept unless its loss is agreed to. */
import type { DesiredState, DesiredVolume } from './desired.ts'
import { removalStep } from './decisions.ts'
import { labels } from './labels.ts'
import type { ObservedState } from './observed.ts'
import { refuse, stepId, type Planning } from './planning.ts'
import { resourceDivergence } from './resource-definition.ts'
import type { Reason } from './steps.ts'

/** Names of the project's volumes that are not what the files say: to make them anew loses their data. In the files' order. */
export function divergedVolumes(desired: DesiredState, observed: ObservedState): readonly string[] {
  return [...desired.volumes.values()]
    .filter((volume) => divergenceOf({ desired, observed }, volume) !== undefined)
    .map(({ name }) => name)
}

/** Adds the steps for all named volumes of the project. */
export function planVolumes(planning: Planning): void {
  for (const volume of planning.desired.volumes.values()) planVolume(planning, volume)
}

function divergenceOf(
  { desired, observed }: Pick<Planning, 'desired' | 'observed'>,
  volume: DesiredVolume,
): Reason | undefined {
  const existing = observed.volumes.get(volume.name)
  if (!existing || volume.external || existing.labels[labels.project] !== desired.project) return undefined
  return resourceDivergence(existing, volume)
}

function planVolume(planning: Planning, volume: DesiredVolume): void {
  const { desired, observed, builder } = planning
  const existing = observed.volumes.get(volume.name)
  if (volume.external) {
    if (existing) return
    refuse(desired, ['volumes', volume.key], {
      code: 'missing-external-volume',
      message: `volume "${volume.key}" is external, but the engine has no volume "${volume.name}"`,
      hint: `create it with "docker volume create ${volume.name}", or remove "external: true"`,
    })
  }
  if (!existing) return create(planning, volume, { reason: { text: 'does not exist yet' }, after: [] })
  if (existing.labels[labels.project] !== desired.project) {
    builder.warn(
      'foreign-volume',
      `volume "${volume.name}" exists but was not made for project "${desired.project}"; it is used as it is. Say "external: true" to make that plain`,
    )
  }
  const reason = divergenceOf(planning, volume)
  if (!reason) return
  if (planning.renewedVolumes.has(volume.name)) return renew(planning, volume, reason)
  const what = reason.changes?.map(({ attribute }) => attribute).join(', ')
  builder.warn(
    'volume-differs',
    `volume "${volume.name}" exists with another definition${what ? ` (${what})` : ''}; it is kept, with its data. "gantry up -y" makes it anew, which loses its data`,
  )
}

/** A volume cannot be changed: the containers that mount it are removed, then the volume with its data. */
function renew(planning: Planning, volume: DesiredVolume, reason: Reason): void {
  const { observed, builder, decisions } = planning
  const users = observed.containers.filter(({ mounts }) => mounts.some(({ name }) => name === volume.name))
  const removed = builder.add({
    id: stepId.volume(volume.key, 'remove'),
    kind: 'remove-volume',
    resource: { kind: 'volume', name: volume.name },
    reason,
    destructive: true,
    after: users.flatMap((user) => removalStep(decisions, user) ?? []),
    args: { name: volume.name },
  })
  create(planning, volume, { reason, after: [removed] })
}

function create(
  { builder }: Planning,
  volume: DesiredVolume,
  { reason, after }: { readonly reason: Reason; readonly after: readonly string[] },
): void {
  builder.add({
    id: stepId.volume(volume.key, 'create'),
    kind: 'create-volume',
    resource: { kind: 'volume', name: volume.name },
    reason,
    after,
    args: { body: volume.body },
  })
}

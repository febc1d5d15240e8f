/** Volumes: created where they are missing. One that differs is never touched, because that would lose its data. */
import type { DesiredVolume } from './desired.ts'
import { labels } from './labels.ts'
import { refuse, stepId, type Planning } from './planning.ts'

/** Adds the steps for all named volumes of the project. */
export function planVolumes(planning: Planning): void {
  for (const volume of planning.desired.volumes.values()) planVolume(planning, volume)
}

function planVolume({ desired, observed, builder }: Planning, volume: DesiredVolume): void {
  const existing = observed.volumes.get(volume.name)
  if (volume.external) {
    if (existing) return
    refuse(desired, ['volumes', volume.key], {
      code: 'missing-external-volume',
      message: `volume "${volume.key}" is external, but the engine has no volume "${volume.name}"`,
      hint: `create it with "docker volume create ${volume.name}", or remove "external: true"`,
    })
  }
  if (!existing) {
    const resource = { kind: 'volume', name: volume.name } as const
    builder.add({
      id: stepId.volume(volume.key, 'create'),
      kind: 'create-volume',
      resource,
      reason: { text: 'does not exist yet' },
      args: { body: volume.body },
    })
    return
  }
  const recorded = existing.labels[labels.configHash]
  if (existing.labels[labels.project] !== desired.project) {
    builder.warn(
      'foreign-volume',
      `volume "${volume.name}" exists but was not made for project "${desired.project}"; it is used as it is. Say "external: true" to make that plain`,
    )
  } else if (recorded !== undefined && recorded !== volume.hash) {
    builder.warn(
      'volume-differs',
      `volume "${volume.name}" exists with another definition; it is kept, with its data. To make it anew, remove it first: docker volume rm ${volume.name}`,
    )
  }
}

/** Names that a plan needs and another container of the project has: by `container_name`, services may hand names to each other. */
import { removalStep } from './decisions.ts'
import type { DesiredService } from './desired.ts'
import type { ObservedContainer } from './observed.ts'
import { refuse, type Planning } from './planning.ts'

/**
 * The steps after which a container of the service may have the name; none where it is free already. `own` is the id of the
 * container that gives way to it. Refuses where the holder stays.
 */
export function nameFreed(
  planning: Planning,
  target: DesiredService,
  { name, own }: { readonly name: string; readonly own?: string },
): readonly string[] {
  const holder = planning.observed.containers.find((container) => container.name === name)
  if (!holder || holder.id === own) return []
  const gone = removalStep(planning.decisions, holder)
  if (gone !== undefined) return [gone]
  return refuse(planning.desired, ['services', target.name, 'container_name'], {
    code: 'conflict',
    message: `service "${target.name}" needs the container name "${name}", which a container of service "${holder.service}" has`,
    hint: wayOut(planning, holder),
  })
}

function wayOut({ desired }: Planning, { service, name }: ObservedContainer): string {
  if (desired.services.some((one) => one.name === service))
    return 'let that container be made anew as well: run without --no-recreate'
  return desired.loaded.inactiveServices.includes(service)
    ? `that service is not part of this run: name it too, or remove its container with "docker rm -f ${name}"`
    : `the files do not name service "${service}" any more: remove its container with --remove-orphans`
}

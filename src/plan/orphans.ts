/** Containers of the project whose service the files no longer name. */
import type { DesiredState } from './desired.ts'
import type { ObservedContainer, ObservedState } from './observed.ts'
import type { Planning } from './planning.ts'
import { planRemoval } from './removal.ts'

/** Removes what does not belong to a wanted service and is to go, and warns of orphans that stay. */
export function planOrphans(planning: Planning): void {
  const { decisions, options, builder, desired, observed } = planning
  for (const removal of decisions.removals.values())
    if (removal.role === 'orphan' || removal.role === 'user') planRemoval(planning, removal)
  const left = orphansOf(desired, observed).filter(({ id }) => !decisions.removals.has(id))
  if (left.length === 0 || options.orphans === 'ignore') return
  const names = left.map(({ name }) => `"${name}"`).join(', ')
  builder.warn(
    'orphans',
    `orphan containers of project "${desired.project}", whose services the files do not name: ${names}. Remove them with --remove-orphans`,
  )
}

/** Containers of unknown services, and one-off ones that have ended; services that profiles or the selection left out have none. */
export function orphansOf(desired: DesiredState, observed: ObservedState): readonly ObservedContainer[] {
  const known = new Set([...desired.services.map(({ name }) => name), ...desired.loaded.inactiveServices])
  return observed.containers.filter(({ service, oneOff, state }) =>
    oneOff ? state === 'exited' || state === 'dead' : !known.has(service),
  )
}

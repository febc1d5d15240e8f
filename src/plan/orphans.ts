/** Containers of the project whose service the files no longer name. */
import type { ObservedContainer } from './observed.ts'
import type { Planning } from './planning.ts'
import { planRemoval } from './removal.ts'

/** Removes the orphans, or warns of them; services that profiles or the selection left out have none. */
export function planOrphans(planning: Planning): void {
  const { options, builder, desired } = planning
  const orphans = orphansOf(planning)
  if (orphans.length === 0 || options.orphans === 'ignore') return
  if (options.orphans === 'remove') {
    for (const orphan of orphans)
      planRemoval(planning, orphan, { text: `orphan: no service "${orphan.service}" in the files` })
    return
  }
  const names = orphans.map(({ name }) => `"${name}"`).join(', ')
  builder.warn(
    'orphans',
    `orphan containers of project "${desired.project}", whose services the files do not name: ${names}. Remove them with --remove-orphans`,
  )
}

function orphansOf({ desired, observed }: Planning): readonly ObservedContainer[] {
  const known = new Set([...desired.services.map(({ name }) => name), ...desired.loaded.inactiveServices])
  return observed.containers.filter(({ service, oneOff, state }) =>
    oneOff ? state === 'exited' || state === 'dead' : !known.has(service),
  )
}

/** What the planner knows of one service, for those who ask why it is as it is. */
import { decide } from './decisions.ts'
import type { DesiredState } from './desired.ts'
import { renewableNetworks } from './networks.ts'
import type { ObservedContainer, ObservedState } from './observed.ts'
import type { Reason } from './steps.ts'

interface Known {
  readonly desired: DesiredState
  readonly observed: ObservedState
}

/** Why the next `up` would make the container anew or remove it; undefined where it would leave it what it is. */
export function reasonFor({ desired, observed }: Known, container: ObservedContainer): Reason | undefined {
  const { kept, removals } = decide({
    desired,
    observed,
    options: { orphans: 'remove' },
    renewedNetworks: renewableNetworks(desired, observed, {}),
    renewedVolumes: new Set(),
  })
  const own = kept.get(container.service)?.find((one) => one.container.id === container.id)
  return own?.reason ?? removals.get(container.id)?.reason
}

/** What to do about a service, beside what its containers tell. */
export function adviseOn(
  {
    service,
    unmet,
    differs,
    idle,
  }: {
    readonly service: string
    /** The services it waits for in vain. */
    readonly unmet: readonly string[]
    readonly differs: boolean
    /** True where `up` would do nothing. */
    readonly idle: boolean
  },
  isInFiles: boolean,
): readonly string[] {
  if (!isInFiles) return ['the files do not name it: "gantry up --remove-orphans" removes its containers']
  const waiting = unmet.map((other) => `it waits for "${other}": see "gantry explain ${other}"`)
  if (idle) return waiting
  return [...waiting, `"gantry up -d ${service}" ${differs ? 'makes it what the files say' : 'brings it up'}`]
}

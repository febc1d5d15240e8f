/** What becomes of the containers that exist: decided for all of them before any step is written. */
import { referencesOf } from './container.ts'
import { containerName, type DesiredService } from './desired.ts'
import { divergence } from './divergence.ts'
import { containersOf, type ObservedContainer, type ObservedState } from './observed.ts'
import { orphansOf } from './orphans.ts'
import { policyOf, stepId, type Circumstances, type RemovalRole } from './planning.ts'
import type { Reason } from './steps.ts'

/** A container of a wanted service; `reason` says why it must be made anew, where it must. */
export interface Assessed {
  readonly container: ObservedContainer
  readonly reason: Reason | undefined
}

export interface Removal {
  readonly container: ObservedContainer
  readonly role: RemovalRole
  /** It never ran, and holds nothing of its own: its anonymous volumes go with it. */
  readonly unused?: boolean
  readonly reason: Reason
}

export interface Decisions {
  /** Those that stay or are made anew, by service, lowest number first. */
  readonly kept: ReadonlyMap<string, readonly Assessed[]>
  /** Those that go for good, by id. */
  readonly removals: ReadonlyMap<string, Removal>
  /** Services of which a container is made anew. */
  readonly recreated: ReadonlySet<string>
  /**
   * Containers that must be gone before their replacement is made, by id: they keep a volume in use that is made anew, or have a name
   * that another container is to get.
   */
  readonly goingFirst: ReadonlySet<string>
  /**
   * Services whose containers are stopped before their replacements can be made: they go first, stand on a network that is made anew,
   * share with a container that is made anew, or depend on such a service, which stops after them.
   */
  readonly stoppingEarly: ReadonlySet<string>
}

/** For plans that leave every container what it is. */
export const noDecisions: Decisions = {
  kept: new Map(),
  removals: new Map(),
  recreated: new Set(),
  goingFirst: new Set(),
  stoppingEarly: new Set(),
}

/** Decides; services are looked at after those they depend on. */
export function decide(circumstances: Circumstances): Decisions {
  const kept = new Map<string, readonly Assessed[]>()
  const recreated = new Set<string>()
  const removals: Removal[] = []
  for (const target of circumstances.desired.services) {
    const chosen = chooseContainers(circumstances, target, (service) => recreated.has(service))
    kept.set(target.name, chosen.kept)
    removals.push(...chosen.removals)
    if (chosen.kept.some(({ reason }) => reason !== undefined)) recreated.add(target.name)
  }
  removals.push(...unwanted(circumstances))
  const first = goingFirst(circumstances, kept)
  return {
    kept,
    recreated,
    removals: new Map(removals.map((one) => [one.container.id, one])),
    goingFirst: first,
    stoppingEarly: stoppingEarly(circumstances, { kept, recreated, goingFirst: first }),
  }
}

function stoppingEarly(
  { desired, renewedNetworks }: Circumstances,
  { kept, recreated, goingFirst: first }: Pick<Decisions, 'kept' | 'recreated' | 'goingFirst'>,
): ReadonlySet<string> {
  const early = new Set<string>()
  for (const { name, service, dependencies } of desired.services) {
    const own = (kept.get(name) ?? []).some(
      ({ container }) =>
        first.has(container.id) ||
        Object.keys(container.networks).some((network) => renewedNetworks.has(network)),
    )
    const shares = referencesOf(service).some((other) => recreated.has(other))
    if (own || shares || [...dependencies.keys()].some((other) => early.has(other))) early.add(name)
  }
  return early
}

function goingFirst(
  { desired, renewedVolumes }: Circumstances,
  kept: Decisions['kept'],
): ReadonlySet<string> {
  const claims = new Map(
    desired.services.flatMap((target) => {
      const staying = kept.get(target.name) ?? []
      return slotNumbers(target, staying).map(
        (number, index) => [containerName(desired, target, number), staying[index]?.container.id] as const,
      )
    }),
  )
  const replaced = [...kept.values()].flat().filter(({ reason }) => reason !== undefined)
  const going = replaced.filter(
    ({ container: { id, name, mounts } }) =>
      mounts.some((mount) => mount.name !== undefined && renewedVolumes.has(mount.name)) ||
      (claims.has(name) && claims.get(name) !== id),
  )
  return new Set(going.map(({ container }) => container.id))
}

/** The numbers of a service's containers once the plan is done: those that stay, in order, then those that are added. */
export function slotNumbers({ replicas }: DesiredService, kept: readonly Assessed[]): readonly number[] {
  const numbers = kept.map(({ container }) => container.number)
  const highest = Math.max(0, ...numbers)
  const added = Array.from({ length: replicas - kept.length }, (_, index) => highest + index + 1)
  return [...numbers, ...added]
}

/** The step after which a container that exists now is gone; undefined where it stays. */
export function removalStep(
  { kept, removals }: Decisions,
  { id, name, service, number }: ObservedContainer,
): string | undefined {
  const removal = removals.get(id)
  if (removal) return stepId.removal(removal.role, name, 'remove')
  const own = kept.get(service)?.find(({ container }) => container.id === id)
  return own?.reason && stepId.container(service, number, 'remove')
}

function chooseContainers(
  circumstances: Circumstances,
  target: DesiredService,
  recreated: (service: string) => boolean,
): { readonly kept: readonly Assessed[]; readonly removals: readonly Removal[] } {
  const policy = policyOf(circumstances, target.name)
  const assessed = containersOf(circumstances.observed, target.name).map((container) => ({
    container,
    reason: divergence(circumstances, target, { container, policy, recreated }),
  }))
  const { kept, surplus } = choose(assessed, target.replicas)
  const text = `${target.replicas} of ${assessed.length} replicas are wanted`
  return {
    kept,
    removals: surplus.map(({ container, reason = { text } }) => ({
      container,
      role: container.leftover ? 'leftover' : 'surplus',
      reason,
      ...(isUnused(container, circumstances.observed) && { unused: true }),
    })),
  }
}

/** A replacement that never ran, beside what it was to replace: nothing can be in it. */
function isUnused({ leftover, state, service, number }: ObservedContainer, observed: ObservedState): boolean {
  const others = containersOf(observed, service)
  return leftover && state === 'created' && others.some((one) => !one.leftover && one.number === number)
}

/** Up-to-date containers stay before outdated ones, low numbers before high; one number is used once. */
function choose(
  assessed: readonly Assessed[],
  replicas: number,
): { kept: readonly Assessed[]; surplus: readonly Assessed[] } {
  const numbers = new Set<number>()
  const unique = assessed.filter(
    ({ container }) => !numbers.has(container.number) && numbers.add(container.number),
  )
  const ranked = [...unique].sort(
    (a, b) =>
      Number(Boolean(a.reason)) - Number(Boolean(b.reason)) || a.container.number - b.container.number,
  )
  const kept = new Set(ranked.slice(0, replicas))
  return { kept: assessed.filter((one) => kept.has(one)), surplus: assessed.filter((one) => !kept.has(one)) }
}

/** Orphans where they are to go, and whatever else would keep a volume in use that is made anew. */
function unwanted(circumstances: Circumstances): readonly Removal[] {
  const { desired, observed, options, renewedVolumes } = circumstances
  const wanted = new Set(desired.services.map(({ name }) => name))
  const others = observed.containers.filter(({ service, oneOff }) => oneOff || !wanted.has(service))
  const orphans = new Set(options.orphans === 'remove' ? orphansOf(desired, observed) : [])
  return others.flatMap((container): readonly Removal[] => {
    const volume = container.mounts.find(({ name }) => name !== undefined && renewedVolumes.has(name))
    if (volume) return [{ container, role: 'user', reason: { text: `volume "${volume.name}" is made anew` } }]
    if (!orphans.has(container)) return []
    const text = container.oneOff
      ? 'a one-off container that has ended'
      : `orphan: no service "${container.service}" in the files`
    return [{ container, role: 'orphan', reason: { text } }]
  })
}

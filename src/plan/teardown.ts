/** Taking a project down, from what the engine holds: containers in reverse order of dependency, then networks, volumes, images. */
import type { Hook, Service } from '../compose/service.ts'
import { closure, withoutCircles } from '../graph/graph.ts'
import { createPlanBuilder, type PlanBuilder } from './builder.ts'
import { planHooks } from './hooks.ts'
import { planImageRemovals, planNetworkRemovals, planVolumeRemovals } from './leftovers.ts'
import { labels, parseDependsOn } from './labels.ts'
import { isUp, type ObservedContainer, type ObservedState } from './observed.ts'
import { planProviderEnds } from './outside-steps.ts'
import { stopId } from './planning.ts'
import type { Plan } from './steps.ts'
import { stopArgs } from './stop-args.ts'

export interface TeardownOptions {
  readonly project: string
  /** Service names that the files declare and that are active; undefined when there is no file: everything goes. */
  readonly services?: readonly string[]
  /** Declared, but left out by profiles: they stay, and that is said. */
  readonly inactiveServices?: readonly string[]
  /** Services named on the command line: they and what depends on them. Empty: all. */
  readonly targets?: readonly string[]
  /** Names of the volumes to remove (`-v`); anonymous ones go with their containers. */
  readonly volumes?: readonly string[]
  /** Names of external volumes: never removed, whatever kind the engine takes them for. */
  readonly externalVolumes?: readonly string[]
  /** Image references to remove (`--rmi`). */
  readonly images?: readonly string[]
  readonly removeAnonymousVolumes?: boolean
  readonly removeOrphans?: boolean
  readonly timeout?: number
  /** `pre_stop` hooks by service: they run in each running container before it is stopped. */
  readonly hooks?: ReadonlyMap<string, readonly Hook[]>
  /** The services of the files: providers take down those that they run. */
  readonly declared?: Readonly<Record<string, Service>>
}

/** Steps that stop and remove; a container is stopped when all that depend on it are stopped, and removed at once. */
export function teardownPlan(observed: ObservedState, options: TeardownOptions): Plan {
  const builder = createPlanBuilder(options.project)
  const going = goingContainers(observed, options, builder)
  const removed = planContainers(builder, { observed, going, options })
  planProviderEnds(builder, options.declared ?? {}, {
    command: 'down',
    targets: options.targets,
    stopping: going,
  })
  if (!options.targets?.length) {
    const hooks = planHookRemovals(builder, observed)
    const taken = { observed, going, removed }
    planNetworkRemovals(builder, taken, { project: options.project, hooks })
    planVolumeRemovals(builder, taken, options.volumes ?? [])
    planImageRemovals(builder, taken, options.images ?? [])
  }
  return builder.build()
}

/** Steps that stop without removing, in the same order. */
export function stopPlan(
  observed: ObservedState,
  options: Pick<TeardownOptions, 'project' | 'targets' | 'timeout' | 'hooks' | 'declared'>,
): Plan {
  const builder = createPlanBuilder(options.project)
  const targets = new Set(options.targets)
  const stopping = observed.containers.filter(
    ({ service, oneOff }) => !oneOff && (targets.size === 0 || targets.has(service)),
  )
  planStops(builder, stopping, { ...options, reasonFor: () => 'asked for' })
  planProviderEnds(builder, options.declared ?? {}, { command: 'stop', targets: options.targets, stopping })
  return builder.build()
}

/** Containers of `pre_start` hooks that a run left when it was cut short; nothing in them is worth a graceful stop. */
function planHookRemovals(builder: PlanBuilder, { hooks }: ObservedState): readonly string[] {
  return hooks.map(({ id, name }) =>
    builder.add({
      id: `${name}:remove`,
      kind: 'remove-container',
      resource: { kind: 'container', name },
      reason: { text: 'left over from a hook that was cut short' },
      args: { container: id, volumes: true },
    }),
  )
}

function goingContainers(
  observed: ObservedState,
  options: TeardownOptions,
  builder: PlanBuilder,
): readonly ObservedContainer[] {
  if (options.targets?.length) {
    const dependents = dependentsIn(observed.containers)
    const reached = closure(options.targets, dependents)
    return observed.containers.filter(({ service }) => reached.has(service))
  }
  if (!options.services) return observed.containers
  const active = new Set(options.services)
  const inactive = new Set(options.inactiveServices)
  const staying = observed.containers.filter(
    ({ service, oneOff }) =>
      !active.has(service) && !oneOff && (inactive.has(service) || !options.removeOrphans),
  )
  const orphans = staying.filter(({ service }) => !inactive.has(service))
  const profiled = staying.filter(({ service }) => inactive.has(service))
  if (orphans.length > 0)
    builder.warn('orphans', `orphan containers stay: ${namesOf(orphans)}. Remove them with --remove-orphans`)
  if (profiled.length > 0)
    builder.warn(
      'inactive-profiles',
      `containers of inactive profiles stay: ${namesOf(profiled)}. Take them down with --profile "*"`,
    )
  const left = new Set(staying)
  return observed.containers.filter((container) => !left.has(container))
}

function planContainers(
  builder: PlanBuilder,
  {
    observed,
    going,
    options,
  }: { observed: ObservedState; going: readonly ObservedContainer[]; options: TeardownOptions },
): ReadonlyMap<string, string> {
  planStops(builder, going, { ...options, reasonFor: () => 'taken down' })
  return new Map(
    going.map((container) => [
      container.id,
      builder.add({
        id: `${container.name}:remove`,
        kind: 'remove-container',
        resource: { kind: 'container', name: container.name, service: container.service },
        reason: { text: 'taken down' },
        after: [stopId(container)],
        args: {
          container: container.id,
          volumes: options.removeAnonymousVolumes === true,
          inherited: options.removeAnonymousVolumes
            ? inheritedVolumes(container, observed, options.externalVolumes)
            : [],
        },
      }),
    ]),
  )
}

/** Anonymous volumes of the container it replaced, which are named in its own body: the engine would leave them. */
export function inheritedVolumes(
  { labels: own, mounts }: ObservedContainer,
  { volumes }: ObservedState,
  externalVolumes: readonly string[] = [],
): readonly string[] {
  if (own[labels.replace] === undefined) return []
  return mounts.flatMap(({ name }) =>
    name !== undefined &&
    volumes.get(name)?.labels[anonymousVolume] !== undefined &&
    !externalVolumes.includes(name)
      ? [name]
      : [],
  )
}

/** The engine's mark on volumes that it gave a name to. */
const anonymousVolume = 'com.docker.volume.anonymous'

type StopOptions = Pick<TeardownOptions, 'timeout' | 'hooks'> & {
  readonly reasonFor: (container: ObservedContainer) => string
}

/** Adds the hooks and stops of those that live; each after the stops of what depends on it. */
export function planStops(
  builder: PlanBuilder,
  stopping: readonly ObservedContainer[],
  { reasonFor, timeout, hooks }: StopOptions,
): void {
  const dependents = dependentsIn(stopping)
  const running = stopping.filter(isUp)
  for (const container of running) {
    const { name, service, state } = container
    const first = new Set(dependents(service))
    const after = running.filter((other) => first.has(other.service)).map(stopId)
    const own = state === 'running' ? (hooks?.get(service) ?? []) : []
    const numbered = own.map((hook, index) => ({ hook, id: `${name}:pre_stop:${index + 1}` }))
    const last = planHooks(builder, numbered, { container: name, service, event: 'pre_stop', after }).at(-1)
    builder.add({
      id: stopId(container),
      kind: 'stop-container',
      resource: { kind: 'container', name, service },
      reason: { text: reasonFor(container) },
      after: last === undefined ? after : [last],
      args: stopArgs(container, timeout),
    })
  }
}

/** Service → services that depend on it, by the containers' own labels. */
export function dependentsIn(
  containers: readonly ObservedContainer[],
): (service: string) => readonly string[] {
  const dependencies = new Map<string, string[]>()
  for (const { service, labels: own } of containers) {
    dependencies.set(service, [
      ...(dependencies.get(service) ?? []),
      ...parseDependsOn(own[labels.dependsOn]),
    ])
  }
  const dependents = new Map<string, string[]>()
  for (const [service, targets] of withoutCircles(dependencies)) {
    for (const target of new Set(targets))
      dependents.set(target, [...(dependents.get(target) ?? []), service])
  }
  return (service) => dependents.get(service) ?? []
}

function namesOf(containers: readonly ObservedContainer[]): string {
  return containers.map(({ name }) => `"${name}"`).join(', ')
}

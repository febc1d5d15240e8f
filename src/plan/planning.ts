/** What the planners share while one plan is made. */
import type { Place } from '../errors.ts'
import { GantryError, ProjectError } from '../errors.ts'
import type { PlanBuilder } from './builder.ts'
import type { Decisions } from './decisions.ts'
import type { DesiredState } from './desired.ts'
import type { ObservedState } from './observed.ts'

/** When a container that exists is made anew. `diverged`: when it is not what the project says. */
export type RecreatePolicy = 'diverged' | 'force' | 'never'

export interface ReconcileOptions {
  /** Services named on the command line; the others are their dependencies. Empty: all are meant. */
  readonly targets?: readonly string[]
  readonly recreate?: RecreatePolicy
  readonly recreateDependencies?: RecreatePolicy
  /** False: containers are created but not started. */
  readonly start?: boolean
  /** True: images with a build section are built again; false: never built. */
  readonly build?: boolean
  /** `--pull`: instead of every service's own policy. */
  readonly pull?: string
  /** New anonymous volumes instead of the replaced container's. */
  readonly renewVolumes?: boolean
  /** Names of volumes that differ and may be made anew, which loses their data; see `divergedVolumes`. Others are kept, with a warning. */
  readonly recreateVolumes?: ReadonlySet<string>
  readonly orphans?: 'warn' | 'remove' | 'ignore'
  /** Seconds that a stopping container gets; absent: its own grace period. */
  readonly timeout?: number
  /** Ends with a wait for every service to be ready. */
  readonly wait?: boolean
  /** `done`: this run has brought up providers and models already. */
  readonly outside?: 'done'
  /** Images that this run has pulled or built already. */
  readonly refreshed?: ReadonlySet<string>
}

/** What decisions are made on. */
export interface Circumstances {
  readonly desired: DesiredState
  readonly observed: ObservedState
  readonly options: ReconcileOptions
  /** Names of networks that this plan makes anew: containers on them must be made anew as well. */
  readonly renewedNetworks: ReadonlySet<string>
  /** Names of volumes that this plan makes anew: containers that mount them go before, and are made anew after. */
  readonly renewedVolumes: ReadonlySet<string>
}

export interface Planning extends Circumstances {
  readonly decisions: Decisions
  readonly builder: PlanBuilder
}

/** When containers of a service are made anew: those named on the command line have a policy of their own. */
export function policyOf({ options }: Pick<Circumstances, 'options'>, service: string): RecreatePolicy {
  const targeted = !options.targets?.length || options.targets.includes(service)
  return (targeted ? options.recreate : options.recreateDependencies) ?? 'diverged'
}

/** Stable ids of steps: `db-1:create`, `network:default:create`, `image:redis:7`. */
export const stepId = {
  container: (service: string, number: number, verb: string) => `${service}-${number}:${verb}`,
  network: (key: string, verb: string) => `network:${key}:${verb}`,
  volume: (key: string, verb: string) => `volume:${key}:${verb}`,
  image: (reference: string) => `image:${reference}`,
  provider: (service: string, command: string) => `${service}:provider:${command}`,
  model: (key: string) => `model:${key}`,
  wait: (service: string, condition: string) => `${service}:wait:${condition}`,
  /** Of a container that goes for good: `orphan:shop-old-1:remove`. */
  removal: (role: RemovalRole, name: string, verb: string) => `${role}:${name}:${verb}`,
}

/**
 * Why a container goes and none takes its place: there are enough replicas, the files do not name its service, a recreate that was
 * cut short left it, or a volume that it mounts is made anew.
 */
export type RemovalRole = 'surplus' | 'orphan' | 'leftover' | 'user'

/** The step of a teardown that stops a container. */
export function stopId({ name }: { readonly name: string }): string {
  return `${name}:stop`
}

/** Refuses something the user's file says, at its place. */
export function refuse(
  desired: DesiredState,
  path: readonly (string | number)[],
  problem: { code: string; message: string; hint?: string },
): never {
  const place: Place | undefined = desired.loaded.placeOf(path)
  throw new ProjectError([{ severity: 'error', ...problem, ...(place && { place }) }])
}

/** Refuses because of what the engine holds. */
export function stop(
  code: ConstructorParameters<typeof GantryError>[0],
  message: string,
  hint: string,
): never {
  throw new GantryError(code, message, { hint })
}

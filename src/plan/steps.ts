/** Steps and plans: what must be done, why, and after what. Data only; `execute/` has a handler for each kind. */
import type { InjectedFile } from '../compose/injected-files.ts'
import type { Build, Dependency, Hook, Service } from '../compose/service.ts'
import type { ContainerBody, NetworkBody, VolumeBody } from '../docker/bodies.ts'
import type { Operation, Resource } from '../events.ts'

/** What each kind of step needs. Containers are named: the engine takes names for ids. */
export interface StepArgs {
  'create-network': { readonly body: NetworkBody }
  'remove-network': { readonly id: string }
  'create-volume': { readonly body: VolumeBody }
  'remove-volume': { readonly name: string }
  /** `optional`: a failed pull is no failure, because the image can be built or is there. */
  'pull-image': { readonly reference: string; readonly platform?: string; readonly optional?: boolean }
  'build-image': ImageBuild
  /** `reference` is the image that gets another name. */
  'tag-image': { readonly reference: string; readonly tag: string }
  'remove-image': { readonly reference: string }
  'create-container': ContainerCreation
  'start-container': {
    readonly container: string
    readonly files: readonly InjectedFile[]
    /** The file in the container that gets the user's logins for registries. */
    readonly loginsAt?: string
  }
  /** `timeout` in seconds; absent: the container's own grace period. */
  'stop-container': {
    readonly container: string
    readonly timeout?: number
    /** What the record says of the stop signal: that it is heard, or kills at once. Absent: someone must look. */
    readonly signal?: 'heard' | 'kills'
  }
  /** `signal` as the user wrote it: `SIGHUP`, `HUP`, `1`. */
  'kill-container': { readonly container: string; readonly signal: string }
  'pause-container': { readonly container: string }
  'unpause-container': { readonly container: string }
  /** `inherited`: anonymous volumes taken over from a replaced container; the engine no longer knows them as such. */
  'remove-container': {
    readonly container: string
    readonly volumes: boolean
    /** True for a container that never ran: no data goes with its volumes. */
    readonly unused?: boolean
    readonly inherited?: readonly string[]
  }
  'rename-container': { readonly container: string; readonly name: string }
  'disconnect-network': { readonly network: string; readonly container: string }
  'connect-network': {
    readonly network: string
    readonly container: string
    readonly aliases: readonly string[]
  }
  /** `own`: the hook runs in a container made for it (`pre_start`), else in the container itself. */
  'run-hook': {
    readonly container: string
    readonly hook: Hook
    readonly own?: { readonly name: string; readonly body: ContainerBody }
  }
  /** Has a provider run its command for a service; what it tells are variables for the service's dependents. */
  'run-provider': ProviderCall & { readonly command: 'up' | 'down' | 'stop' }
  /** Has the plugin of the Docker CLI pull a model and set it up. */
  'set-up-model': ModelSetup
  wait: Wait
}

/** A service that a provider runs; `type` is a plugin of the Docker CLI or a program. */
export interface ProviderCall {
  readonly service: string
  readonly type: string
  readonly options: Readonly<Record<string, readonly string[]>>
}

/** `contextSize` in tokens; `runtimeFlags` are words for the program that serves the model. */
export interface ModelSetup {
  readonly model: string
  readonly contextSize?: number
  readonly runtimeFlags: readonly string[]
}

/** One image to be made from a `build` section and tagged as `reference` and `tags`. */
export interface ImageBuild {
  readonly build: Build
  readonly reference: string
  readonly tags: readonly string[]
  readonly labels: Readonly<Record<string, string>>
  readonly platform?: string
  /** True where the context is no folder of this machine, but has to be fetched. */
  readonly remote?: boolean
  /** Bytes that a build may use; only the classic builder has such a limit. */
  readonly memory?: number
}

export interface ContainerCreation {
  readonly name: string
  readonly platform?: string
  /** Complete but for what only the run can tell: image digest, ids of other containers. */
  readonly body: ContainerBody
  /** Its image's id (see `imageLabel`) becomes a label at the run, when the image is certain to be there. */
  readonly imageReference: string
  /** Known where the image was on the engine when the plan was made. */
  readonly imageId?: string
  /** Other services' containers that the body names: service → container name. Their ids go into body and hash at the run. */
  readonly references: Readonly<Record<string, string>>
  readonly service: Service
  /** Digests of the project's configs and secrets, for the label that tells what the container was made from. */
  readonly contents: ReadonlyMap<string, string>
}

/** `ready`: healthy where there is a health check, running elsewhere; what `--wait` waits for. */
export interface Wait {
  readonly service: string
  readonly condition: Dependency['condition'] | 'ready'
  readonly containers: readonly string[]
  /** False: its failure is a warning and what comes after it goes on. */
  readonly required: boolean
}

/** Bounded resources that steps compete for; waits hold none, and a stop gives its place up while the process takes its time. */
export type Lane = 'api' | 'pull' | 'build' | 'none'

/** Why a step is taken: one line, and the attributes that differ where something is recreated. */
export interface Reason {
  readonly text: string
  readonly changes?: readonly Change[]
}

/** Old and new value of an attribute as text, secrets masked; absent where there is or was none. */
export interface Change {
  readonly attribute: string
  readonly from?: string
  readonly to?: string
  /** The env_file that the new value comes from, as seen from the project's folder. */
  readonly file?: string
}

interface StepOf<K extends Operation> {
  /** Unique in the plan and stable between runs: `web-1:create`. */
  readonly id: string
  readonly kind: K
  readonly resource: Resource
  readonly reason: Reason
  /** Ids of the steps that must be done before. */
  readonly after: readonly string[]
  readonly lane: Lane
  /** Loses data or work that cannot be had back: the command asks first. */
  readonly destructive?: boolean
  readonly args: StepArgs[K]
}

export type Step = { [K in Operation]: StepOf<K> }[Operation]

/** Steps in a fixed order, each after those it names. */
export interface Plan {
  readonly project: string
  readonly steps: readonly Step[]
  /** What the user should know beside the steps: orphans, volumes that differ, foreign resources. */
  readonly warnings: readonly { readonly code: string; readonly message: string }[]
}

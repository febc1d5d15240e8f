/**
 * The engine as Gantry sees it: the calls we make and the fields we read, in the Engine API's own words (API 1.41–1.51).
 * Two implementations: `real-engine.ts` and `memory.ts` (for plans, faults and scale), held to one contract by the same tests.
 * Every call, and every stream while it is read, fails with an `EngineError`; with its `AbortSignal`'s reason when aborted.
 */

import type { ContainerBody, EndpointBody, NetworkBody, VolumeBody } from './bodies.ts'
import type {
  BuildProgress,
  BuildRequest,
  EngineEvent,
  ExecRequest,
  ExecSession,
  LogOptions,
  OutputChunk,
  ProcessTable,
  PullProgress,
  SessionRequest,
  StatsSample,
} from './engine-streams.ts'

export type * from './engine-streams.ts'

export interface Engine {
  /** Address as shown to the user, e.g. `unix:///var/run/docker.sock`. */
  readonly address: string
  info(): Promise<EngineInfo>

  /** All containers, stopped ones too, whose labels include every given `key` or `key=value`. */
  listContainers(
    query: { readonly labels: readonly string[] },
    signal?: AbortSignal,
  ): Promise<readonly ContainerSummary[]>
  inspectContainer(id: string, signal?: AbortSignal): Promise<ContainerDetails>
  /** The engine's own answer to an inspection, to be shown as it is: environment and labels may hold secrets. */
  rawContainer(id: string, signal?: AbortSignal): Promise<object>
  /** Processes of a running container, as `ps` of the engine's machine shows them; `psArgs` has to ask for the pid. */
  topContainer(id: string, psArgs?: string, signal?: AbortSignal): Promise<ProcessTable>
  /** What a running container uses, about once a second; ends when the container stops. */
  containerStats(id: string, signal?: AbortSignal): AsyncIterable<StatsSample>
  createContainer(
    request: { readonly name: string; readonly platform?: string; readonly body: ContainerBody },
    signal?: AbortSignal,
  ): Promise<{ readonly id: string; readonly warnings: readonly string[] }>
  /** Starting a running container is no error. */
  startContainer(id: string, signal?: AbortSignal): Promise<void>
  /** Stopping a stopped container is no error. Without `timeout` (seconds) the container's own grace period counts. */
  stopContainer(id: string, options?: { readonly timeout?: number }, signal?: AbortSignal): Promise<void>
  killContainer(id: string, options?: { readonly signal?: string }, signal?: AbortSignal): Promise<void>
  /** Stops it, with `timeout` as for a stop, and starts it; one that does not run is started. */
  restartContainer(id: string, options?: { readonly timeout?: number }, signal?: AbortSignal): Promise<void>
  /** Freezes a running container; pausing one that does not run, or is paused, is a conflict (409). */
  pauseContainer(id: string, signal?: AbortSignal): Promise<void>
  /** Lets a paused container go on; one that is not paused is a conflict (409). */
  unpauseContainer(id: string, signal?: AbortSignal): Promise<void>
  /** Removing one that is gone, or being removed, is no error. `volumes`: its anonymous volumes too. */
  removeContainer(
    id: string,
    options?: { readonly force?: boolean; readonly volumes?: boolean },
    signal?: AbortSignal,
  ): Promise<void>
  renameContainer(id: string, name: string, signal?: AbortSignal): Promise<void>
  /** Output since the container's first start, or since `since`; ends when the container stops, or at once without `follow`. */
  containerLogs(id: string, options: LogOptions, signal?: AbortSignal): AsyncIterable<OutputChunk>
  /** Output from now on, as it comes; attach before the start and nothing is lost. Resolves once attached. */
  attachContainer(id: string, signal?: AbortSignal): Promise<AsyncIterable<OutputChunk>>
  /** Runs a command in a running container to its end. */
  execInContainer(
    id: string,
    request: ExecRequest,
    signal?: AbortSignal,
  ): Promise<{ readonly exitCode: number; readonly output: string }>
  /** Begins a command in a running container and stays connected with it. Resolves once it runs. */
  openExec(id: string, request: SessionRequest, signal?: AbortSignal): Promise<ExecSession>
  /** Unpacks a tar archive below `path` of the container's file system. */
  copyToContainer(id: string, path: string, tar: Uint8Array, signal?: AbortSignal): Promise<void>

  listNetworks(
    query: { readonly labels: readonly string[] },
    signal?: AbortSignal,
  ): Promise<readonly NetworkSummary[]>
  /** By name or id; undefined when there is none. */
  inspectNetwork(name: string, signal?: AbortSignal): Promise<NetworkSummary | undefined>
  createNetwork(body: NetworkBody, signal?: AbortSignal): Promise<{ readonly id: string }>
  /** Removing one that is gone is no error. */
  removeNetwork(id: string, signal?: AbortSignal): Promise<void>
  connectNetwork(
    network: string,
    request: { readonly container: string; readonly endpoint?: EndpointBody },
    signal?: AbortSignal,
  ): Promise<void>
  disconnectNetwork(
    network: string,
    request: { readonly container: string; readonly force?: boolean },
    signal?: AbortSignal,
  ): Promise<void>

  listVolumes(
    query: { readonly labels: readonly string[] },
    signal?: AbortSignal,
  ): Promise<readonly VolumeSummary[]>
  inspectVolume(name: string, signal?: AbortSignal): Promise<VolumeSummary | undefined>
  createVolume(body: VolumeBody, signal?: AbortSignal): Promise<void>
  /** Removing one that is gone is no error. */
  removeVolume(name: string, signal?: AbortSignal): Promise<void>

  /** By reference or id; undefined when there is none. */
  inspectImage(reference: string, signal?: AbortSignal): Promise<ImageDetails | undefined>
  /** Yields progress; ends when the image is there. Credentials come from the user's docker configuration. */
  pullImage(
    request: { readonly reference: string; readonly platform?: string },
    signal?: AbortSignal,
  ): AsyncIterable<PullProgress>
  /** Yields progress and output; ends when the image is tagged. */
  buildImage(request: BuildRequest, signal?: AbortSignal): AsyncIterable<BuildProgress>
  /** The digest that the reference has in its registry now: `sha256:…`. */
  resolveDigest(reference: string, signal?: AbortSignal): Promise<string>
  tagImage(reference: string, tag: string, signal?: AbortSignal): Promise<void>
  removeImage(reference: string, signal?: AbortSignal): Promise<void>

  /** Container events from `since` (seconds, fractions allowed) on, live, until aborted. Resolves once subscribed. */
  events(
    query: { readonly labels: readonly string[]; readonly since?: number },
    signal: AbortSignal,
  ): Promise<AsyncIterable<EngineEvent>>

  /** Closes idle connections, so that the process can end. */
  close(): void
}

export interface EngineInfo {
  /** `1.51` */
  readonly apiVersion: string
  /** `28.5.2` */
  readonly version: string
  readonly os: string
  readonly arch: string
  /** 2 where BuildKit is the default builder. */
  readonly builderVersion: number
}

/** From `GET /containers/json`. */
export interface ContainerSummary {
  readonly id: string
  /** Without the leading slash. */
  readonly name: string
  /** As asked for at creation. */
  readonly image: string
  readonly imageId: string
  readonly command: string
  /** Seconds since the epoch. */
  readonly created: number
  readonly state: ContainerState
  /** `Up 2 minutes (healthy)`: the only place where the list tells health. */
  readonly status: string
  readonly health: Health
  readonly labels: Readonly<Record<string, string>>
  readonly ports: readonly PublishedPort[]
  readonly mounts: readonly MountPoint[]
  /** By network name. The id is empty until the container's first start, and Podman tells the name in its place. */
  readonly networks: Readonly<Record<string, { readonly networkId: string; readonly ipAddress: string }>>
}

export type ContainerState = 'created' | 'running' | 'paused' | 'restarting' | 'removing' | 'exited' | 'dead'
/** `none`: no health check. */
export type Health = 'none' | 'starting' | 'healthy' | 'unhealthy'

export interface PublishedPort {
  readonly ip?: string
  readonly privatePort: number
  readonly publicPort?: number
  readonly type: string
}

export interface MountPoint {
  readonly type: string
  /** The volume's name, for volumes. */
  readonly name?: string
  readonly source: string
  readonly destination: string
}

/** From `GET /containers/{id}/json`. */
export interface ContainerDetails {
  readonly id: string
  readonly name: string
  readonly image: string
  readonly state: ContainerState
  readonly health: Health
  readonly exitCode: number
  readonly oomKilled: boolean
  /** The engine's own word on why it could not start. */
  readonly error: string
  /** Newest last. */
  readonly healthLog: readonly { readonly exitCode: number; readonly output: string }[]
  readonly tty: boolean
  readonly restartCount: number
  readonly labels: Readonly<Record<string, string>>
  readonly mounts: readonly MountPoint[]
  readonly networks: Readonly<
    Record<
      string,
      { readonly networkId: string; readonly ipAddress: string; readonly aliases: readonly string[] }
    >
  >
  /** RFC 3339; empty for a container that never started. */
  readonly startedAt: string
  readonly finishedAt: string
}

export interface NetworkSummary {
  readonly id: string
  readonly name: string
  readonly driver: string
  readonly labels: Readonly<Record<string, string>>
}

export interface VolumeSummary {
  readonly name: string
  readonly driver: string
  readonly labels: Readonly<Record<string, string>>
}

export interface Platform {
  readonly os: string
  readonly architecture: string
  /** Of the architecture, as `v7`; empty where there is none. */
  readonly variant: string
}

export interface ImageDetails extends Platform {
  readonly id: string
  readonly tags: readonly string[]
  /** What the engine has under this id, for one platform each; absent where an id is one image, and with an API before 1.48. */
  readonly manifests?: readonly ImageManifest[]
  /** Paths of its VOLUME instructions. */
  readonly volumes: readonly string[]
  readonly hasHealthcheck: boolean
}

/** An image for one platform, of several that have an id in common. */
export interface ImageManifest extends Platform {
  readonly id: string
}

/** What we read of the engine's answers, in its own words. Everything may be missing: engines differ. */

export interface ContainerListItem {
  readonly Id?: string
  readonly Names?: readonly string[]
  readonly Image?: string
  readonly ImageID?: string
  readonly Command?: string
  readonly Created?: number
  readonly State?: string
  readonly Status?: string
  readonly Labels?: Readonly<Record<string, string>> | null
  readonly Ports?: readonly PortAnswer[] | null
  readonly Mounts?: readonly MountAnswer[] | null
  readonly NetworkSettings?: NetworksAnswer | null
}

export interface PortAnswer {
  readonly IP?: string
  readonly PrivatePort?: number
  readonly PublicPort?: number
  readonly Type?: string
}

export interface MountAnswer {
  readonly Type?: string
  readonly Name?: string
  readonly Source?: string
  readonly Destination?: string
}

export interface NetworksAnswer {
  readonly Networks?: Readonly<Record<string, EndpointAnswer | null>> | null
}

export interface EndpointAnswer {
  readonly NetworkID?: string
  readonly IPAddress?: string
  readonly Aliases?: readonly string[] | null
}

export interface ContainerAnswer {
  readonly Id?: string
  readonly Name?: string
  readonly RestartCount?: number
  readonly State?: {
    readonly Status?: string
    readonly ExitCode?: number
    readonly OOMKilled?: boolean
    readonly Error?: string
    readonly StartedAt?: string
    readonly FinishedAt?: string
    readonly Health?: HealthAnswer | null
    /** Podman's older word. */
    readonly Healthcheck?: HealthAnswer | null
  }
  readonly Config?: {
    readonly Image?: string
    readonly Tty?: boolean
    readonly Labels?: Readonly<Record<string, string>> | null
  }
  readonly Mounts?: readonly MountAnswer[] | null
  readonly NetworkSettings?: NetworksAnswer | null
}

export interface HealthAnswer {
  readonly Status?: string
  readonly Log?: readonly { readonly ExitCode?: number; readonly Output?: string }[] | null
}

export interface TopAnswer {
  readonly Titles?: readonly string[] | null
  readonly Processes?: readonly (readonly string[])[] | null
}

export interface NetworkAnswer {
  readonly Id?: string
  readonly Name?: string
  readonly Driver?: string
  readonly Labels?: Readonly<Record<string, string>> | null
}

export interface VolumeAnswer {
  readonly Name?: string
  readonly Driver?: string
  readonly Labels?: Readonly<Record<string, string>> | null
}

export interface ImageAnswer {
  readonly Id?: string
  readonly RepoTags?: readonly string[] | null
  readonly Os?: string
  readonly Architecture?: string
  readonly Variant?: string
  readonly Config?: {
    readonly Volumes?: Readonly<Record<string, unknown>> | null
    readonly Healthcheck?: { readonly Test?: readonly string[] | null } | null
  } | null
  readonly Manifests?: readonly ManifestAnswer[] | null
}

export interface ManifestAnswer {
  readonly ID?: string
  /** False where only its description is here. */
  readonly Available?: boolean
  /** `image`, `attestation` or `unknown`. */
  readonly Kind?: string
  readonly ImageData?: { readonly Platform?: PlatformAnswer | null } | null
}

interface PlatformAnswer {
  readonly os?: string
  readonly architecture?: string
  readonly variant?: string
}

export interface EventAnswer {
  readonly Action?: string
  readonly Actor?: { readonly ID?: string; readonly Attributes?: Readonly<Record<string, string>> | null }
  readonly HealthStatus?: string
  readonly time?: number
  readonly timeNano?: number
}

/** A line of a pull's or a build's stream. */
export interface ProgressAnswer {
  readonly id?: string
  readonly status?: string
  readonly stream?: string
  readonly progressDetail?: { readonly current?: number; readonly total?: number } | null
  readonly error?: string
  readonly errorDetail?: { readonly code?: number; readonly message?: string } | null
  readonly aux?: unknown
}

/**
 * The Project: what the user's files say, in canonical form, as `gantry config --format json` prints it.
 * Byte sizes are decimal strings ("67108864"), durations Go strings ("1m30s"), file modes octal strings ("0440"),
 * so that printing it and loading the result gives the same Project. Engine units are made in `attributes/`.
 */

import type { Problem, Place } from '../errors.ts'
import type { Extensions, Service, StringMap } from './service.ts'

export interface Project extends Extensions {
  readonly name: string
  /** By service name, sorted. Only the active ones: profiles and the command's selection are applied. */
  readonly services: Readonly<Record<string, Service>>
  readonly networks: Readonly<Record<string, Network>>
  readonly volumes: Readonly<Record<string, Volume>>
  readonly configs: Readonly<Record<string, FileResource>>
  readonly secrets: Readonly<Record<string, FileResource>>
  readonly models: Readonly<Record<string, Model>>
}

/** A project with what the commands need beside the model itself. */
export interface LoadedProject {
  readonly project: Project
  /** Services that profiles or the selection left out: their containers are not orphans. Sorted. */
  readonly inactiveServices: readonly string[]
  /** Absolute: what relative paths were resolved against. */
  readonly workingDirectory: string
  /** Absolute paths of the Compose files, in order; `-` for standard input. */
  readonly files: readonly string[]
  /** Absolute paths given with --env-file; empty when the default `.env` was used. */
  readonly envFiles: readonly string[]
  /** The environment of interpolation: the shell's, then the .env files'. */
  readonly environment: StringMap
  /** Values of secrets and configs that come from a variable, by `secrets.<key>` and `configs.<key>`; never printed. */
  readonly values: ReadonlyMap<string, string>
  readonly warnings: readonly Problem[]
  /** Texts of the files that `security_opt: seccomp:…` names, by absolute path. */
  readonly fileTexts?: ReadonlyMap<string, string>
  /** Which env_file gave a service's variable its value: absolute paths by variable, by service. */
  readonly variableFiles?: ReadonlyMap<string, ReadonlyMap<string, string>>
  /** Absolute paths of the label_file of services: docker compose hashes them with the labels that they gave. */
  readonly labelFiles?: ReadonlyMap<string, readonly string[]>
  /** Digests of what the project's configs and secrets hold now; the files are read when it is called. See `contentDigests`. */
  readonly contents?: () => Promise<ReadonlyMap<string, string>>
  /** Where an attribute of the project was written: `['services', 'web', 'image']`. Its nearest ancestor where it has no place itself. */
  readonly placeOf: (path: readonly (string | number)[]) => Place | undefined
}

/** A top-level config or secret. */
export interface FileResource extends Extensions {
  readonly name?: string
  readonly file?: string
  readonly environment?: string
  readonly content?: string
  readonly external?: boolean
  readonly labels?: StringMap
  readonly driver?: string
  readonly driver_opts?: StringMap
  readonly template_driver?: string
}

export interface Network extends Extensions {
  readonly name?: string
  readonly driver?: string
  readonly driver_opts?: StringMap
  readonly ipam: Ipam
  readonly external?: boolean
  readonly internal?: boolean
  readonly attachable?: boolean
  readonly labels?: StringMap
  readonly enable_ipv4?: boolean
  readonly enable_ipv6?: boolean
}

export interface Ipam extends Extensions {
  readonly driver?: string
  readonly config?: readonly {
    readonly subnet?: string
    readonly gateway?: string
    readonly ip_range?: string
    readonly aux_addresses?: StringMap
  }[]
  readonly options?: StringMap
}

export interface Volume extends Extensions {
  readonly name?: string
  readonly driver?: string
  readonly driver_opts?: StringMap
  readonly external?: boolean
  readonly labels?: StringMap
}

export interface Model extends Extensions {
  readonly name?: string
  readonly model: string
  readonly context_size?: number
  readonly runtime_flags?: readonly string[]
}

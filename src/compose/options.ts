/** What the loader is told: the command line's and the environment's say in how a project is read. */
import type { FileReader } from './files.ts'

export interface LoadOptions {
  /** Absolute: the folder the command runs in. */
  readonly cwd: string
  /** The shell's environment; `HOME`, `PWD`, `COMPOSE_*` and every variable of interpolation come from here. */
  readonly env: Readonly<Record<string, string | undefined>>
  /** Disk and standard input; remote sources too, where they are wanted. */
  readonly reader: FileReader
  /** `-f`, in order; empty: `COMPOSE_FILE`, then discovery upwards from `cwd`. `-` is standard input. */
  readonly files?: readonly string[]
  /** `-p` */
  readonly projectName?: string
  /** `--project-directory` */
  readonly projectDirectory?: string
  /** `--env-file`, in order; empty: `COMPOSE_ENV_FILES`, then `.env`. */
  readonly envFiles?: readonly string[]
  /** `--profile`; empty: `COMPOSE_PROFILES`. */
  readonly profiles?: readonly string[]
  /** Services named on the command line: they and what they depend on remain, their profiles become active. Empty: all. */
  readonly services?: readonly string[]
  /** `--no-deps`: of the named services, only they remain. */
  readonly withoutDependencies?: boolean
  /** `--all-resources`: keep networks, volumes, configs and secrets that no service uses. */
  readonly allResources?: boolean
  /** `_` instead of `-` in the names of containers and images. */
  readonly compatibility?: boolean
  /** Stages that `config --no-…` turns off. */
  readonly skip?: {
    readonly interpolation?: boolean
    readonly normalization?: boolean
    readonly pathResolution?: boolean
    readonly consistency?: boolean
    readonly envResolution?: boolean
    /** `config --variables`: the schema and the rules. */
    readonly validation?: boolean
  }
}

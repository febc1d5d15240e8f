/** What Gantry knows of an attribute of the Compose language: one record each, everything about it in one place. */
import type { ContainerBody } from '../../docker/bodies.ts'
import type { Service } from '../service.ts'
import type { MapNode, Node, Path } from '../tree.ts'

/** The type a string scalar is turned into right after interpolation (`"${N}"` → 2), as the reference does by path. */
export type Cast = 'bool' | 'int' | 'int64' | 'float' | 'float32'

/**
 * How the value of a later file meets an earlier one's.
 * - `deep` (default): maps by key, lists appended, scalars replaced, null keeps the earlier one.
 * - `replace`: the later value, even null or empty.
 * - `key-values`: both become lists of `K=V`, appended, the later entry of a key in the earlier one's place.
 * - `append-new`: appended, items of the same text once.
 * A function where none of these is right.
 */
export type Merge =
  | 'deep'
  | 'replace'
  | 'key-values'
  | 'append-new'
  | ((base: Node, over: Node, path: Path) => Node)

/** How a relative path in this attribute becomes absolute; the rules are in `paths.ts`. */
export type PathKind = 'file' | 'bind-source' | 'build-context' | 'watch' | 'driver-device'

/** What the attribute does when the project runs. `none` needs a `note`: it is listed in the README's table. */
export type Effect = 'engine' | 'client' | 'none'

/**
 * One attribute. `path` is a pattern from the root: `services.*.ports`, `services.*.ports.[].target`;
 * `*` stands for any key and `[]` for an item. An attribute without any of the optional fields is a plain value.
 */
export interface Attribute {
  readonly path: string
  readonly effect: Effect
  /** What has no effect, and why; shown in the README, and as a warning where `warn` is set. */
  readonly note?: string
  readonly warn?: boolean
  readonly cast?: Cast
  readonly merge?: Merge
  /** The form that both sides of a merge take before they meet: `build: .` → `{context: .}`. What it does not know it returns as it is. */
  readonly mergeForm?: (node: Node) => Node
  /** The text by which items of a list are the same: a later item replaces the earlier in its place. */
  readonly unique?: (item: Node, path: Path) => string
  /** The key that an item of such a list must have when it is a map. */
  readonly itemKey?: string
  /** Short form → canonical form. Reports what the grammar refuses through `context.report`. */
  readonly canonical?: (node: Node, context: ReadContext) => Node
  readonly resolve?: PathKind
  /**
   * What the loader's typed reading makes of the canonical node: the value in `Project`.
   * Undefined: left out. Default: text, where the empty text is left out.
   */
  readonly decode?: (node: Node, context: ReadContext) => unknown
  /** Writes the attribute into the body of `POST /containers/create`. Only for attributes of a service. */
  readonly apply?: (service: Service, body: ContainerBody, context: ApplyContext) => void
  /** The first version of the Engine API that has it, where the oldest one does not; or what a value of it needs. */
  readonly since?: string | ((value: unknown) => string | undefined)
  /** False when a change of the attribute alone leaves the container as it is; it is then not part of the config hash. Default true. */
  readonly recreates?: boolean
}

/** What reading an attribute may use. */
export interface ReadContext {
  readonly path: Path
  /** Records a problem at the node; reading goes on. */
  readonly report: (problem: {
    readonly code: string
    readonly message: string
    readonly node: Node
    readonly hint?: string
    readonly severity?: 'error' | 'warning'
  }) => void
  /** The map the attribute stands in. */
  readonly parent?: MapNode
}

/** What writing the engine's body may use beside the service itself. */
export interface ApplyContext {
  /** Top-level volume key → name in the engine. */
  readonly volumeName: (key: string) => string
  /** Top-level network key → name in the engine. */
  readonly networkName: (key: string) => string
  /** Top-level config or secret: the absolute path of its file, or undefined where it is copied in instead of mounted. */
  readonly configFile: (key: string) => string | undefined
  readonly secretFile: (key: string) => string | undefined
  /** Another service's container, for `network_mode: service:x`, `volumes_from` and links: its id or its name. */
  readonly containerOf: (serviceName: string) => string
  /** The names of all containers of a service, for links. */
  readonly containersOf: (serviceName: string) => readonly string[]
  /** The container's own name and number. */
  readonly containerName: string
  readonly number: number
  readonly projectName: string
  readonly serviceName: string
  /** Text of a file named by `security_opt: seccomp:…`, already read; undefined where it was not found. */
  readonly fileText: (path: string) => string | undefined
}

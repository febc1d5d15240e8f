/** The manifest of a published Compose project, and the files it stands for. */
import { GantryError } from '../errors.ts'
import { shown } from './shown.ts'

/** A part of a registry's answer that names another by its content. */
export interface Descriptor {
  readonly mediaType: string
  /** `sha256:` or `sha512:` and hex digits. */
  readonly digest: string
  /** Bytes. */
  readonly size: number
  readonly artifactType?: string
  readonly annotations: ReadonlyMap<string, string>
}

/** A file of the project; the content of several descriptors follow each other as documents of one. */
export interface ArtifactFile {
  /** A plain name. */
  readonly name: string
  readonly parts: readonly Descriptor[]
}

export type Manifest =
  | { readonly kind: 'index'; readonly project: Descriptor }
  | { readonly kind: 'project'; readonly files: readonly ArtifactFile[] }

/** Reads a manifest, or an index that has a Compose project among others. Throws a GantryError for anything else. */
export function readManifest(bytes: Uint8Array, name: string): Manifest {
  const refuse = refusal(name)
  const manifest = parse(bytes)
  if (manifest === undefined) throw refuse('its manifest is no JSON object')
  if (Array.isArray(manifest['manifests'])) {
    const found = manifest['manifests'].map((item) => readDescriptor(item, refuse))
    const project = found.find(({ artifactType }) => artifactType === projectType)
    if (!project) throw refuse('it holds images, and no Compose project among them')
    return { kind: 'index', project }
  }
  const type = manifest['artifactType'] ?? read(manifest['config'])?.['mediaType']
  if (type !== projectType && type !== oldConfigType) {
    throw refuse(
      `it is no Compose project but ${typeof type === 'string' ? `"${shown(type)}"` : 'of no known type'}`,
    )
  }
  const layers = Array.isArray(manifest['layers']) ? manifest['layers'] : []
  return {
    kind: 'project',
    files: readFiles(
      layers.map((layer) => readDescriptor(layer, refuse)),
      refuse,
    ),
  }
}

type Refuse = (why: string) => GantryError

function refusal(name: string): Refuse {
  return (why) =>
    new GantryError('remote-failed', `"oci://${name}" cannot be used: ${why}`, {
      hint: 'a Compose project is published with "docker compose publish"',
    })
}

const projectType = 'application/vnd.docker.compose.project'
/** How registries that know no artifact types are told. */
const oldConfigType = 'application/vnd.docker.compose.config.empty.v1+json'
const composeType = 'application/vnd.docker.compose.file+yaml'
const envFileType = 'application/vnd.docker.compose.envfile'
const mainFile = 'compose.yaml'
const mostFiles = 200
const largestFile = 8 * 1024 * 1024

/** The `-f` files become one of several documents; files they extend and env files keep their names. */
function readFiles(layers: readonly Descriptor[], refuse: Refuse): readonly ArtifactFile[] {
  const files = new Map<string, Descriptor[]>()
  for (const layer of layers) {
    const name = nameOf(layer, refuse)
    if (name === undefined) continue
    const parts = files.get(name) ?? []
    if (parts.length > 0 && name !== mainFile) throw refuse(`it has two files "${shown(name)}"`)
    if (layer.size > largestFile)
      throw refuse(`its file "${shown(name)}" has ${layer.size} bytes, ${largestFile} are allowed`)
    files.set(name, [...parts, layer])
  }
  if (!files.has(mainFile)) throw refuse('it has no Compose file')
  if (layers.length > mostFiles) throw refuse(`it has ${layers.length} files, ${mostFiles} are allowed`)
  return [...files].map(([name, parts]) => ({ name, parts }))
}

/** Undefined for layers that are no files. */
function nameOf({ mediaType, annotations }: Descriptor, refuse: Refuse): string | undefined {
  if (mediaType === envFileType) return plainName(annotations.get('com.docker.compose.envfile'), refuse)
  if (mediaType !== composeType) return undefined
  if (!annotations.has('com.docker.compose.extends')) return mainFile
  return plainName(annotations.get('com.docker.compose.file'), refuse)
}

function plainName(name: string | undefined, refuse: Refuse): string {
  if (name === undefined) throw refuse('one of its files has no name')
  const unsafe = /^\.{0,2}$|[/\\:\p{Cc}]/u.test(name) || name.length > 255 || name.toLowerCase() === mainFile
  if (unsafe) throw refuse(`the name of its file "${shown(name)}" is not allowed`)
  return name
}

function readDescriptor(value: unknown, refuse: Refuse): Descriptor {
  const { mediaType, digest, size, artifactType, annotations } = read(value) ?? {}
  const isDigest = typeof digest === 'string' && /^(?:sha256:[\da-f]{64}|sha512:[\da-f]{128})$/.test(digest)
  if (
    !isDigest ||
    typeof size !== 'number' ||
    !Number.isSafeInteger(size) ||
    size < 0 ||
    typeof mediaType !== 'string'
  ) {
    throw refuse('its manifest names a part without a type, a digest or a size')
  }
  const texts = Object.entries(read(annotations) ?? {}).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  )
  return {
    mediaType,
    digest,
    size,
    annotations: new Map(texts),
    ...(typeof artifactType === 'string' && { artifactType }),
  }
}

function parse(bytes: Uint8Array): Readonly<Record<string, unknown>> | undefined {
  try {
    return read(JSON.parse(Buffer.from(bytes).toString('utf8')))
  } catch {
    return undefined
  }
}

function read(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : undefined
}

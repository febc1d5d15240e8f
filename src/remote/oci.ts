/** Compose projects published to a registry: fetched through its API, verified, kept by digest. */
import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { GantryError } from '../errors.ts'
import { readManifest, type ArtifactFile, type Descriptor } from './artifact.ts'
import { cacheFolder, isFolder, keep } from './cache.ts'
import { parseOciReference, type OciReference } from './oci-reference.ts'
import { openRegistry, type Registry, type RegistryOptions } from './registry.ts'

/** The absolute path, below the cache, of the Compose file of a published project. Rejects with a GantryError. */
export async function fetchFromRegistry(reference: string, options: RegistryOptions): Promise<string> {
  const wanted = parseOciReference(reference)
  const folderOf = (digest: string) => join(cacheFolder(options.env), 'oci', digest.replace(':', '-'))
  if (wanted.digest !== undefined && (await isFolder(folderOf(wanted.digest)))) {
    return join(folderOf(wanted.digest), 'compose.yaml')
  }
  const registry = openRegistry(wanted, options)
  const bytes = await registry.manifest(wanted.version)
  const digest = wanted.digest ?? digestOf(bytes, 'sha256')
  verify(bytes, { digest }, wanted)
  const folder = folderOf(digest)
  if (!(await isFolder(folder))) {
    const files = await filesOf(bytes, wanted, registry)
    await keep(folder, async (fresh) => fill(fresh, { files, wanted, registry }))
  }
  return join(folder, 'compose.yaml')
}

/** The files of a manifest; an index leads to the manifest of the Compose project it holds. */
async function filesOf(
  bytes: Uint8Array,
  wanted: OciReference,
  registry: Registry,
): Promise<readonly ArtifactFile[]> {
  const outer = readManifest(bytes, wanted.name)
  if (outer.kind === 'project') return outer.files
  const inner = await registry.manifest(outer.project.digest)
  verify(inner, outer.project, wanted)
  const manifest = readManifest(inner, wanted.name)
  if (manifest.kind === 'project') return manifest.files
  throw new GantryError(
    'remote-failed',
    `"oci://${wanted.name}" cannot be used: its index leads to another index`,
  )
}

interface Contents {
  readonly files: readonly ArtifactFile[]
  readonly wanted: OciReference
  readonly registry: Registry
}

async function fill(folder: string, { files, wanted, registry }: Contents): Promise<void> {
  for (const { name, parts } of files) {
    const texts: Uint8Array[] = []
    for (const part of parts) {
      const bytes = await registry.blob(part.digest, part.size)
      verify(bytes, part, wanted)
      if (texts.length > 0) texts.push(separator)
      texts.push(bytes)
    }
    await writeFile(join(folder, name), Buffer.concat(texts), { flag: 'wx', mode: 0o600 })
  }
}

const separator = Buffer.from('\n---\n')

/** What arrives must be what its name says. */
function verify(
  bytes: Uint8Array,
  { digest, size }: Pick<Descriptor, 'digest'> & Partial<Descriptor>,
  wanted: OciReference,
): void {
  const actual = digestOf(bytes, digest.startsWith('sha512:') ? 'sha512' : 'sha256')
  if (actual === digest && (size === undefined || size === bytes.length)) return
  const difference =
    actual === digest ? `has ${bytes.length} bytes instead of ${size}` : `has the digest ${actual}`
  throw new GantryError(
    'remote-failed',
    `cannot fetch "oci://${wanted.name}": what the registry sends for ${digest} ${difference}`,
    {
      hint: 'the registry, or something on the way to it, is broken or not to be trusted',
    },
  )
}

function digestOf(bytes: Uint8Array, algorithm: 'sha256' | 'sha512'): string {
  return `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`
}

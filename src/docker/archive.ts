/** Small archives of files for `copyToContainer`. */
import { tarStream } from './tar.ts'
import type { TarEntry } from './tar.ts'

export interface ArchiveFile {
  /** Absolute, in the container. */
  readonly path: string
  readonly content: string | Uint8Array
  readonly uid: number
  readonly gid: number
  /** Permission bits. */
  readonly mode: number
}

/**
 * Packs files for unpacking at `/`. Folders are not in the archive: the engine makes the missing ones with mode 0755
 * and leaves those that exist as they are.
 */
export async function packFiles(files: readonly ArchiveFile[]): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  for await (const chunk of tarStream(entriesOf(files))) chunks.push(chunk)
  return Buffer.concat(chunks)
}

async function* entriesOf(files: readonly ArchiveFile[]): AsyncGenerator<TarEntry> {
  for (const { path, content, uid, gid, mode } of files) {
    const data = Buffer.from(content)
    const name = path.replace(/^\/+/, '')
    yield { name, type: 'file', mode, uid, gid, mtime: new Date(0), size: data.length, body: once(data) }
  }
}

async function* once(data: Uint8Array): AsyncGenerator<Uint8Array> {
  yield data
}

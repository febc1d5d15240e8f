/** The loader's only door to the disk. */
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, realpath, stat } from 'node:fs/promises'

/** What the loader reads; tests pass one made of a record of texts. */
export interface FileReader {
  /**
   * The bytes of a file as text (UTF-8, UTF-16 with a byte order mark; the mark is left out).
   * Rejects with the system's error (`code: 'ENOENT'`), with `code: 'ENCODING'` where the bytes are no text, and with
   * `code: 'TOO_LARGE'` beyond 16 MB.
   */
  readonly read: (path: string) => Promise<string>
  /** What stands at a path; undefined when nothing does. */
  readonly kind: (path: string) => Promise<'file' | 'directory' | undefined>
  /** The path with symbolic links resolved. */
  readonly real: (path: string) => Promise<string>
  readonly stdin: () => Promise<string>
  /** SHA-256 in hexadecimal of the bytes of a regular file, of any size; undefined for anything else, and for what cannot be read. */
  readonly digest?: (path: string) => Promise<string | undefined>
  /** The absolute path of the local copy of a remote file, fetched where need be; absent: only local files are read. Rejects with a GantryError. */
  readonly remote?: (reference: string) => Promise<string>
}

/** Reads from the disk; `stdin` is called at most once, `remote` when a remote file is named. */
export function createFileReader(
  stdin: () => Promise<string>,
  remote?: (reference: string) => Promise<string>,
): FileReader {
  return {
    read: async (path) => decodeText(await readBytes(path)),
    kind: async (path) => {
      try {
        return (await stat(path)).isDirectory() ? 'directory' : 'file'
      } catch {
        return undefined
      }
    },
    real: async (path) => realpath(path),
    stdin,
    digest: digestOf,
    ...(remote && { remote }),
  }
}

/** Pipes are left alone: to read them is to empty them. */
async function digestOf(path: string): Promise<string | undefined> {
  try {
    if (!(await stat(path)).isFile()) return undefined
    const hash = createHash('sha256')
    for await (const piece of createReadStream(path)) hash.update(piece)
    return hash.digest('hex')
  } catch {
    return undefined
  }
}

const most = 16 * 1024 * 1024
const pieceSize = 256 * 1024

/** In pieces, so that pipes are read too, and devices without an end are not. */
async function readBytes(path: string): Promise<Uint8Array> {
  const file = await open(path)
  try {
    const pieces: Uint8Array[] = []
    for (let size = 0; size <= most;) {
      const { bytesRead, buffer } = await file.read(new Uint8Array(pieceSize))
      if (bytesRead === 0) return Buffer.concat(pieces)
      pieces.push(buffer.subarray(0, bytesRead))
      size += bytesRead
    }
    throw Object.assign(new Error(`more than ${most} bytes`), { code: 'TOO_LARGE' })
  } finally {
    await file.close()
  }
}

/** UTF-8, or UTF-16 where a byte order mark says so. Throws with `code: 'ENCODING'` for other bytes. */
function decodeText(bytes: Uint8Array): string {
  const encoding =
    bytes[0] === 0xff && bytes[1] === 0xfe
      ? 'utf-16le'
      : bytes[0] === 0xfe && bytes[1] === 0xff
        ? 'utf-16be'
        : 'utf-8'
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch (cause) {
    throw Object.assign(new Error('not UTF-8', { cause }), { code: 'ENCODING' })
  }
}

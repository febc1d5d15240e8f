/** The loader's only door to the disk. */
import { readFile, realpath, stat } from 'node:fs/promises'

/** What the loader reads; tests pass one made of a record of texts. */
export interface FileReader {
  /** The bytes of a file as text (UTF-8, UTF-16 with a byte order mark). Rejects with the system's error (`code: 'ENOENT'`). */
  readonly read: (path: string) => Promise<string>
  /** What stands at a path; undefined when nothing does. */
  readonly kind: (path: string) => Promise<'file' | 'directory' | undefined>
  /** The path with symbolic links resolved. */
  readonly real: (path: string) => Promise<string>
  readonly stdin: () => Promise<string>
}

/** Reads from the disk; `stdin` is called at most once. */
export function createFileReader(stdin: () => Promise<string>): FileReader {
  return {
    read: async (path) => readFile(path, 'utf8'),
    kind: async (path) => {
      try {
        return (await stat(path)).isDirectory() ? 'directory' : 'file'
      } catch {
        return undefined
      }
    },
    real: async (path) => realpath(path),
    stdin,
  }
}

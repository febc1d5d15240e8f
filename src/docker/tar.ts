/** Tar archives; the only file that knows modern-tar. */
import { createTarPacker } from 'modern-tar'

/** `body` has exactly `size` bytes. */
export interface TarEntry {
  readonly name: string
  readonly type: 'file' | 'directory' | 'symlink' | 'link' | 'fifo'
  readonly mode: number
  readonly uid: number
  readonly gid: number
  readonly mtime: Date
  /** Bytes; 0 but for files. */
  readonly size: number
  /** Target of a symbolic or hard link. */
  readonly linkname?: string
  readonly body?: AsyncIterable<Uint8Array>
}

/** The archive as a stream: entries are asked for as it is read. */
export async function* tarStream(entries: AsyncIterable<TarEntry>): AsyncGenerator<Uint8Array> {
  const { readable, controller } = createTarPacker()
  const packed = pack(entries, controller).catch((error: unknown) => controller.error(error))
  yield* readable as AsyncIterable<Uint8Array>
  await packed
}

type Controller = ReturnType<typeof createTarPacker>['controller']

async function pack(entries: AsyncIterable<TarEntry>, controller: Controller): Promise<void> {
  for await (const { body, ...header } of entries) {
    const writer = controller.add(header).getWriter()
    // Its failure is that of the write that waits for it.
    writer.closed.catch(() => {})
    if (body !== undefined) {
      for await (const chunk of body) await writer.write(chunk)
    }
    await writer.close()
  }
  controller.finalize()
}

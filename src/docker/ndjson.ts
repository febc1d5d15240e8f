import { createLineBuffer } from '../util/lines.ts'

/** Objects of a stream with one JSON value a line. Lines that are no JSON object are passed over; characters may be cut anywhere. */
export async function* readNdjson<T extends object>(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<T> {
  const buffer = createLineBuffer()
  for await (const chunk of chunks) yield* objectsIn<T>(buffer.add(chunk))
  yield* objectsIn<T>(buffer.end())
}

function* objectsIn<T extends object>(lines: readonly string[]): Generator<T> {
  for (const line of lines) {
    const value = objectIn(line)
    if (value !== undefined) yield value as T
  }
}

function objectIn(line: string): object | undefined {
  if (line.trim() === '') return undefined
  try {
    const value: unknown = JSON.parse(line)
    return typeof value === 'object' && value !== null ? value : undefined
  } catch {
    return undefined
  }
}

import { StringDecoder } from 'node:string_decoder'

/** Objects of a stream with one JSON value a line. Lines that are no JSON object are passed over; characters may be cut anywhere. */
export async function* readNdjson<T extends object>(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<T> {
  for await (const line of readLines(chunks)) {
    const value = objectIn(line)
    if (value !== undefined) yield value as T
  }
}

async function* readLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  for await (const chunk of chunks) {
    const lines = (rest + decoder.write(Buffer.from(chunk))).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  yield rest + decoder.end()
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

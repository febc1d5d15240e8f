/** Decodes BuildKit's `moby.buildkit.v1.StatusResponse`, by hand: four fields of it are all we need of protobuf. */

export interface BuildkitStatus {
  readonly vertexes: readonly Vertex[]
  readonly logs: readonly VertexLog[]
}

export interface Vertex {
  readonly digest: string
  readonly name: string
  readonly cached: boolean
  readonly started: boolean
  readonly completed: boolean
  readonly error: string
}

/** A piece of a vertex's output; lines may be cut. */
export interface VertexLog {
  readonly vertex: string
  readonly data: Uint8Array
}

/** What cannot be decoded is left out: progress is no reason to fail. */
export function decodeStatus(message: Uint8Array): BuildkitStatus {
  const vertexes: Vertex[] = []
  const logs: VertexLog[] = []
  for (const { number, bytes } of fields(message)) {
    if (number === 1) vertexes.push(decodeVertex(bytes))
    if (number === 3) logs.push(decodeLog(bytes))
  }
  return { vertexes, logs }
}

function decodeVertex(message: Uint8Array): Vertex {
  const found = new Map<number, Field>(fields(message).map((field) => [field.number, field]))
  const text = (number: number) => textOf(found.get(number)?.bytes)
  return {
    digest: text(1),
    name: text(3),
    cached: (found.get(4)?.value ?? 0) !== 0,
    started: found.has(5),
    completed: found.has(6),
    error: text(7),
  }
}

function decodeLog(message: Uint8Array): VertexLog {
  const found = new Map<number, Uint8Array>(fields(message).map(({ number, bytes }) => [number, bytes]))
  return { vertex: textOf(found.get(1)), data: found.get(4) ?? new Uint8Array() }
}

function textOf(bytes: Uint8Array | undefined): string {
  return bytes === undefined ? '' : Buffer.from(bytes).toString('utf8')
}

/** `bytes` for length-delimited fields, `value` for varints; the fixed-size types are passed over. */
interface Field {
  readonly number: number
  readonly bytes: Uint8Array
  readonly value: number
}

const nothing = new Uint8Array()

function fields(message: Uint8Array): readonly Field[] {
  const found: Field[] = []
  let at = 0
  while (at < message.length) {
    const tag = varint(message, at)
    const number = Math.floor(tag.value / 8)
    const type = tag.value % 8
    at = tag.end
    if (type === 0) {
      const { value, end } = varint(message, at)
      found.push({ number, bytes: nothing, value })
      at = end
    } else if (type === 2) {
      const length = varint(message, at)
      at = length.end + length.value
      found.push({ number, bytes: message.subarray(length.end, at), value: 0 })
    } else {
      const size = fixedSizes.get(type)
      if (size === undefined) break
      at += size
    }
  }
  return found
}

const fixedSizes: ReadonlyMap<number, number> = new Map([
  [1, 8],
  [5, 4],
])

/** Seven bits a byte, lowest first; the highest bit says that another follows. */
function varint(bytes: Uint8Array, start: number): { readonly value: number; readonly end: number } {
  let value = 0
  let factor = 1
  for (let at = start; at < bytes.length; at++) {
    const byte = bytes[at] ?? 0
    value += (byte & 0x7f) * factor
    if (byte < 0x80) return { value, end: at + 1 }
    factor *= 128
  }
  return { value, end: bytes.length }
}

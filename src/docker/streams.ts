/** The engine's output streams: frames of standard output and error, or the raw bytes of a terminal. */
import { EngineError } from '../errors.ts'
import { printable } from '../util/printable.ts'
import type { OutputChunk } from './engine.ts'

/**
 * Splits a multiplexed stream; chunks and frames may be cut anywhere, and parts of a frame are passed on as they come.
 * `sniff`: the first bytes tell whether these are frames, or a terminal's bytes, which pass as standard output.
 */
export async function* demultiplex(
  chunks: AsyncIterable<Uint8Array>,
  mode: 'frames' | 'sniff',
): AsyncGenerator<OutputChunk> {
  const frames = createFrameReader()
  let kind: Kind = mode === 'frames' ? 'frames' : 'unknown'
  let held: Uint8Array = new Uint8Array()
  for await (const chunk of chunks) {
    const data = held.length === 0 ? chunk : Buffer.concat([held, chunk])
    kind = kind === 'unknown' ? kindOf(data) : kind
    held = kind === 'unknown' ? data : new Uint8Array()
    if (kind === 'raw') yield { stream: 'stdout', data }
    if (kind === 'frames') yield* frames.read(data)
  }
  if (held.length > 0) yield { stream: 'stdout', data: held }
  frames.end()
}

type Kind = 'frames' | 'raw' | 'unknown'

/** A frame begins with a stream's number and three zeros; no terminal output does. */
function kindOf(head: Uint8Array): Kind {
  for (const [index, byte] of head.subarray(0, 4).entries()) {
    if (index === 0 ? byte > systemError : byte !== 0) return 'raw'
  }
  return head.length < 4 ? 'unknown' : 'frames'
}

const headerLength = 8
const standardError = 2
/** The engine's own complaint, in place of output. */
const systemError = 3

function createFrameReader() {
  const header = Buffer.alloc(headerLength)
  const complaint: Uint8Array[] = []
  let filled = 0
  let left = 0
  let stream = 0

  function* read(chunk: Uint8Array): Generator<OutputChunk> {
    let at = 0
    while (at < chunk.length) {
      if (left === 0) {
        const taken = chunk.subarray(at, at + headerLength - filled)
        header.set(taken, filled)
        filled += taken.length
        at += taken.length
        if (filled < headerLength) return
        stream = header.readUInt8(0)
        left = header.readUInt32BE(4)
        filled = 0
        continue
      }
      const data = chunk.subarray(at, at + left)
      at += data.length
      left -= data.length
      if (stream === systemError) complaint.push(data)
      else yield { stream: stream === standardError ? 'stderr' : 'stdout', data }
    }
  }

  function end(): void {
    if (complaint.length > 0) {
      throw new EngineError('engine-failed', `the engine: ${printable(Buffer.concat(complaint).toString())}`)
    }
    if (filled > 0 || left > 0) {
      throw new EngineError('engine-unreachable', 'the engine broke off in the middle of its output')
    }
  }

  return { read, end }
}

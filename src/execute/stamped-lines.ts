/** Cuts output that was asked for with timestamps into lines, with as little work a line as there can be. */
import type { OutputChunk } from '../docker/engine.ts'

export interface StampedLine {
  readonly stream: OutputChunk['stream']
  /** Milliseconds since the epoch; fractions count. */
  readonly time: number
  /** Without time and line ending. */
  readonly text: string
}

export interface StampedLines {
  /** Chunks may be cut anywhere. */
  readonly add: (chunk: OutputChunk) => void
  /** Tells what is left without a line ending. */
  readonly end: () => void
}

/** Bytes kept of a line, its time included; what is beyond is counted at its end. */
const longest = 16 * 1024 - 128

/** Calls `tell` with every line. */
export function createStampedLines(tell: (line: StampedLine) => void): StampedLines {
  const open = { stdout: createOpenLine(), stderr: createOpenLine() }
  const finish = (stream: OutputChunk['stream']) => {
    const { line, beyond } = open[stream].take()
    if (line.length > 0) tell(stampedLine(stream, line, beyond))
  }
  const begin = (stream: OutputChunk['stream'], bytes: Buffer): number => {
    const size = open[stream].size()
    const stamp = size > 0 ? stampLength(bytes) : 0
    if (stamp > 0 && size < pieceSize) finish(stream)
    return size < pieceSize ? 0 : stamp
  }
  return {
    add: ({ stream, data }) => {
      const bytes = Buffer.from(data.buffer, data.byteOffset, data.length)
      let at = begin(stream, bytes)
      for (let end = bytes.indexOf(newline, at); end !== -1; end = bytes.indexOf(newline, at)) {
        open[stream].add(bytes.subarray(at, end))
        finish(stream)
        at = end + 1
      }
      open[stream].add(bytes.subarray(at))
      open[stream].hold()
    },
    end: () => {
      finish('stdout')
      finish('stderr')
    },
  }
}

const newline = 10

/** Engines cut long lines into pieces of this size and stamp each; a shorter piece without an ending is a line of its own. */
const pieceSize = 16 * 1024

/** Bytes of the time, and the space after it, that the data begins with; 0 where it does not. */
function stampLength(bytes: Buffer): number {
  const space = bytes.subarray(0, 40).indexOf(32)
  return space !== -1 && timeOf(bytes, space) !== undefined ? space + 1 : 0
}

/** The beginning of a line whose end has not come yet. */
function createOpenLine() {
  let pieces: Buffer[] = []
  let size = 0
  let kept = 0
  return {
    /** Bytes so far, those not kept too. */
    size: () => size,
    add: (piece: Buffer) => {
      const room = kept + piece.length > longest ? piece.subarray(0, longest - kept) : piece
      if (room.length > 0) pieces.push(room)
      kept += room.length
      size += piece.length
    },
    /** Copies what is open: its chunk may be a small part of a large block of memory. */
    hold: () => {
      if (pieces.length > 0) pieces = [Buffer.concat(pieces)]
    },
    take: () => {
      const [first] = pieces
      const taken = {
        line: pieces.length === 1 && first ? first : Buffer.concat(pieces),
        beyond: size - kept,
      }
      pieces = []
      size = 0
      kept = 0
      return taken
    },
  }
}

/** `2026-11-21T11:28:00.123456789Z text`; a line without a time has the time 0. */
function stampedLine(stream: OutputChunk['stream'], line: Buffer, beyond: number): StampedLine {
  const space = line.indexOf(32)
  const head = space === -1 ? line.length : space
  const time = timeOf(line, head)
  const from = time === undefined ? 0 : Math.min(line.length, head + 1)
  const to = line[line.length - 1] === 13 ? line.length - 1 : line.length
  const text = line.toString('utf8', from, to)
  return { stream, time: time ?? 0, text: beyond > 0 ? `${text} … ${beyond} more bytes` : text }
}

/** The signs of `2026-11-21T11:28:00` and where they stand. */
const signs = [
  [4, 0x2d],
  [7, 0x2d],
  [10, 0x54],
  [13, 0x3a],
  [16, 0x3a],
] as const

const zero = 0x30

/** RFC 3339 read digit by digit, in any zone; undefined for what is none. */
function timeOf(line: Buffer, end: number): number | undefined {
  if (end < 20 || signs.some(([at, sign]) => line[at] !== sign)) return undefined
  const number = (at: number, length: number) => {
    let value = 0
    for (let index = at; index < at + length; index++) value = value * 10 + (line[index] ?? zero) - zero
    return value
  }
  const isUtc = line[end - 1] === 0x5a
  const sign = line[end - 6] === 0x2d ? -1 : 1
  const minutesEast = isUtc ? 0 : sign * (number(end - 5, 2) * 60 + number(end - 2, 2))
  const digits = (isUtc ? end - 1 : end - 6) - 20
  const fraction = digits > 0 ? number(20, digits) / 10 ** (digits - 3) : 0
  const [hour, minute, second] = [number(11, 2), number(14, 2), number(17, 2)]
  const time = Date.UTC(number(0, 4), number(5, 2) - 1, number(8, 2), hour, minute - minutesEast, second)
  return Number.isNaN(time) ? undefined : time + fraction
}

/** From a container's output to its lines. */
import type { OutputChunk } from '../../docker/engine.ts'
import { createLineBuffer } from '../../util/lines.ts'

/** A line without its ending; `timestamp` is the engine's, RFC 3339 with nanoseconds. */
export interface LogLine {
  readonly stream: OutputChunk['stream']
  readonly timestamp: string
  readonly text: string
}

/** Cuts output that was asked for with timestamps into lines; an unfinished last line counts as one. */
export async function* readLines(chunks: AsyncIterable<OutputChunk>): AsyncGenerator<LogLine> {
  const buffers = { stdout: createLineBuffer(), stderr: createLineBuffer() }
  for await (const { stream, data } of chunks) {
    for (const line of buffers[stream].add(data)) yield stamped(stream, line)
  }
  for (const stream of ['stdout', 'stderr'] as const) {
    for (const line of buffers[stream].end()) yield stamped(stream, line)
  }
}

/** `2026-11-21T11:28:00.123456789Z text` */
function stamped(stream: LogLine['stream'], line: string): LogLine {
  const end = line.indexOf(' ')
  if (end === -1) return { stream, timestamp: line, text: '' }
  return { stream, timestamp: line.slice(0, end), text: line.slice(end + 1) }
}

/** The lines of a build's stream as progress: BuildKit's traces, or the classic builder's words. */
import { createLineBuffer, type LineBuffer } from '../util/lines.ts'
import type { ProgressAnswer } from './answers.ts'
import { decodeStatus, type Vertex } from './buildkit-status.ts'
import type { BuildProgress } from './engine.ts'

/** Reads one line of the stream after the other; `end` gives what is left when it is over. */
export interface ProgressReader {
  read(line: ProgressAnswer): Iterable<BuildProgress>
  end(): Iterable<BuildProgress>
}

/** Reads BuildKit's traces; a piece of output is told when its line is whole. */
export function createBuildkitReader(): ProgressReader {
  const buffers = new Map<string, LineBuffer>()
  const bufferOf = (vertex: string) => {
    const buffer = buffers.get(vertex) ?? createLineBuffer()
    buffers.set(vertex, buffer)
    return buffer
  }
  return {
    *read({ id, aux }) {
      if (id === 'moby.image.id') yield* imageIn(aux)
      if (id !== 'moby.buildkit.trace' || typeof aux !== 'string') return
      const { vertexes, logs } = decodeStatus(Buffer.from(aux, 'base64'))
      for (const { digest, error, ...vertex } of inOrder(vertexes)) {
        yield { kind: 'vertex', id: digest, ...vertex, ...(error === '' ? {} : { error }) }
      }
      for (const { vertex, data } of logs) yield* outputs(bufferOf(vertex).add(data), vertex)
    },
    *end() {
      for (const [vertex, buffer] of buffers) yield* outputs(buffer.end(), vertex)
    },
  }
}

/** Cached steps come in one message and in any order: as the Dockerfile numbers them, what has no number before them. */
function inOrder(vertexes: readonly Vertex[]): readonly Vertex[] {
  return vertexes.toSorted((one, other) => numberOf(one) - numberOf(other))
}

function numberOf({ name }: Vertex): number {
  return Number(/^\[(?:[^\]]* )?(\d+)\/\d+\]/.exec(name)?.[1] ?? 0)
}

/** What the classic builder, and Podman's, say of their own layers and results. */
const builderWords =
  /^$|^ ?---?> |^Removing intermediate container \w+$|^Successfully (?:built|tagged) |^COMMIT\b|^[0-9a-f]{64}$/

/** The classic builder numbers its steps; one ends where the next begins. */
export function createClassicReader(): ProgressReader {
  let step: Step | undefined
  const completed = (cached: boolean): readonly BuildProgress[] =>
    step === undefined ? [] : [{ kind: 'vertex', ...step, cached, started: true, completed: true }]
  const words = createLineBuffer()
  let cached = false

  function* line(text: string): Generator<BuildProgress> {
    const name = /^step \d+\/\d+ ?: .*/i.exec(text)?.[0]
    if (name !== undefined) {
      yield* completed(cached)
      step = { id: name, name }
      cached = false
      yield { kind: 'vertex', ...step, cached, started: true, completed: false }
    } else if (/^ ?---?> Using cache/.test(text)) cached = true
    else if (!builderWords.test(text)) yield { kind: 'output', ...(step && { vertex: step.id }), text }
  }

  return {
    *read({ stream, status, aux }) {
      yield* imageIn(aux)
      for (const text of words.add(Buffer.from(stream ?? (status === undefined ? '' : `${status}\n`))))
        yield* line(text)
    },
    *end() {
      for (const text of words.end()) yield* line(text)
      yield* completed(cached)
    },
  }
}

interface Step {
  readonly id: string
  readonly name: string
}

function* outputs(lines: readonly string[], vertex: string): Generator<BuildProgress> {
  for (const text of lines) yield { kind: 'output', vertex, text }
}

function* imageIn(aux: unknown): Generator<BuildProgress> {
  if (typeof aux === 'object' && aux !== null && 'ID' in aux && typeof aux.ID === 'string') {
    yield { kind: 'image', id: aux.ID }
  }
}

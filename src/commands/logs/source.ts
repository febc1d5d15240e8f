/** Containers as sources of log lines. */
import type { Engine, LogOptions } from '../../docker/engine.ts'
import { EngineError } from '../../errors.ts'
import { readLines, type LogLine } from './lines.ts'

/** A container whose output is shown. */
export interface Source {
  readonly id: string
  readonly name: string
  readonly service: string
}

export interface SourceReader {
  readonly engine: Engine
  readonly signal: AbortSignal
  /** Told of a container whose output cannot be read back, because its logging driver keeps none. */
  readonly onUnreadable: (source: Source, reason: string) => void
}

export interface SourcedLine extends LogLine {
  readonly source: Source
}

/** The container's lines; none where its logging driver keeps none or it is gone. */
export async function* sourceLines(
  source: Source,
  options: LogOptions,
  { engine, signal, onUnreadable }: SourceReader,
): AsyncGenerator<SourcedLine> {
  try {
    const chunks = engine.containerLogs(source.id, { ...options, timestamps: true }, signal)
    for await (const line of readLines(chunks)) yield { ...line, source }
  } catch (error) {
    if (!(error instanceof EngineError)) throw error
    if (error.status === 501) onUnreadable(source, error.message)
    else if (error.status !== 404) throw error
  }
}

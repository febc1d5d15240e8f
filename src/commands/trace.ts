/** `--trace FILE` of a session: nothing of it is loaded where it was not asked for. */
import type { Event } from '../events.ts'
import type { TraceFile } from './trace/file.ts'

export interface Tracing {
  /** To be called before the first event; rejects with a GantryError where the file cannot be written. */
  readonly open: (command: string) => Promise<void>
  readonly note: (event: Event) => void
  /** Writes what has been noted; nothing where nothing was opened. */
  readonly write: () => void
  /** What ends the process, once the trace is written. */
  readonly writtenBefore: (end: (exitCode: number) => void) => (exitCode: number) => void
}

/** `file` is the value of --trace. */
export function createTracing(file: string | undefined, cwd: string): Tracing {
  let trace: TraceFile | undefined
  return {
    open: async (command) => {
      if (file === undefined) return
      const { openTrace } = await import('./trace/file.ts')
      trace = openTrace(file, { cwd, command })
    },
    note: (event) => trace?.note(event),
    write: () => trace?.write(),
    writtenBefore: (end) => (exitCode) => {
      try {
        trace?.write()
      } finally {
        end(exitCode)
      }
    },
  }
}

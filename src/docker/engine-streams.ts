/** What flows between us and the engine while something goes on: output, commands, use, progress, events. */

import type { Health } from './engine.ts'

export interface LogOptions {
  readonly follow?: boolean
  /** Unix seconds, fractions allowed. */
  readonly since?: number
  readonly until?: number
  /** Number of lines, or all. */
  readonly tail?: number | 'all'
  readonly timestamps?: boolean
}

export interface OutputChunk {
  readonly stream: 'stdout' | 'stderr'
  readonly data: Uint8Array
}

export interface ExecRequest {
  readonly command: readonly string[]
  readonly user?: string
  readonly privileged?: boolean
  readonly workingDir?: string
  readonly env?: readonly string[]
}

export interface SessionRequest extends ExecRequest {
  /** A terminal of its own: echo, line editing, one stream of output. */
  readonly tty: boolean
  /** Whether there is anything to read for the command; as a rule there is. */
  readonly stdin?: boolean
  /** Size of the terminal at the beginning. */
  readonly columns?: number
  readonly rows?: number
}

/** A command that runs, and the two ends of its streams. */
export interface ExecSession {
  /** To be read once; ends with the command. A terminal's output is all `stdout`. */
  readonly output: AsyncIterable<OutputChunk>
  /** Resolves when the next data may come; what comes after the command's end is dropped. */
  write(data: string | Uint8Array): Promise<void>
  /** Closes the command's standard input. Its output goes on. */
  end(): void
  /** Tells the command's terminal its size; of no effect once the command has ended. */
  resize(columns: number, rows: number): Promise<void>
  /** Settles when the command has ended, after its output has been read. */
  readonly exitCode: Promise<number>
}

/** A table of processes: as many cells in a row as there are titles. */
export interface ProcessTable {
  readonly titles: readonly string[]
  readonly processes: readonly (readonly string[])[]
}

/** Readings of one moment. Use over time is the difference of two samples. */
export interface StatsSample {
  /** Seconds since the epoch, with fraction. */
  readonly time: number
  readonly cpu: {
    /** Nanoseconds of processor time, since the start: of the container, and of the whole machine on all its processors. */
    readonly total: number
    readonly system: number
    readonly onlineCpus: number
  }
  /** Bytes; `used` without the page cache that can be had back at any time. */
  readonly memory: { readonly used: number; readonly limit: number }
  /** Bytes since the start, over all networks. */
  readonly network: { readonly received: number; readonly sent: number }
  /** Bytes since the start, over all devices. */
  readonly block: { readonly read: number; readonly written: number }
  readonly pids: number
}

export interface PullProgress {
  /** Layer id; absent for words about the whole image. */
  readonly layer?: string
  /** `Downloading`, `Pull complete`, … */
  readonly status: string
  /** Bytes. */
  readonly current?: number
  readonly total?: number
}

export interface BuildRequest {
  /** The context as a tar stream, .dockerignore applied. */
  readonly context: AsyncIterable<Uint8Array>
  readonly dockerfile: string
  readonly tags: readonly string[]
  readonly args?: Readonly<Record<string, string>>
  readonly labels?: Readonly<Record<string, string>>
  readonly target?: string
  readonly platform?: string
  readonly network?: string
  readonly extraHosts?: readonly string[]
  readonly cacheFrom?: readonly string[]
  readonly noCache?: boolean
  readonly pull?: boolean
  /** Bytes. */
  readonly shmSize?: number
  /** Bytes; BuildKit does not know this limit. */
  readonly memory?: number
  readonly ulimits?: readonly { readonly Name: string; readonly Soft: number; readonly Hard: number }[]
}

export type BuildProgress =
  | {
      readonly kind: 'vertex'
      readonly id: string
      readonly name: string
      readonly cached: boolean
      readonly started: boolean
      readonly completed: boolean
      readonly error?: string
    }
  /** One line, no line ending. */
  | { readonly kind: 'output'; readonly vertex?: string; readonly text: string }
  | { readonly kind: 'image'; readonly id: string }

/** A container event. Health events: action `health_status`, `health` set. */
export interface EngineEvent {
  readonly action: string
  readonly containerId: string
  readonly containerName: string
  readonly labels: Readonly<Record<string, string>>
  readonly health?: Health
  readonly exitCode?: number
  /** Seconds since the epoch, with fraction. */
  readonly time: number
}

/** How a run is shown: a renderer receives every event in order and finds the words. */
import type { Event } from '../events.ts'

export interface Renderer {
  readonly handle: (event: Event) => void
  /** Puts the terminal back as it was and writes what must stay; resolves when all is written. Safe to call twice. */
  readonly close: () => Promise<void>
}

/** Where a renderer writes, and what it may do there. */
export interface Output {
  readonly write: (text: string) => void
  /** True where colours may be used (`--ansi`, NO_COLOR, FORCE_COLOR, TERM and isTTY are decided by the caller). */
  readonly color: boolean
  /** True where only ASCII may be used. */
  readonly ascii: boolean
  /** True where no terminal reads it: what containers say is passed on byte for byte. Absent: false. */
  readonly raw?: boolean
}

/** An output with a window; its size is read each time, because windows are resized. */
export interface Screen extends Output {
  readonly columns: () => number
  readonly rows: () => number
  /** To be called by whoever changes the terminal's state, until the returned function is called. */
  readonly hold: (holder: TerminalHolder) => () => void
}

/** Who has hidden the cursor, or worse. Each function does its work before it returns. */
export interface TerminalHolder {
  /** The process ends, by whatever way, or is stopped by Ctrl-Z: the terminal must be as it was found. */
  readonly leave: () => void
  /** The process goes on after a stop, below what others wrote meanwhile. */
  readonly comeBack: () => void
  /** The window has another size. */
  readonly resized: () => void
}

/** Progress goes to `stderr`; what containers say goes where they said it. */
export interface Streams {
  readonly stderr: Screen
  readonly stdout: Output
}

export interface Clock {
  /** Milliseconds since any fixed moment. */
  readonly now: () => number
  /** Calls `tick` every `milliseconds` until the returned function is called; keeps no process alive. */
  readonly every: (milliseconds: number, tick: () => void) => () => void
}

/** How lines of containers look. */
export interface LogStyle {
  /** `web-1  | ` before each line; absent: yes. */
  readonly prefix?: boolean
  /** The engine's time before each line, or ours where it tells none; absent: no. */
  readonly timestamps?: boolean
  /** False: no colours, even where `Output.color` allows them. */
  readonly color?: boolean
}

export interface RendererOptions {
  /** What the user typed, for the header: `up`. */
  readonly command?: string
  /** Nothing is really done. */
  readonly dryRun?: boolean
  readonly logs?: LogStyle
  /** Absent: the system's. */
  readonly clock?: Clock
}

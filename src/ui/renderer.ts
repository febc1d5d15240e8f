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
}

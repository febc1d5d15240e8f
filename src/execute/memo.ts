import type { ImageDetails } from '../docker/engine.ts'

/** What the steps of one run tell each other, so that the engine is asked once. */
export interface Memo {
  /** Images by reference, as they were looked up; a pull or a build of the reference takes its entry away. */
  readonly images: Map<string, Promise<ImageDetails>>
  /** Ids of the containers that this run has created, by name. */
  readonly containerIds: Map<string, string>
  /** What providers and models told, by step: see `Answers`. */
  readonly answers: Map<string, Readonly<Record<string, string>>>
  /** Keys of what has been said once and need not be said again. */
  readonly said: Set<string>
}

/** An empty memo: one a run. */
export function createMemo(): Memo {
  return { images: new Map(), containerIds: new Map(), answers: new Map(), said: new Set() }
}

/** What the steps of one run tell each other, so that the engine is asked once. */
import { looksSecret } from '../plan/mask.ts'

export interface Memo {
  /** Ids of images by reference, as they were looked up; a pull or a build of the reference takes its entry away. */
  readonly imageIds: Map<string, Promise<string>>
  /** Ids of the containers that this run has created, by name. */
  readonly containerIds: Map<string, string>
  /** Values of secret-looking variables of containers that this run has created, by the container's id. */
  readonly secrets: Map<string, readonly string[]>
  /** What providers and models told, by step: see `Answers`. */
  readonly answers: Map<string, Readonly<Record<string, string>>>
  /** Keys of what has been said once and need not be said again. */
  readonly said: Set<string>
}

/** An empty memo: one a run. */
export function createMemo(): Memo {
  return {
    imageIds: new Map(),
    containerIds: new Map(),
    secrets: new Map(),
    answers: new Map(),
    said: new Set(),
  }
}

/** The values of secret-looking variables in `NAME=value` lines; short ones are left out: they would hide harmless text. */
export function secretsIn(env: readonly string[]): readonly string[] {
  return env.flatMap((line) => {
    const [name = '', value = ''] = line.split(/=(.*)/s)
    return looksSecret(name) && value.length >= shortest ? [value] : []
  })
}

const shortest = 4

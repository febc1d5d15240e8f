/** What a run tells: data with codes, no prose. Renderers find the words. The JSON form is `schemas/events.schema.json`. */
import type { ErrorCode } from './errors.ts'

/** A thing of the engine, as a row of progress: containers by name, images by reference. */
export interface Resource {
  readonly kind: 'container' | 'network' | 'volume' | 'image' | 'provider' | 'model'
  readonly name: string
  readonly service?: string
}

/** The kinds of step; `plan/steps.ts` says what each does. */
export type Operation =
  | 'create-network'
  | 'remove-network'
  | 'create-volume'
  | 'remove-volume'
  | 'pull-image'
  | 'build-image'
  | 'tag-image'
  | 'remove-image'
  | 'create-container'
  | 'start-container'
  | 'stop-container'
  | 'kill-container'
  | 'pause-container'
  | 'unpause-container'
  | 'remove-container'
  | 'rename-container'
  | 'disconnect-network'
  | 'connect-network'
  | 'run-hook'
  | 'run-provider'
  | 'set-up-model'
  | 'wait'

interface StepEvent {
  /** The step's id: unique in the run. */
  readonly step: string
  readonly operation: Operation
  readonly resource: Resource
}

export interface Failure {
  readonly code: ErrorCode | 'bug'
  readonly message: string
  /**
   * Where the Compose files say what failed: the service, or its attribute that is to blame. `file` is relative to the project's folder
   * where it lies below; lines and columns count from 1.
   */
  readonly place?: { readonly file: string; readonly line: number; readonly column: number }
  readonly hint?: string
  /** The last lines of the container's log or of the build, oldest first. */
  readonly lastLines?: readonly string[]
  readonly autopsy?: Autopsy
}

/** What was found out about a failure, for its card. Values of secret-looking variables are masked in all texts. */
export interface Autopsy {
  /** Since when it is so, by the engine's clock: it ended then, or was found unhealthy. RFC 3339. */
  readonly since?: string
  /** How its process ended; absent where none did. `meaning`: what the code says, in words. */
  readonly exit?: { readonly code: number; readonly meaning?: string; readonly oomKilled: boolean }
  /** What the last failing health check said, line by line. */
  readonly health?: readonly string[]
  /** The last lines of the container's log, oldest first. */
  readonly log?: readonly string[]
  /** The services that waited for it and are left out now, sorted. */
  readonly waiting?: readonly string[]
  /** What to do, the likeliest first. */
  readonly advice?: readonly string[]
}

export type EventBody =
  /** `resources`: that of each step, in the plan's order, so that one is named as often as it takes steps. */
  | {
      readonly type: 'plan'
      readonly project: string
      readonly steps: number
      readonly resources: readonly Resource[]
      /** The steps in the same order, and those that each comes after, by id. */
      readonly order?: readonly { readonly step: string; readonly after: readonly string[] }[]
    }
  | (StepEvent & { readonly type: 'step-started'; readonly reason: string })
  /** `current` and `total` are bytes of a pull, steps of a build. */
  | (StepEvent & {
      readonly type: 'step-progress'
      readonly text?: string
      readonly current?: number
      readonly total?: number
    })
  /** Raw output of a build or a hook: one line, no line ending. */
  | (StepEvent & { readonly type: 'step-output'; readonly text: string })
  | (StepEvent & { readonly type: 'step-done'; readonly seconds: number; readonly outcome?: string })
  | (StepEvent & { readonly type: 'step-failed'; readonly seconds: number; readonly failure: Failure })
  /** It never ran because `because` (a step's id) failed, or the run was cancelled. */
  | (StepEvent & { readonly type: 'step-skipped'; readonly because: string })
  | { readonly type: 'warning'; readonly code: string; readonly message: string }
  /** A line of a container's output, no line ending. `timestamp`: RFC 3339 of the engine. */
  | {
      readonly type: 'log'
      readonly service: string
      readonly container: string
      readonly stream: 'stdout' | 'stderr'
      readonly text: string
      readonly timestamp?: string
    }
  | {
      readonly type: 'container-exited'
      readonly service: string
      readonly container: string
      readonly exitCode: number
      readonly restarting: boolean
    }
  /** The containers whose output is followed from now on, those that are still to start included. */
  | {
      readonly type: 'attaching'
      readonly containers: readonly { readonly service: string; readonly container: string }[]
    }
  | { readonly type: 'stopping'; readonly force: boolean }
  | {
      readonly type: 'summary'
      readonly exitCode: number
      readonly seconds: number
      readonly done: number
      readonly failed: number
      readonly skipped: number
      /** With --dry-run: nothing was changed. */
      readonly dryRun?: boolean
    }

/** `seq` grows by one from 1; `time` is RFC 3339 with milliseconds. */
export type Event = EventBody & { readonly v: 1; readonly seq: number; readonly time: string }

export type Emit = (event: EventBody) => void

/** Numbers and stamps events on their way to a listener. */
export function createEmitter(listener: (event: Event) => void, now: () => Date): Emit {
  let seq = 0
  return (body) => listener({ v: 1, seq: ++seq, time: now().toISOString(), ...body })
}

/** One function for each kind of step; a kind without one does not compile. Each returns a word on its outcome, or nothing. */
import type { Engine } from '../docker/engine.ts'
import type { EventBody, Operation } from '../events.ts'
import type { Step } from '../plan/steps.ts'
import { buildImage } from './build-image.ts'
import { createContainer } from './create-container.ts'
import { createNetwork } from './create-network.ts'
import { killContainer } from './kill-container.ts'
import { runProvider, setUpModel, type Outside } from './outside.ts'
import { pullImage } from './pull-image.ts'
import { removeContainer } from './remove-container.ts'
import { removeNetwork } from './remove-network.ts'
import { removeVolume } from './remove-volume.ts'
import { renameContainer } from './rename-container.ts'
import { runHook } from './run-hook.ts'
import { startContainer } from './start-container.ts'
import { stopContainer } from './stop-container.ts'
import { tagImage } from './tag-image.ts'
import type { Slot } from './lanes.ts'
import type { Memo } from './memo.ts'
import type { States } from './states.ts'
import { waitFor } from './wait-for.ts'

/** What a step reports while it runs. */
export type Progress = (
  body:
    | {
        readonly type: 'step-progress'
        readonly text?: string
        readonly current?: number
        readonly total?: number
      }
    | { readonly type: 'step-output'; readonly text: string },
) => void

export interface StepContext {
  readonly engine: Engine
  /** Aborts what takes long (pulls, builds, waits); short calls are let finish, so that nothing is half made. */
  readonly signal: AbortSignal
  readonly states: States
  readonly emit: (event: EventBody) => void
  readonly progress: Progress
  /** The step's place in its lane: given up while the step waits. */
  readonly slot: Slot
  readonly memo: Memo
  /** True: no other run of ours is at work on the project. */
  readonly alone?: boolean | undefined
  /** True: the grace period is waited out even where the stop signal cannot be heard. */
  readonly fullGrace?: boolean
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number
  /** Resolves after so many milliseconds, or at once when the signal aborts. */
  readonly delay: (milliseconds: number, signal: AbortSignal) => Promise<void>
  /** Fetches a build context that is elsewhere; resolves with its local folder. Absent: such contexts are refused. */
  readonly fetchContext?: FetchContext | undefined
  /** Runs providers and sets models up. Absent: they are refused. */
  readonly outside?: Outside | undefined
  /** Called before a container starts: whoever follows its output attaches now and misses nothing. */
  readonly beforeStart?: (container: string) => Promise<void>
}

/** From a reference to a git repository to the absolute path of a folder with what it names. */
export type FetchContext = (reference: string, signal: AbortSignal) => Promise<string>

export type StepOf<K extends Operation> = Extract<Step, { readonly kind: K }>
type Handlers = {
  readonly [K in Operation]: (step: StepOf<K>, context: StepContext) => Promise<string | void>
}

/** Runs one step to its end. */
export async function runStep(step: Step, context: StepContext): Promise<string | undefined> {
  // Each handler takes exactly the step of its own kind; the compiler cannot follow the lookup.
  const handler = handlers[step.kind] as (step: Step, context: StepContext) => Promise<string | void>
  return (await handler(step, context)) ?? undefined
}

const handlers: Handlers = {
  'create-network': createNetwork,
  'remove-network': removeNetwork,
  'create-volume': async ({ args }, { engine }) => engine.createVolume(args.body),
  'remove-volume': removeVolume,
  'pull-image': pullImage,
  'build-image': buildImage,
  'tag-image': tagImage,
  'remove-image': async ({ args }, { engine }) => engine.removeImage(args.reference),
  'create-container': createContainer,
  'start-container': startContainer,
  'stop-container': stopContainer,
  'kill-container': killContainer,
  'pause-container': async ({ args }, { engine }) => engine.pauseContainer(args.container),
  'unpause-container': async ({ args }, { engine }) => engine.unpauseContainer(args.container),
  'remove-container': removeContainer,
  'rename-container': renameContainer,
  'disconnect-network': async ({ args }, { engine }) =>
    engine.disconnectNetwork(args.network, { container: args.container, force: true }),
  'connect-network': async ({ args }, { engine }) =>
    engine.connectNetwork(args.network, {
      container: args.container,
      endpoint: { Aliases: [...args.aliases] },
    }),
  'run-hook': runHook,
  'run-provider': runProvider,
  'set-up-model': setUpModel,
  wait: waitFor,
}

/** Carries actions out, each in a run of its own, and stops them. */
import type { Engine } from '../../docker/engine.ts'
import { Cancelled, exitCodeOf } from '../../errors.ts'
import type { Emit } from '../../events.ts'
import { observe } from '../../execute/observe.ts'
import { openRun, type Run } from '../../execute/open-run.ts'
import { settle, type Unsettled } from '../../execute/settle.ts'
import type { Plan } from '../../plan/steps.ts'
import type { Action } from '../../ui/dashboard/state.ts'
import { besideEngine } from '../outside.ts'
import { planOf } from './plans.ts'
import type { ProjectFiles } from './project.ts'
import type { SharedLock } from './shared-lock.ts'
import { createTurns, type Subjects } from './turns.ts'

export interface DeedsOptions {
  readonly engine: Engine
  readonly files: ProjectFiles
  readonly emit: Emit
  readonly parallel: number | undefined
  readonly fullGrace: boolean
  /** The project's: nobody else changes it meanwhile. */
  readonly lock: SharedLock
  readonly onBusy: (busy: boolean) => void
  readonly onNotice: (text: string, tone: 'info' | 'warning' | 'error') => void
}

export interface Deeds {
  /** Carries an action out; resolves when it has ended, well or not. What went wrong is told. */
  readonly act: (action: Action) => Promise<void>
  /** Brings up what was prepared. */
  readonly up: (prepared: Unsettled) => Promise<void>
  /** Cancels what is under way, then stops all containers. */
  readonly stopAll: () => Promise<void>
  /** Kills all containers; a stop under way comes to its end by it. */
  readonly killAll: () => Promise<void>
  readonly busy: () => boolean
  /** Resolves when nothing is under way. */
  readonly idle: () => Promise<void>
  /** Cancels what is under way. */
  readonly cancel: () => void
  /** 0, or that of the last action that went wrong with none after it that went well. */
  readonly exitCode: () => number
}

/** Nothing is under way at first. Actions on other services may overlap. */
export function createDeeds(options: DeedsOptions): Deeds {
  const { engine, files, emit, lock, onNotice } = options
  const turns = createTurns(options.onBusy)
  let ending = new AbortController()
  let exitCode = 0

  const inRun = async (make: (run: Run, signal: AbortSignal) => Promise<Plan | undefined>): Promise<void> => {
    const { signal } = ending
    try {
      await lock.during(async () => {
        const run = await open(options, signal)
        try {
          const plan = await make(run, signal)
          if (plan?.steps.length === 0) onNotice('nothing to do', 'info')
          if (plan) await run.carryOut(plan)
          const { error } = run.account()
          exitCode = error === undefined || error instanceof Cancelled ? 0 : exitCodeOf(error)
        } finally {
          run.end()
        }
      })
    } catch (error) {
      if (signal.aborted) return
      exitCode = exitCodeOf(error)
      onNotice(error instanceof Error ? error.message : String(error), 'error')
    }
  }
  const cancel = () => {
    ending.abort(new Cancelled())
    ending = new AbortController()
  }
  const planned = (action: Action) => async () =>
    inRun(async (run, signal) => planOf(action, run, { engine, files, signal }))
  return {
    act: async (action) => {
      // What is being made is not waited for by those who want it gone.
      if (action.kind === 'down') cancel()
      const urgent = action.kind === 'stop' || action.kind === 'kill'
      await turns.take(subjectsOf(action), planned(action), { urgent })
    },
    up: async (prepared) =>
      turns.take('all', async () => inRun(async (run, signal) => (await settle(prepared, run, signal)).plan)),
    stopAll: async () => {
      cancel()
      await turns.idle()
      emit({ type: 'stopping', force: false })
      await turns.take('all', planned({ kind: 'stop', services: [] }))
    },
    killAll: async () => {
      emit({ type: 'stopping', force: true })
      await killRunning(engine, files.name)
    },
    busy: turns.busy,
    idle: turns.idle,
    cancel,
    exitCode: () => exitCode,
  }
}

async function open({ files, ...settings }: DeedsOptions, signal: AbortSignal): Promise<Run> {
  const { engine, emit, parallel, fullGrace } = settings
  const loaded = files.loaded()
  const beside = loaded && besideEngine(loaded.environment, loaded)
  return openRun({ engine, project: files.name, emit, signal, parallel, fullGrace, alone: true, ...beside })
}

function subjectsOf(action: Action): Subjects {
  if (action.kind === 'scale') return [action.service]
  return 'services' in action ? action.services : 'all'
}

async function killRunning(engine: Engine, project: string): Promise<void> {
  const { containers } = await observe(engine, { project })
  const running = containers.filter(({ state, oneOff }) => state === 'running' && !oneOff)
  await Promise.allSettled(running.map(async ({ id }) => engine.killContainer(id)))
}

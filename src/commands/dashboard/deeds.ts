/** Carries actions out, each in a run of its own, and stops them. */
import type { Engine } from '../../docker/engine.ts'
import { Cancelled, exitCodeOf } from '../../errors.ts'
import type { Emit } from '../../events.ts'
import { observe } from '../../execute/observe.ts'
import { openRun, type Run } from '../../execute/open-run.ts'
import { settle, type Unsettled } from '../../execute/settle.ts'
import type { Plan } from '../../plan/steps.ts'
import type { Action } from '../../ui/dashboard/state.ts'
import { planOf } from './plans.ts'
import type { ProjectFiles } from './project.ts'

export interface DeedsOptions {
  readonly engine: Engine
  readonly files: ProjectFiles
  readonly emit: Emit
  readonly parallel: number | undefined
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

/** Nothing is under way at first. Actions may overlap. */
export function createDeeds(options: DeedsOptions): Deeds {
  const { engine, files, emit, parallel, onNotice } = options
  const working = new Set<Promise<void>>()
  let ending = new AbortController()
  let exitCode = 0

  const inRun = async (make: (run: Run, signal: AbortSignal) => Promise<Plan | undefined>): Promise<void> => {
    const { signal } = ending
    const run = await openRun({ engine, project: files.name, emit, signal, parallel })
    try {
      const plan = await make(run, signal)
      if (plan?.steps.length === 0) onNotice('nothing to do', 'info')
      if (plan) await run.carryOut(plan)
      const { error } = run.account()
      exitCode = error === undefined || error instanceof Cancelled ? 0 : exitCodeOf(error)
    } catch (error) {
      if (signal.aborted) return
      exitCode = exitCodeOf(error)
      onNotice(error instanceof Error ? error.message : String(error), 'error')
    } finally {
      run.end()
    }
  }
  const track = async (work: Promise<void>): Promise<void> => {
    working.add(work)
    await work.finally(() => working.delete(work))
  }
  const cancel = () => {
    ending.abort(new Cancelled())
    ending = new AbortController()
  }
  const idle = async () => void (await Promise.allSettled(working))
  return {
    act: async (action) =>
      track(inRun(async (run, signal) => planOf(action, run, { engine, files, signal }))),
    up: async (prepared) => track(inRun(async (run, signal) => (await settle(prepared, run, signal)).plan)),
    stopAll: async () => {
      cancel()
      await idle()
      emit({ type: 'stopping', force: false })
      await track(
        inRun(async (run, signal) => planOf({ kind: 'stop', services: [] }, run, { engine, files, signal })),
      )
    },
    killAll: async () => {
      emit({ type: 'stopping', force: true })
      const { containers } = await observe(engine, { project: files.name })
      const running = containers.filter(({ state, oneOff }) => state === 'running' && !oneOff)
      await Promise.allSettled(running.map(async ({ id }) => engine.killContainer(id)))
    },
    busy: () => working.size > 0,
    idle,
    cancel,
    exitCode: () => exitCode,
  }
}

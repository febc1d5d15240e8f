/** Runs plans for the commands: events to the renderer, bounded lanes, a dry run where asked for, a summary at the end. */
import type { Engine } from '../docker/engine.ts'
import type { Emit } from '../events.ts'
import { createLanes } from '../execute/lanes.ts'
import { errorOf, runPlan, type RunResult } from '../execute/run.ts'
import { followStates, type States } from '../execute/states.ts'
import { exitCodeOf } from '../errors.ts'
import type { Plan } from '../plan/steps.ts'
import type { RendererOptions } from '../ui/renderer.ts'
import type { Session } from './session.ts'

export interface Run {
  readonly engine: Engine
  readonly states: States
  readonly emit: Emit
  /** Runs a plan; its warnings are told first. May be called several times in a run. */
  readonly carryOut: (plan: Plan, options?: CarryOutOptions) => Promise<RunResult>
  /** Tells the summary of all plans; resolves with the exit code. Call it once, last. */
  readonly finish: (error?: unknown) => Promise<number>
  /** Ends the subscription to the engine's events. */
  readonly end: () => void
}

interface CarryOutOptions {
  /** Awaited when the plan has been told. */
  readonly beforeSteps?: () => Promise<void>
  readonly beforeStart?: (container: string) => Promise<void>
  /** Default: the session's. */
  readonly signal?: AbortSignal
}

export interface RunOptions extends RendererOptions {
  readonly engine: Engine
  readonly project: string
}

/** Opens a run: one subscription to the project's events, one emitter. */
export async function openRun(session: Session, { engine, project, ...looks }: RunOptions): Promise<Run> {
  const began = session.now().getTime()
  const ending = new AbortController()
  const [states, emit] = await Promise.all([
    followStates(engine, project, ending.signal),
    session.emitter(looks),
  ])
  const lanes = createLanes(session.globals.parallel ?? defaultParallel)
  const total = { done: 0, failed: 0, skipped: 0 }
  const results: RunResult[] = []
  const carryOut = async (
    plan: Plan,
    { beforeSteps, beforeStart, signal = session.signal }: CarryOutOptions = {},
  ) => {
    for (const { code, message } of plan.warnings) emit({ type: 'warning', code, message })
    emit({
      type: 'plan',
      project: plan.project,
      steps: plan.steps.length,
      resources: plan.steps.map(({ resource }) => resource),
    })
    await beforeSteps?.()
    const now = () => performance.now()
    const result = await runPlan(plan, {
      engine,
      states,
      emit,
      lanes,
      signal,
      now,
      delay,
      ...(beforeStart && { beforeStart }),
    })
    results.push(result)
    total.done += result.done
    total.failed += result.failures.length
    total.skipped += result.skipped
    return result
  }
  const finish = async (error?: unknown) => {
    const cause = error ?? results.map(errorOf).find((found) => found !== undefined)
    const exitCode = cause === undefined ? 0 : exitCodeOf(cause)
    emit({ type: 'summary', exitCode, seconds: (session.now().getTime() - began) / 1000, ...total })
    await (await session.renderer()).close()
    return exitCode
  }
  return { engine, states, emit, carryOut, finish, end: () => ending.abort() }
}

/** Two cores start no more than a dozen containers a second, whatever the client does: more calls at once only queue. */
const defaultParallel = 8

function delay(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(finish, milliseconds)
    signal.addEventListener('abort', finish)
    function finish() {
      clearTimeout(timer)
      signal.removeEventListener('abort', finish)
      resolve()
    }
  })
}

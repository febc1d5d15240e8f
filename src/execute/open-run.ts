/** A run: one or more plans carried out on an engine, with one account of what was done. */
import type { Engine } from '../docker/engine.ts'
import type { Emit } from '../events.ts'
import type { Answers } from '../plan/outside.ts'
import type { Places } from '../plan/places.ts'
import type { Plan } from '../plan/steps.ts'
import { checkPorts } from './check-ports.ts'
import type { FetchContext } from './handlers.ts'
import { createLanes } from './lanes.ts'
import { errorOf, runPlan, type RunResult } from './run.ts'
import { createMemo } from './memo.ts'
import type { Outside } from './outside.ts'
import { followStates, type States } from './states.ts'

export interface Run {
  readonly engine: Engine
  readonly states: States
  readonly emit: Emit
  /** Runs a plan; its warnings are told first. May be called several times in a run. Rejects where a port it needs is taken: nothing is done then. */
  readonly carryOut: (plan: Plan, options?: CarryOutOptions) => Promise<RunResult>
  /** What providers and models told, by step. */
  readonly answers: Answers
  /** What all plans came to so far. */
  readonly account: () => Account
  /** Ends the subscription to the engine's events. */
  readonly end: () => void
}

export interface CarryOutOptions {
  /** Awaited when the plan has been told. */
  readonly beforeSteps?: () => Promise<void>
  readonly beforeStart?: (container: string) => Promise<void>
  /** Default: the run's. */
  readonly signal?: AbortSignal
}

/** Numbers of steps, and the first cause where not all went well: the error of a step, or `Cancelled`. */
export interface Account {
  readonly done: number
  readonly failed: number
  readonly skipped: number
  readonly error: unknown
}

export interface RunSettings {
  readonly engine: Engine
  readonly project: string
  readonly emit: Emit | Promise<Emit>
  readonly signal: AbortSignal
  /** Calls to the engine at a time, at most. Default: as many as it sustains. */
  readonly parallel?: number | undefined
  /** True: grace periods are waited out even where the stop signal cannot be heard. */
  readonly fullGrace?: boolean | undefined
  /** True: the caller holds the project's lock, so no other run of ours is at work on it. */
  readonly alone?: boolean | undefined
  /** Fetches build contexts that are elsewhere. Default: they are refused. */
  readonly fetchContext?: FetchContext | undefined
  /** Where the files say what fails; absent where none is in reach. */
  readonly places?: Places | undefined
  /** Runs providers and sets models up. Default: they are refused. */
  readonly outside?: Outside | undefined
}

/** Opens a run; `end` must be called, whatever happens. */
export async function openRun({
  parallel,
  project,
  fullGrace = false,
  ...settings
}: RunSettings): Promise<Run> {
  const ending = new AbortController()
  const states = followStates(settings.engine, project, ending.signal)
  const emit = await settings.emit
  const lanes = createLanes({ parallel })
  const memo = createMemo()
  const results: RunResult[] = []
  const carryOut = async (plan: Plan, { beforeSteps, ...options }: CarryOutOptions = {}) => {
    const signal = options.signal ?? settings.signal
    await checkPorts(plan, { engine: settings.engine, signal, now: () => new Date() })
    announce(plan, emit)
    await beforeSteps?.()
    const now = () => performance.now()
    const context = { ...settings, emit, states, lanes, memo, fullGrace, now, delay }
    const result = await runPlan(plan, { ...context, ...options })
    results.push(result)
    return result
  }
  return {
    engine: settings.engine,
    states,
    emit,
    carryOut,
    answers: memo.answers,
    account: () => accountOf(results),
    end: () => ending.abort(),
  }
}

function announce({ warnings, project, steps }: Plan, emit: Emit): void {
  for (const { code, message } of warnings) emit({ type: 'warning', code, message })
  const order = steps.map(({ id, after }) => ({ step: id, after }))
  const resources = steps.map(({ resource }) => resource)
  emit({ type: 'plan', project, steps: steps.length, resources, order })
}

function accountOf(results: readonly RunResult[]): Account {
  const sum = (numberOf: (result: RunResult) => number) =>
    results.reduce((total, result) => total + numberOf(result), 0)
  return {
    done: sum(({ done }) => done),
    failed: sum(({ failures }) => failures.length),
    skipped: sum(({ skipped }) => skipped),
    error: results.map(errorOf).find((error) => error !== undefined),
  }
}

function delay(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(finish, signal.aborted ? 0 : milliseconds)
    signal.addEventListener('abort', finish)
    function finish() {
      clearTimeout(timer)
      signal.removeEventListener('abort', finish)
      resolve()
    }
  })
}

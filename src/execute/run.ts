/** Carries out a plan: every step as soon as those before it are done and its lane has room. */
import { setMaxListeners } from 'node:events'
import { Cancelled, StepError } from '../errors.ts'
import type { Emit } from '../events.ts'
import type { Places } from '../plan/places.ts'
import type { Plan, Step } from '../plan/steps.ts'
import { isDeadline } from './deadline.ts'
import { failureOf } from './failure.ts'
import { runStep, type StepContext } from './handlers.ts'
import type { Lanes, Slot } from './lanes.ts'
import { createMemo, type Memo } from './memo.ts'
import { untilAbandoned } from './patience.ts'
import { urgencies } from './urgency.ts'

export interface RunContext extends Omit<StepContext, 'progress' | 'slot' | 'memo'> {
  readonly emit: Emit
  readonly lanes: Lanes
  /** Default: one of its own. */
  readonly memo?: Memo
  /** Where the files say what fails; absent where none is in reach. */
  readonly places?: Places | undefined
}

export interface RunResult {
  readonly done: number
  readonly skipped: number
  /** Causes only, in the order they happened; what was skipped because of them is not repeated. */
  readonly failures: readonly { readonly step: Step; readonly error: unknown }[]
  readonly cancelled: boolean
  /** Why it was cancelled: the signal's reason. */
  readonly reason?: unknown
  /** The steps that ran when the run was cancelled. */
  readonly cut: readonly Step[]
}

/** How a step ended: well, or with the id of the step that is to blame. */
type Ending = { readonly ok: true } | { readonly ok: false; readonly cause: string }

/** Runs all steps; a failed one skips what comes after it and lets the rest finish. Never rejects. */
export async function runPlan(plan: Plan, context: RunContext): Promise<RunResult> {
  // As many steps as there are listen to it: that is no leak, and no warning is to say so.
  setMaxListeners(0, context.signal)
  const failures: { step: Step; error: unknown }[] = []
  const cut: Step[] = []
  const endings = new Map<string, Promise<Ending>>()
  const starts: (() => void)[] = []
  const urgent = urgencies(plan)
  const run = { plan, context: { memo: createMemo(), ...context }, urgent, endings, failures, cut }
  for (const step of plan.steps) {
    // Every ending exists before the first step asks for one, whatever the order of the steps.
    const begun = new Promise<void>((resolve) => starts.push(resolve))
    endings.set(
      step.id,
      begun.then(() => settle(step, run)),
    )
  }
  for (const start of starts) start()
  const results = await Promise.all(endings.values())
  const done = results.filter(({ ok }) => ok).length
  return {
    done,
    failures,
    skipped: results.length - done - failures.length,
    cancelled: context.signal.aborted,
    ...(context.signal.aborted && { reason: context.signal.reason as unknown }),
    cut,
  }
}

interface Run {
  readonly plan: Plan
  readonly context: RunContext & { readonly memo: Memo }
  readonly urgent: ReadonlyMap<string, number>
  readonly endings: ReadonlyMap<string, Promise<Ending>>
  readonly failures: { step: Step; error: unknown }[]
  readonly cut: Step[]
}

async function settle(step: Step, run: Run): Promise<Ending> {
  const { context, endings } = run
  const before = await Promise.all(step.after.map(async (id) => endings.get(id)))
  const blocked = before.find((ending) => ending && !ending.ok)
  if (blocked && !blocked.ok) return skip(step, context, blocked.cause)
  const turn = { lane: step.lane, kind: step.kind, urgency: run.urgent.get(step.id) ?? 0 }
  return context.lanes(turn, async (slot) => {
    if (context.signal.aborted) return skip(step, context, wordFor(context.signal))
    return perform(step, slot, run)
  })
}

function skip(step: Step, { emit }: RunContext, cause: string): Ending {
  emit({ type: 'step-skipped', ...eventOf(step), because: cause })
  return { ok: false, cause }
}

async function perform(step: Step, slot: Slot, { plan, context, failures, cut }: Run): Promise<Ending> {
  const { emit, now, signal } = context
  const began = now()
  const seconds = () => (now() - began) / 1000
  emit({ type: 'step-started', ...eventOf(step), reason: step.reason.text })
  try {
    const progress: StepContext['progress'] = (body) => emit({ ...eventOf(step), ...body })
    const outcome = await untilAbandoned(runStep(step, { ...context, slot, progress }), signal)
    emit({
      type: 'step-done',
      ...eventOf(step),
      seconds: seconds(),
      ...(outcome !== undefined && { outcome }),
    })
    return { ok: true }
  } catch (error) {
    if (signal.aborted) {
      cut.push(step)
      return skip(step, context, wordFor(signal))
    }
    if (step.kind === 'wait' && !step.args.required && error instanceof StepError) {
      emit({
        type: 'warning',
        code: 'optional-dependency',
        message: `${error.message}; it is optional, so the rest goes on`,
      })
      emit({ type: 'step-done', ...eventOf(step), seconds: seconds(), outcome: 'skipped' })
      return { ok: true }
    }
    failures.push({ step, error })
    const failure = failureOf(error, { plan, step, places: context.places })
    emit({ type: 'step-failed', ...eventOf(step), seconds: seconds(), failure })
    return { ok: false, cause: step.id }
  }
}

function eventOf({ id, kind, resource }: Step) {
  return { step: id, operation: kind, resource } as const
}

/** What ended the run, as skipped steps name it. */
function wordFor({ reason }: AbortSignal): string {
  return isDeadline(reason) ? 'out of time' : 'cancelled'
}

/** The error a run ends with: the first cause, or what cut it short; undefined when all went well. */
export function errorOf({ failures, cancelled, reason, cut }: RunResult): unknown {
  if (failures[0]) return failures[0].error
  if (!cancelled) return undefined
  return isDeadline(reason) ? stillWaiting(reason, cut) : new Cancelled()
}

/** A deadline's error, completed by what the run was at when it passed. */
function stillWaiting(error: StepError, cut: readonly Step[]): StepError {
  const names = [...new Set(cut.map(({ resource }) => `"${resource.name}"`))]
  const what = names.length > 0 ? `, still waiting for ${names.join(', ')}` : ''
  return new StepError(error.code, `${error.message}${what}`, { hint: error.hint, cause: error })
}

/** Carries out a plan: every step as soon as those before it are done and its lane has room. */
import { Cancelled, GantryError, StepError } from '../errors.ts'
import type { Emit, Failure } from '../events.ts'
import type { Plan, Step } from '../plan/steps.ts'
import { runStep, type StepContext } from './handlers.ts'
import type { Lanes } from './lanes.ts'

export interface RunContext extends Omit<StepContext, 'progress'> {
  readonly emit: Emit
  readonly lanes: Lanes
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number
}

export interface RunResult {
  readonly done: number
  readonly skipped: number
  /** Causes only, in the order they happened; what was skipped because of them is not repeated. */
  readonly failures: readonly { readonly step: Step; readonly error: unknown }[]
  readonly cancelled: boolean
  /** The steps that ran when the run was cancelled. */
  readonly cut: readonly Step[]
}

/** How a step ended: well, or with the id of the step that is to blame. */
type Ending = { readonly ok: true } | { readonly ok: false; readonly cause: string }

/** Runs all steps; a failed one skips what comes after it and lets the rest finish. Never rejects. */
export async function runPlan(plan: Plan, context: RunContext): Promise<RunResult> {
  const failures: { step: Step; error: unknown }[] = []
  const cut: Step[] = []
  const endings = new Map<string, Promise<Ending>>()
  const starts: (() => void)[] = []
  for (const step of plan.steps) {
    // Every ending exists before the first step asks for one, whatever the order of the steps.
    const begun = new Promise<void>((resolve) => starts.push(resolve))
    endings.set(
      step.id,
      begun.then(() => settle(step, { context, endings, failures, cut })),
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
    cut,
  }
}

interface Run {
  readonly context: RunContext
  readonly endings: ReadonlyMap<string, Promise<Ending>>
  readonly failures: { step: Step; error: unknown }[]
  readonly cut: Step[]
}

async function settle(step: Step, run: Run): Promise<Ending> {
  const { context, endings } = run
  const before = await Promise.all(step.after.map(async (id) => endings.get(id)))
  const blocked = before.find((ending) => ending && !ending.ok)
  if (blocked && !blocked.ok) return skip(step, context, blocked.cause)
  return context.lanes(step.lane, async () => {
    if (context.signal.aborted) return skip(step, context, 'cancelled')
    return perform(step, run)
  })
}

function skip(step: Step, { emit }: RunContext, cause: string): Ending {
  emit({ type: 'step-skipped', ...eventOf(step), because: cause })
  return { ok: false, cause }
}

async function perform(step: Step, { context, failures, cut }: Run): Promise<Ending> {
  const { emit, now, signal } = context
  const began = now()
  const seconds = () => (now() - began) / 1000
  emit({ type: 'step-started', ...eventOf(step), reason: step.reason.text })
  try {
    const outcome = await runStep(step, {
      ...context,
      progress: (body) => emit({ ...eventOf(step), ...body }),
    })
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
      return skip(step, context, 'cancelled')
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
    emit({ type: 'step-failed', ...eventOf(step), seconds: seconds(), failure: failureOf(error) })
    return { ok: false, cause: step.id }
  }
}

function eventOf({ id, kind, resource }: Step) {
  return { step: id, operation: kind, resource } as const
}

function failureOf(error: unknown): Failure {
  if (!(error instanceof GantryError))
    return { code: 'bug', message: error instanceof Error ? error.message : String(error) }
  return {
    code: error.code,
    message: error.message,
    ...(error.hint !== undefined && { hint: error.hint }),
    ...(error instanceof StepError && error.lastLines.length > 0 && { lastLines: error.lastLines }),
  }
}

/** The error a run ends with: the first cause, or the cancellation; undefined when all went well. */
export function errorOf({ failures, cancelled }: RunResult): unknown {
  return failures[0]?.error ?? (cancelled ? new Cancelled() : undefined)
}

/** What a run's events say of time: one span for each step that began, and the chain of steps that the run's length came from. */
import type { Event, Operation } from '../../events.ts'
import { printable } from '../../util/printable.ts'
import { activeWord, doneWord, titleOf } from '../words.ts'

/** Where steps compete for room; those in `waits` need none. */
export type Lane = 'engine' | 'pulls' | 'builds' | 'waits'

export interface StepSpan {
  readonly step: string
  /** `Container shop-db-1 Healthy` */
  readonly title: string
  readonly operation: Operation
  readonly lane: Lane
  readonly reason: string
  readonly ending: 'done' | 'failed' | 'cut off'
  /** Milliseconds from the first event of the run. */
  readonly start: number
  readonly end: number
  /** When all before it had ended: between that and `start` it queued for its lane. */
  readonly ready: number
  /** Ids of the steps that it came after. */
  readonly after: readonly string[]
  /** True for the steps that made the run as long as it was. */
  readonly critical: boolean
}

type Ended = Extract<Event, { type: 'step-done' | 'step-failed' | 'step-skipped' }>
type Begun = Extract<Event, { type: 'step-started' }>

/** The spans in the order of their starts. */
export function spansOf(events: readonly Event[]): readonly StepSpan[] {
  const after = dependencies(events)
  const begun = new Map<string, Begun>()
  const spans: StepSpan[] = []
  const ends = new Map<string, number>()
  const origin = events[0] ? momentOf(events[0]) : 0
  for (const event of events) {
    if (event.type === 'step-started') begun.set(event.step, event)
    if (!isEnding(event)) continue
    const start = begun.get(event.step)
    if (!start) continue
    begun.delete(event.step)
    const span = spanOf(start, event, after.get(event.step) ?? [])
    ends.set(span.step, span.end - origin)
    spans.push({ ...span, start: span.start - origin, end: span.end - origin })
  }
  const sorted = spans.sort((one, other) => one.start - other.start)
  const critical = criticalSteps(sorted)
  return sorted.map((span) => ({
    ...span,
    ready: Math.min(span.start, Math.max(0, ...span.after.map((step) => ends.get(step) ?? 0))),
    critical: critical.has(span.step),
  }))
}

/** What each step came after; the first steps of a plan come after all of the plan before it. */
function dependencies(events: readonly Event[]): ReadonlyMap<string, readonly string[]> {
  const after = new Map<string, readonly string[]>()
  let before: readonly string[] = []
  for (const event of events) {
    if (event.type !== 'plan' || !event.order || event.order.length === 0) continue
    for (const each of event.order) after.set(each.step, each.after.length > 0 ? each.after : before)
    before = event.order.map(({ step }) => step)
  }
  return after
}

/** From the step that ended last back to the beginning, each time by the one that ended last of those before it. */
function criticalSteps(spans: readonly StepSpan[]): ReadonlySet<string> {
  const byStep = new Map(spans.map((span) => [span.step, span]))
  const chain = new Set<string>()
  let last = latest(spans)
  while (last && !chain.has(last.step)) {
    chain.add(last.step)
    last = latest(last.after.flatMap((step) => byStep.get(step) ?? []))
  }
  return chain
}

function latest(spans: readonly StepSpan[]): StepSpan | undefined {
  return spans.reduce<StepSpan | undefined>(
    (best, span) => (best && best.end > span.end ? best : span),
    undefined,
  )
}

function isEnding(event: Event): event is Ended {
  return event.type === 'step-done' || event.type === 'step-failed' || event.type === 'step-skipped'
}

function spanOf(begun: Begun, event: Ended, after: readonly string[]): StepSpan {
  const word = event.type === 'step-done' ? doneWord(event) : activeWord(event.operation)
  return {
    step: event.step,
    title: `${titleOf(event.resource)} ${word}`,
    operation: event.operation,
    lane: lanes[event.operation] ?? 'engine',
    reason: printable(begun.reason),
    ending: endings[event.type],
    start: momentOf(begun),
    end: momentOf(event),
    ready: momentOf(begun),
    after,
    critical: false,
  }
}

const endings = { 'step-done': 'done', 'step-failed': 'failed', 'step-skipped': 'cut off' } as const

const lanes: Partial<Record<Operation, Lane>> = {
  'pull-image': 'pulls',
  'build-image': 'builds',
  wait: 'waits',
}

function momentOf({ time }: Event): number {
  return Date.parse(time)
}

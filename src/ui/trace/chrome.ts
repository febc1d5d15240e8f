/** A run as Chrome's trace format, for chrome://tracing, Perfetto and `gantry timeline`. */
import type { Event } from '../../events.ts'
import { printable } from '../../util/printable.ts'
import { spansOf, type Lane, type StepSpan } from './spans.ts'

/** An object of `traceEvents`: times in microseconds, `tid` a row of the picture. */
export interface TraceEvent {
  readonly name: string
  /** M: names of rows, X: a span, i: a moment, s and f: the ends of an arrow. */
  readonly ph: 'M' | 'X' | 'i' | 's' | 'f'
  readonly pid: number
  readonly tid: number
  readonly ts?: number
  readonly dur?: number
  readonly cat?: string
  readonly cname?: string
  readonly id?: number
  readonly bp?: 'e'
  readonly s?: 'p'
  readonly args?: Readonly<Record<string, unknown>>
}

export interface ChromeTrace {
  readonly displayTimeUnit: 'ms'
  readonly otherData: {
    readonly program: string
    readonly command: string
    readonly project: string
    /** RFC 3339; absent where nothing has happened. */
    readonly began?: string
    /** Absent where the run was broken off before its summary. */
    readonly exitCode?: number
  }
  readonly traceEvents: readonly TraceEvent[]
}

/** The trace of a run, from its events: every lane has as many rows as steps overlapped in it; the critical path is marked and joined by arrows. */
export function chromeTrace(
  events: readonly Event[],
  { program, command }: { readonly program: string; readonly command: string },
): ChromeTrace {
  const spans = spansOf(events)
  const rows = rowsOf(spans)
  const plan = events.find((event) => event.type === 'plan')
  const summary = events.findLast((event) => event.type === 'summary')
  const project = plan ? printable(plan.project) : ''
  return {
    displayTimeUnit: 'ms',
    otherData: {
      program,
      command,
      project,
      ...(events[0] && { began: events[0].time }),
      ...(summary && { exitCode: summary.exitCode }),
    },
    traceEvents: [
      ...rowNames(rows, `${command} ${project}`.trim()),
      ...spans.map((span) => spanEvent(span, rows.get(span.step)?.tid ?? 0)),
      ...arrows(spans, rows),
      ...moments(events),
    ],
  }
}

interface LaneRow {
  readonly tid: number
  readonly lane: Lane
  readonly number: number
}

const laneOrder: readonly Lane[] = ['pulls', 'builds', 'engine', 'waits']

/** A row for each step: the first of its lane that is free when the step begins. */
function rowsOf(spans: readonly StepSpan[]): ReadonlyMap<string, LaneRow> {
  const rows = new Map<string, LaneRow>()
  laneOrder.forEach((lane, at) => {
    const freeAt: number[] = []
    for (const { step, start, end } of spans.filter((span) => span.lane === lane)) {
      const free = freeAt.findIndex((time) => time <= start)
      const number = free === -1 ? freeAt.length : free
      freeAt[number] = end
      rows.set(step, { tid: (at + 1) * 1000 + number, lane, number: number + 1 })
    }
  })
  return rows
}

function rowNames(rows: ReadonlyMap<string, LaneRow>, title: string): readonly TraceEvent[] {
  const named = new Map([...rows.values()].map((row) => [row.tid, row]))
  return [
    { name: 'process_name', ph: 'M', pid: 1, tid: 0, args: { name: title } },
    ...[...named.values()]
      .sort((one, other) => one.tid - other.tid)
      .flatMap(({ tid, lane, number }): readonly TraceEvent[] => [
        { name: 'thread_name', ph: 'M', pid: 1, tid, args: { name: `${lane} ${number}` } },
        { name: 'thread_sort_index', ph: 'M', pid: 1, tid, args: { sort_index: tid } },
      ]),
  ]
}

function spanEvent(span: StepSpan, tid: number): TraceEvent {
  const { title, step, operation, lane, reason, ending, start, end, ready, after, critical } = span
  return {
    name: title,
    cat: critical ? `${lane},critical` : lane,
    ph: 'X',
    pid: 1,
    tid,
    ts: start * 1000,
    dur: (end - start) * 1000,
    ...(critical && { cname: 'terrible' }),
    args: { step, operation, reason, ending, critical, after, queued_ms: start - ready },
  }
}

function arrows(spans: readonly StepSpan[], rows: ReadonlyMap<string, LaneRow>): readonly TraceEvent[] {
  const chain = spans.filter(({ critical }) => critical)
  return chain.slice(1).flatMap((span, at): readonly TraceEvent[] => {
    const before = chain[at]
    if (!before) return []
    const arrow = { name: 'critical path', cat: 'critical', pid: 1, id: at + 1 } as const
    return [
      { ...arrow, ph: 's', tid: rows.get(before.step)?.tid ?? 0, ts: before.end * 1000 },
      { ...arrow, ph: 'f', bp: 'e', tid: rows.get(span.step)?.tid ?? 0, ts: span.start * 1000 },
    ]
  })
}

function moments(events: readonly Event[]): readonly TraceEvent[] {
  const origin = events[0] ? Date.parse(events[0].time) : 0
  return events.flatMap((event): readonly TraceEvent[] => {
    const name = momentName(event)
    const ts = (Date.parse(event.time) - origin) * 1000
    return name === undefined ? [] : [{ name, ph: 'i', s: 'p', cat: event.type, pid: 1, tid: 0, ts }]
  })
}

function momentName(event: Event): string | undefined {
  if (event.type === 'warning') return `Warning: ${printable(event.message)}`
  if (event.type === 'stopping') return event.force ? 'Killing the containers' : 'Stopping'
  if (event.type !== 'container-exited') return undefined
  return `${printable(event.container)} exited with code ${event.exitCode}`
}

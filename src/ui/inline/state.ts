/** What the live view knows: a pure fold of events into one row for each resource. */
import type { Event, Resource } from '../../events.ts'
import { printable } from '../../util/printable.ts'
import { activeWord, doneWord, nounOf, outcomeDetail, withoutProject } from '../words.ts'

export type Phase = 'failed' | 'active' | 'waiting' | 'done' | 'skipped'

export interface Row {
  readonly noun: string
  readonly name: string
  /** How others call it who wait for it: `db-1`, `network default`. */
  readonly shortName: string
  readonly phase: Phase
  /** The verb of its last change: `Starting`, `Started`. */
  readonly word: string
  /** Why it is done, or how it ended. */
  readonly detail: string
  /** What its present step does at the moment, where it tells: `[3/5] RUN npm ci`. */
  readonly stage: string
  /** Bytes of a pull, steps of a build. */
  readonly progress: Amount | undefined
  /** Clock time at which its present step began, or its waiting. */
  readonly since: number
  /** How long its ended steps took. */
  readonly seconds: number
  /** Steps under way, and steps still to end. */
  readonly running: number
  readonly left: number
  /** Grows with each change: the larger, the more recent. */
  readonly changed: number
}

export interface Amount {
  readonly unit: 'bytes' | 'steps'
  readonly current: number
  readonly total: number
}

/** A step that has not ended. */
interface Pending {
  /** The key of its row. */
  readonly row: string
  readonly after: readonly string[]
}

export interface Progress {
  readonly project: string
  readonly startedAt: number
  readonly total: number
  readonly ended: number
  /** By resource, in the plan's order. */
  readonly rows: ReadonlyMap<string, Row>
  /** The steps that have not ended, by id, in the plan's order. */
  readonly pending: ReadonlyMap<string, Pending>
  readonly failures: readonly Extract<Event, { type: 'step-failed' }>[]
}

type PlanEvent = Extract<Event, { type: 'plan' }>
type StepEvent = Extract<Event, { step: string }>
type ProgressEvent = Extract<Event, { type: 'step-progress' }>
type SkipEvent = Extract<Event, { type: 'step-skipped' }>
type Ending = Extract<Event, { type: 'step-done' | 'step-failed' }>

/** The state at the beginning of a plan; `now` is the clock's. A resource takes as many steps as it is named. */
export function begin(event: PlanEvent, now: number): Progress {
  const rows = new Map<string, Row>()
  for (const resource of event.resources) {
    const key = keyOf(resource)
    const row = rows.get(key) ?? newRow(resource, { project: event.project, now })
    rows.set(key, { ...row, left: row.left + 1 })
  }
  return {
    project: printable(event.project),
    startedAt: now,
    total: event.steps,
    ended: 0,
    rows,
    pending: pendingSteps(event),
    failures: [],
  }
}

function pendingSteps({ order = [], resources }: PlanEvent): ReadonlyMap<string, Pending> {
  return new Map(
    order.flatMap(({ step, after }, at) => {
      const resource = resources[at]
      return resource ? [[step, { row: keyOf(resource), after }] as const] : []
    }),
  )
}

/** The short names of what a waiting row waits for, each once: the resources of the steps that its next step comes after. */
export function awaitedBy({ pending, rows }: Progress, key: string): readonly string[] {
  const next = [...pending.values()].find(({ row }) => row === key)
  const keys = (next?.after ?? []).flatMap((step) => pending.get(step)?.row ?? [])
  return [...new Set(keys)].flatMap((other) => (other === key ? [] : (rows.get(other)?.shortName ?? [])))
}

/** The state after an event of a step; other events change nothing. */
export function reduce(state: Progress, event: Event, now: number): Progress {
  if (!('step' in event)) return state
  const row = state.rows.get(keyOf(event.resource)) ?? newRow(event.resource, { project: state.project, now })
  const changed = { ...row, ...changes(row, event, { state, now }), changed: event.seq }
  return {
    ...state,
    ...(isEnding(event) && { ended: state.ended + 1, pending: without(state.pending, event.step) }),
    rows: new Map(state.rows).set(keyOf(event.resource), changed),
    failures: event.type === 'step-failed' ? [...state.failures, event] : state.failures,
  }
}

/** True when every step of the plan has ended, one way or another. */
export function isOver(state: Progress): boolean {
  return state.ended >= state.total
}

function without<K, V>(map: ReadonlyMap<K, V>, key: K): ReadonlyMap<K, V> {
  const rest = new Map(map)
  rest.delete(key)
  return rest
}

function keyOf({ kind, name }: Resource): string {
  return `${kind} ${name}`
}

function newRow(
  resource: Resource,
  { project, now }: { readonly project: string; readonly now: number },
): Row {
  return {
    noun: nounOf(resource),
    name: printable(resource.name),
    shortName: printable(shortName(resource, project)),
    phase: 'waiting',
    word: 'Pending',
    detail: '',
    stage: '',
    progress: undefined,
    since: now,
    seconds: 0,
    running: 0,
    left: 0,
    changed: 0,
  }
}

function shortName({ kind, name }: Resource, project: string): string {
  const short = kind === 'image' ? name : withoutProject(name, project)
  return kind === 'container' ? short : `${kind} ${short}`
}

function isEnding({ type }: Event): boolean {
  return type === 'step-done' || type === 'step-failed' || type === 'step-skipped'
}

interface Moment {
  readonly state: Progress
  readonly now: number
}

function changes(row: Row, event: StepEvent, moment: Moment): Partial<Row> {
  switch (event.type) {
    case 'step-started':
      return started(row, event, moment.now)
    case 'step-progress':
      return progressed(event)
    case 'step-output':
      return row.stage === '' ? { detail: printable(event.text) } : {}
    case 'step-skipped':
      return { ...skipped(row, event, moment.state), left: Math.max(0, row.left - 1) }
    default:
      return { ...ended(row, event, moment.now), left: Math.max(0, row.left - 1) }
  }
}

function started(
  row: Row,
  { operation, reason }: Extract<StepEvent, { type: 'step-started' }>,
  now: number,
): Partial<Row> {
  return {
    phase: 'active',
    word: activeWord(operation),
    detail: printable(reason),
    stage: '',
    progress: undefined,
    since: now,
    running: row.running + 1,
  }
}

function progressed({ operation, text, current = 0, total = 0 }: ProgressEvent): Partial<Row> {
  const unit = operation === 'build-image' ? 'steps' : 'bytes'
  return {
    ...(text !== undefined && { stage: printable(text) }),
    ...(total > 0 && { progress: { unit, current, total } }),
  }
}

/** A failure stays, whatever comes after it; while other steps of the resource run, they are what is shown. */
function ended(row: Row, event: Ending, now: number): Partial<Row> {
  const running = Math.max(0, row.running - 1)
  const spent = { running, seconds: row.seconds + event.seconds }
  const said = { stage: '', progress: undefined, ...spent }
  if (event.type === 'step-failed') {
    return { ...said, phase: 'failed', word: 'Error', detail: printable(failureDetail(event)) }
  }
  if (row.phase === 'failed' || running > 0) return spent
  const phase = row.left > 1 ? 'waiting' : 'done'
  return { ...said, phase, since: now, word: doneWord(event), detail: outcomeDetail(event) }
}

/** The message without its subject, which the row names already. */
function failureDetail({ failure, resource }: Extract<Ending, { type: 'step-failed' }>): string {
  const { kind, name, service } = resource
  const subjects = [`${kind} "${name}" of service "${service}" `, `${kind} "${name}" `]
  const subject = subjects.find((text) => failure.message.startsWith(text)) ?? ''
  return failure.message.slice(subject.length)
}

function skipped(row: Row, { because }: SkipEvent, { failures }: Progress): Partial<Row> {
  if (row.phase === 'failed' || row.phase === 'skipped') return {}
  const cause = failures.find(({ step }) => step === because)
  const detail = cause ? `${printable(cause.resource.name)} failed` : printable(because)
  return { phase: 'skipped', word: 'Skipped', detail, stage: '', progress: undefined, running: 0 }
}

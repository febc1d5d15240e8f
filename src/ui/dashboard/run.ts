/** What the run does at the moment: a fold of its events. */
import type { Event, Operation } from '../../events.ts'
import { printable } from '../../util/printable.ts'

/** A step under way. */
export interface ActiveStep {
  readonly service: string | undefined
  readonly operation: Operation
  readonly name: string
  /** What it is at: `[3/5] RUN npm ci`. */
  readonly stage: string
  /** Bytes of a pull. */
  readonly progress: { readonly current: number; readonly total: number } | undefined
  /** Milliseconds since the epoch. */
  readonly since: number
}

/** A step that was done, and why: what `explain` tells. */
export interface Deed {
  readonly at: number
  readonly operation: Operation
  readonly name: string
  readonly reason: string
}

export type Failed = Extract<Event, { type: 'step-failed' }>

export interface RunProgress {
  /** Steps of the plan under way, and how many have ended; both 0 where none is. */
  readonly total: number
  readonly ended: number
  /** By step id. */
  readonly active: ReadonlyMap<string, ActiveStep>
  /** Steps still to come or under way, by service. */
  readonly left: ReadonlyMap<string, number>
  /** When the present plan was begun. */
  readonly since: number
  /** The failures of the last plan. */
  readonly failures: readonly Failed[]
  /** Newest last, by service; the last few. */
  readonly deeds: ReadonlyMap<string, readonly Deed[]>
  readonly stopping: boolean
}

/** Before any plan. */
export const emptyRun: RunProgress = {
  total: 0,
  ended: 0,
  active: new Map(),
  left: new Map(),
  since: 0,
  failures: [],
  deeds: new Map(),
  stopping: false,
}

/** True while a plan has steps that have not ended. */
export function isWorking({ ended, total }: RunProgress): boolean {
  return ended < total
}

/** The progress after an event; `now` in milliseconds since the epoch. Events that are not of steps change nothing. */
export function reduceRun(run: RunProgress, event: Event, now: number): RunProgress {
  if (event.type === 'plan') return planned(run, event, now)
  if (event.type === 'stopping') return { ...run, stopping: true }
  if (!('step' in event)) return run
  if (event.type === 'step-started') return started(run, event, now)
  if (event.type === 'step-progress') return progressed(run, event)
  if (event.type === 'step-output') return staged(run, event.step, { stage: printable(event.text) })
  return ended(run, event)
}

/** Where a plan begins while another one is under way, both count. */
function planned(run: RunProgress, event: Extract<Event, { type: 'plan' }>, now: number): RunProgress {
  if (event.steps === 0) return run
  const goesOn = isWorking(run)
  const left = new Map(goesOn ? run.left : [])
  for (const { service } of event.resources) {
    if (service !== undefined) left.set(service, (left.get(service) ?? 0) + 1)
  }
  return {
    ...run,
    total: event.steps + (goesOn ? run.total : 0),
    ended: goesOn ? run.ended : 0,
    active: goesOn ? run.active : new Map(),
    left,
    since: goesOn ? run.since : now,
    failures: goesOn ? run.failures : [],
  }
}

function started(
  run: RunProgress,
  event: Extract<Event, { type: 'step-started' }>,
  now: number,
): RunProgress {
  const { operation, resource } = event
  const name = printable(resource.name)
  const service = resource.service
  const step: ActiveStep = { service, operation, name, stage: '', progress: undefined, since: now }
  return {
    ...run,
    active: new Map(run.active).set(event.step, step),
    deeds:
      service === undefined || operation === 'wait'
        ? run.deeds
        : withDeed(run.deeds, service, { at: now, operation, name, reason: printable(event.reason) }),
  }
}

/** Deeds kept of each service. */
const most = 20

function withDeed(deeds: RunProgress['deeds'], service: string, deed: Deed): RunProgress['deeds'] {
  return new Map(deeds).set(service, [...(deeds.get(service) ?? []), deed].slice(-most))
}

function progressed(run: RunProgress, event: Extract<Event, { type: 'step-progress' }>): RunProgress {
  const { current = 0, total = 0 } = event
  return staged(run, event.step, {
    ...(event.text !== undefined && { stage: printable(event.text) }),
    ...(event.operation === 'pull-image' && total > 0 && { progress: { current, total } }),
  })
}

function staged(run: RunProgress, id: string, change: Partial<ActiveStep>): RunProgress {
  const step = run.active.get(id)
  return step ? { ...run, active: new Map(run.active).set(id, { ...step, ...change }) } : run
}

type Ending = Extract<Event, { type: 'step-done' | 'step-failed' | 'step-skipped' }>

function ended(run: RunProgress, event: Ending): RunProgress {
  const active = new Map(run.active)
  active.delete(event.step)
  const { service } = event.resource
  const left = new Map(run.left)
  const rest = service === undefined ? 0 : (left.get(service) ?? 1) - 1
  if (service !== undefined) {
    if (rest > 0) left.set(service, rest)
    else left.delete(service)
  }
  return {
    ...run,
    active,
    left,
    ended: run.ended + 1,
    failures: event.type === 'step-failed' ? [...run.failures, event] : run.failures,
  }
}

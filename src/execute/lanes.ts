/** Bounded lanes for the steps of a run: each has its room, and a queue in which the most urgent goes first. */
import type { Lane } from '../plan/steps.ts'
import { nextPace, startPace } from './pace.ts'
import { createQueue, type Queue } from './queue.ts'

/** The place a task has while it runs. */
export interface Slot {
  /** Gives it up while the task waits for something; the task goes on without one. */
  readonly leave: () => void
  /** Takes one again, when there is room. */
  readonly retake: () => Promise<void>
}

export interface Turn {
  readonly lane: Lane
  /** Higher goes first. */
  readonly urgency?: number
  /** What the task is, for the pace: tasks of one kind cost about the same. */
  readonly kind?: string
}

/** Runs a task when its lane has room. A task must not wait for another one while it holds its slot. */
export type Lanes = <T>(turn: Turn, task: (slot: Slot) => Promise<T>) => Promise<T>

export interface LaneLimits {
  /** Calls at once in every lane; absent, zero or less: as many as the engine sustains. */
  readonly parallel?: number | undefined
  /** Milliseconds of a clock that only goes forward. */
  readonly now?: () => number
}

/** Engine calls find their own number, at most `parallel`; of pulls and builds at most four and two run. `none` is unbounded. */
export function createLanes({ parallel, now = () => performance.now() }: LaneLimits = {}): Lanes {
  const cap = parallel !== undefined && parallel > 0 ? parallel : undefined
  const api = createPacedRoom(cap, now)
  const rooms: { readonly [L in Lane]: Room } = {
    api,
    pull: createRoom(Math.min(cap ?? 4, 4)),
    build: createRoom(Math.min(cap ?? 2, 2)),
    none: { queue: createQueue(() => Infinity), done: () => undefined, now },
  }
  return async ({ lane, urgency = 0, kind = lane }, task) => inRoom(rooms[lane], { urgency, kind }, task)
}

interface Room {
  readonly queue: Queue
  readonly done: (kind: string, began: number) => void
  readonly now: () => number
}

function createRoom(limit: number): Room {
  return { queue: createQueue(() => limit), done: () => undefined, now: () => 0 }
}

function createPacedRoom(cap: number | undefined, now: () => number): Room {
  let pace = startPace(cap)
  const queue = createQueue(() => pace.limit)
  const done = (kind: string, began: number) => {
    pace = nextPace(pace, { kind, began, ended: now(), busy: queue.waiting() > 0 })
    queue.look()
  }
  return { queue, done, now }
}

async function inRoom<T>(
  { queue, done, now }: Room,
  { urgency, kind }: { readonly urgency: number; readonly kind: string },
  task: (slot: Slot) => Promise<T>,
): Promise<T> {
  await queue.enter(urgency)
  const began = now()
  let [holds, left] = [true, false]
  const leave = () => {
    if (!holds) return
    ;[holds, left] = [false, true]
    queue.leave()
  }
  const retake = async () => {
    if (holds) return
    await queue.enter(Infinity)
    holds = true
  }
  try {
    return await task({ leave, retake })
  } finally {
    if (!left) done(kind, began)
    if (holds) queue.leave()
  }
}

/** Follows the output of many containers through restarts and cut connections: no line missing, none twice. */
import { setTimeout as sleep } from 'node:timers/promises'
import type { Engine, LogOptions } from '../docker/engine.ts'
import { EngineError } from '../errors.ts'
import { createRecentLines, type RecentLines } from './recent-lines.ts'
import { createStampedLines, type StampedLine } from './stamped-lines.ts'

export type { StampedLine } from './stamped-lines.ts'

/** A container whose output is read. */
export interface LogOrigin {
  readonly id: string
  readonly name: string
  readonly service: string
}

export interface LogFollowOptions {
  readonly engine: Engine
  /** Ends everything. */
  readonly signal: AbortSignal
  /** Lines of the past that are read of each container; all of one that starts for the first time meanwhile. */
  readonly tail: number
  readonly onLine: (origin: LogOrigin, line: StampedLine) => void
  /** Told once of a container whose logging driver keeps nothing that could be read. */
  readonly onUnreadable?: (origin: LogOrigin, reason: string) => void
  /** Milliseconds before a cut connection is tried again; grows to two seconds. */
  readonly pause?: number
}

export interface LogFollower {
  /** A container is there: its past is read once, and what it writes while it runs. Often called: that changes nothing. */
  readonly know: (origin: LogOrigin, running: boolean) => void
  /** A container has started, maybe again. */
  readonly started: (origin: LogOrigin) => void
  /** A container is gone for good. What it wrote last is still read. */
  readonly forget: (id: string) => void
}

interface Tail {
  readonly origin: LogOrigin
  readonly recent: RecentLines
  reading: boolean
  /** It started while its last output was still being read: read on from there. */
  again: boolean
  /** It was seen to start: whatever it wrote is new. */
  fresh: boolean
  /** Nothing more can be had of it. */
  over: boolean
}

/** A follower that reads nothing yet. */
export function followLogs(options: LogFollowOptions): LogFollower {
  const tails = new Map<string, Tail>()
  const read = (tail: Tail) => {
    if (tail.reading || tail.over) return
    tail.reading = true
    void readOn(tail, options).finally(() => {
      tail.reading = false
      if (tail.again) read(tail)
    })
  }
  const tailOf = (origin: LogOrigin) => {
    const known = tails.get(origin.id)
    const tail = known ?? newTail(origin)
    tails.set(origin.id, tail)
    return { tail, isNew: known === undefined }
  }
  return {
    know: (origin, running) => {
      const { tail, isNew } = tailOf(origin)
      if (isNew || running) read(tail)
    },
    started: (origin) => {
      const { tail } = tailOf(origin)
      tail.again = true
      tail.fresh ||= tail.recent.since() === undefined
      read(tail)
    },
    forget: (id) => void tails.delete(id),
  }
}

function newTail(origin: LogOrigin): Tail {
  const recent = createRecentLines()
  return { origin, recent, reading: false, again: false, fresh: false, over: false }
}

const longestPause = 2000

/** Reads until the container has stopped for now; a cut connection is tried again until the signal aborts. */
async function readOn(tail: Tail, options: LogFollowOptions): Promise<void> {
  const { signal, pause: shortest = 100 } = options
  let pause = shortest
  while (!signal.aborted && !tail.over) {
    tail.again = false
    try {
      await readOnce(tail, options, () => {
        pause = shortest
      })
      if (!tail.again) return
    } catch (error) {
      if (signal.aborted) return
      if (isFinal(error)) return giveUp(tail, options, error)
      await sleep(pause, undefined, { signal }).catch(() => {})
      pause = Math.min(2 * pause, longestPause)
    }
  }
}

/** The container is gone (404), or its logging driver keeps nothing (501): asking again is of no use. */
function isFinal(error: unknown): error is EngineError {
  if (!(error instanceof EngineError) || error.status === undefined) return false
  return error.status < 500 || error.status === 501
}

function giveUp(tail: Tail, { onUnreadable }: LogFollowOptions, error: EngineError): void {
  tail.over = true
  if (error.status !== 404) onUnreadable?.(tail.origin, error.message)
}

/** One stream of its output, from where the last one ended. */
async function readOnce(
  { origin, recent, fresh }: Tail,
  { engine, signal, tail, onLine }: LogFollowOptions,
  onRead: () => void,
): Promise<void> {
  const since = recent.since()
  const isKnown = since === undefined ? () => false : recent.again()
  const begin: LogOptions = since === undefined ? { tail: fresh ? 'all' : tail } : { since }
  const lines = createStampedLines((line) => {
    if (isKnown(line)) return
    recent.add(line)
    onLine(origin, line)
  })
  for await (const chunk of engine.containerLogs(
    origin.id,
    { ...begin, follow: true, timestamps: true },
    signal,
  )) {
    onRead()
    lines.add(chunk)
  }
  lines.end()
}

/** Follows the output of every container of the project, through restarts, into the dashboard's store. */
import type { Engine } from '../../docker/engine.ts'
import type { ObservedContainer } from '../../plan/observed.ts'
import type { IncomingLine } from '../../ui/dashboard/logs/line.ts'
import { sourceLines, type Source, type SourcedLine } from '../logs/source.ts'

export interface LogFollowerOptions {
  readonly engine: Engine
  readonly signal: AbortSignal
  readonly append: (line: IncomingLine) => void
  /** The output of a container has ended: it may have stopped. */
  readonly onEnd: () => void
}

/** To be told of the project's containers whenever they change. */
export type LogFollower = (containers: readonly ObservedContainer[]) => void

interface Tail {
  reading: boolean
  /** The engine's time of the last line: a restart goes on from there. */
  shownUntil: string
  /** Its logging driver keeps nothing that could be read. */
  unreadable: boolean
  /** When it was begun to be read, by our clock. */
  begunAt: number
  /** `running` when it was last begun: a container that has stopped is read once. */
  wasRunning: boolean
}

/** Lines of the past that are read of each container. */
const past = 500

/** Milliseconds between two attempts at one container: it may stop as soon as it starts. */
const pause = 500

/** Starts with nothing; ends with the signal. Faults of single containers are left to the events to tell. */
export function createLogFollower(options: LogFollowerOptions): LogFollower {
  const tails = new Map<string, Tail>()
  const read = async (source: Source, tail: Tail) => {
    tail.reading = true
    tail.begunAt = performance.now()
    const { shownUntil } = tail
    const begin =
      shownUntil === '' ? { tail: past } : { since: Math.floor(millisecondsOf(shownUntil) / 1000) }
    const onUnreadable = () => {
      tail.unreadable = true
    }
    try {
      for await (const line of sourceLines(
        source,
        { ...begin, follow: true },
        { ...options, onUnreadable },
      )) {
        if (shownUntil !== '' && line.timestamp <= shownUntil) continue
        tail.shownUntil = line.timestamp
        options.append(incoming(line))
      }
    } catch {
      // A connection that is lost is told once, by the subscription to the events.
    }
    tail.reading = false
    if (!options.signal.aborted)
      setTimeout(options.onEnd, Math.max(50, pause - (performance.now() - tail.begunAt)))
  }
  return (containers) => {
    for (const { id, name, service, state } of containers) {
      const running = state === 'running'
      const known = tails.get(id)
      if (known && (known.reading || known.unreadable || (!running && !known.wasRunning))) continue
      if (known && performance.now() - known.begunAt < pause) continue
      const tail = known ?? {
        reading: false,
        shownUntil: '',
        unreadable: false,
        begunAt: 0,
        wasRunning: false,
      }
      tail.wasRunning = running
      tails.set(id, tail)
      void read({ id, name, service }, tail)
    }
  }
}

function incoming({ source, stream, text, timestamp }: SourcedLine): IncomingLine {
  return { service: source.service, container: source.name, stream, text, time: millisecondsOf(timestamp) }
}

/** Milliseconds since the epoch of `2026-11-21T11:28:00.123456789Z`, fractions kept. */
export function millisecondsOf(timestamp: string): number {
  const whole = Date.parse(`${timestamp.slice(0, 19)}Z`)
  const fraction = /^\.(\d+)Z$/.exec(timestamp.slice(19))?.[1]
  return whole + (fraction === undefined ? 0 : Number(`0.${fraction}`) * 1000)
}

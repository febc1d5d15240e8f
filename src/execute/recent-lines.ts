/** What was told last of a container, so that it can be read on from there and no line comes twice. */
import type { StampedLine } from './stamped-lines.ts'

export interface RecentLines {
  readonly add: (line: StampedLine) => void
  /** Where to read on: Unix seconds, a little before what is remembered; undefined where nothing was told. */
  readonly since: () => number | undefined
  /** Reading on begins: what was told already is known again once. */
  readonly again: () => (line: StampedLine) => boolean
}

/** Lines of the last second may be written out of order; of a flood the last thousand are remembered. */
const span = 1000
const most = 1000

/** Remembers nothing at first. */
export function createRecentLines(): RecentLines {
  let lines: StampedLine[] = []
  let newest = 0
  /** All lines up to this time were told. */
  let settled = 0
  const prune = () => {
    const keep = lines.findIndex((line, at) => line.time > newest - span && at >= lines.length - most)
    const gone = keep === -1 ? [] : lines.splice(0, keep)
    for (const { time } of gone) settled = Math.max(settled, time)
  }
  return {
    add: (line) => {
      lines.push(line)
      newest = Math.max(newest, line.time)
      if (lines.length > 2 * most) prune()
    },
    since: () => {
      prune()
      const [first] = lines
      return first && Math.floor(Math.max(settled, newest - span) * 1000 - 1) / 1e6
    },
    again: () => {
      const told = new Map<string, number>()
      for (const line of lines) told.set(keyOf(line), (told.get(keyOf(line)) ?? 0) + 1)
      const until = newest
      return (line) => {
        if (line.time <= settled) return true
        if (line.time > until) return false
        const key = keyOf(line)
        const times = told.get(key) ?? 0
        if (times > 0) told.set(key, times - 1)
        return times > 0
      }
    },
  }
}

function keyOf({ stream, time, text }: StampedLine): string {
  return `${time} ${stream} ${text}`
}

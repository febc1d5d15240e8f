/** A queue for bounded room: the most urgent goes first, among equals the one that came first. */

export interface Queue {
  /** Resolves when there is room; it is taken then. */
  readonly enter: (urgency: number) => Promise<void>
  /** Gives room back. */
  readonly leave: () => void
  readonly waiting: () => number
  /** To be called when the limit may have grown. */
  readonly look: () => void
}

interface Entry {
  readonly urgency: number
  readonly go: () => void
}

/** `limit` is asked each time room is given. */
export function createQueue(limit: () => number): Queue {
  const entries: Entry[] = []
  let inside = 0
  const look = () => {
    while (inside < limit()) {
      const entry = entries.pop()
      if (!entry) return
      inside++
      entry.go()
    }
  }
  return {
    enter: (urgency) =>
      new Promise((resolve) => {
        entries.splice(placeOf(entries, urgency), 0, { urgency, go: resolve })
        look()
      }),
    leave: () => {
      inside--
      look()
    },
    waiting: () => entries.length,
    look,
  }
}

/** Entries are in rising urgency; a new one goes before its equals, because the last one is the next. */
function placeOf(entries: readonly Entry[], urgency: number): number {
  let [low, high] = [0, entries.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((entries[middle]?.urgency ?? 0) < urgency) low = middle + 1
    else high = middle
  }
  return low
}

/** Work on the same services is done one after the other, other work at the same time. */

/** The services that a piece of work changes; `all` of them. */
export type Subjects = readonly string[] | 'all'

export interface Turns {
  /** Begins the work when all before it on one of its services has ended; at once where it is urgent. Resolves at its end. */
  readonly take: (
    subjects: Subjects,
    work: () => Promise<void>,
    options?: { readonly urgent: boolean },
  ) => Promise<void>
  readonly busy: () => boolean
  /** Resolves when nothing is under way and nothing waits. */
  readonly idle: () => Promise<void>
}

/** Nothing is under way at first. `onBusy` is told when that changes. */
export function createTurns(onBusy: (busy: boolean) => void): Turns {
  const taken = new Map<Promise<void>, Subjects>()
  const begin = async (before: readonly Promise<void>[], work: () => Promise<void>): Promise<void> => {
    await Promise.allSettled(before)
    await work()
  }
  return {
    take: async (subjects, work, { urgent } = { urgent: false }) => {
      const before = urgent
        ? []
        : [...taken].flatMap(([turn, other]) => (meet(subjects, other) ? [turn] : []))
      if (taken.size === 0) onBusy(true)
      const turn = begin(before, work)
      taken.set(turn, subjects)
      try {
        await turn
      } finally {
        taken.delete(turn)
        if (taken.size === 0) onBusy(false)
      }
    },
    busy: () => taken.size > 0,
    idle: async () => {
      while (taken.size > 0) await Promise.allSettled(taken.keys())
    },
  }
}

function meet(one: Subjects, other: Subjects): boolean {
  return one === 'all' || other === 'all' || one.some((name) => other.includes(name))
}

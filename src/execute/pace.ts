/**
 * How many calls at once the engine sustains: more as long as more get done in the same time, fewer when it slows down.
 * A pure function of samples; hill climbing on throughput, with one look at a time.
 */

/** One call, from when it was sent until its answer; milliseconds of any clock. */
export interface Sample {
  /** Calls of one kind cost about the same. */
  readonly kind: string
  readonly began: number
  readonly ended: number
  /** True where others waited for room while it ran: only then does the limit matter. */
  readonly busy: boolean
}

export interface Pace {
  /** Calls at once, from now on. */
  readonly limit: number
  readonly cap: number
  /** What a call of each kind is worth: what the first one took. */
  readonly costs: Readonly<Record<string, number>>
  /** The look under way: its first call's beginning, calls seen, and their worth. */
  readonly look: { readonly began: number; readonly count: number; readonly work: number } | undefined
  /** What the last look came to, and at which limit. */
  readonly before: { readonly limit: number; readonly rate: number } | undefined
  /** Looks until more is tried again. */
  readonly rest: number
}

const first = 8
const floor = 2
/** More at once has never been quicker, on any machine that was measured. */
const most = 24
const better = 1.05
const worse = 0.8
const pause = 3

/** The beginning; `cap`: the user's own limit, where there is one. */
export function startPace(cap = most): Pace {
  const limit = Math.min(first, cap)
  return { limit, cap, costs: {}, look: undefined, before: undefined, rest: 0 }
}

/** The pace after one more call; every so many calls at a full house it is looked at anew. */
export function nextPace(pace: Pace, { kind, began, ended, busy }: Sample): Pace {
  const cost = pace.costs[kind] ?? Math.max(1, ended - began)
  const costs = { ...pace.costs, [kind]: cost }
  if (!busy) return { ...pace, costs, look: undefined }
  const { look } = pace
  const seen = {
    began: Math.min(look?.began ?? began, began),
    count: (look?.count ?? 0) + 1,
    work: (look?.work ?? 0) + cost,
  }
  if (seen.count < lookLength(pace.limit)) return { ...pace, costs, look: seen }
  const rate = seen.work / Math.max(1, ended - seen.began)
  return { ...decide(pace, rate), costs, look: undefined }
}

function lookLength(limit: number): number {
  return Math.max(6, limit * 2)
}

function decide(pace: Pace, rate: number): Pace {
  const { limit, cap, before, rest } = pace
  const now = { limit, rate }
  const grown = Math.min(cap, limit + Math.max(1, Math.floor(limit / 4)))
  if (!before) return { ...pace, limit: grown, before: now }
  if (limit > before.limit) {
    if (rate > before.rate * better) return { ...pace, limit: grown, before: now }
    return { ...pace, limit: before.limit, rest: pause }
  }
  if (rate < before.rate * worse)
    return {
      ...pace,
      limit: Math.max(Math.min(floor, cap), Math.floor(limit * 0.75)),
      before: now,
      rest: pause,
    }
  if (rest > 0) return { ...pace, before: now, rest: rest - 1 }
  return { ...pace, limit: grown, before: now }
}

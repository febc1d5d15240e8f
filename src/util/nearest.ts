/**
 * The candidate a misspelt word most likely means, or undefined when none is near. Case, `-`, `_` and camelCase
 * do not count; up to three letters may be wrong, missing, extra or swapped with their neighbour, fewer in a short word.
 * Deterministic: of equally near candidates the one that begins alike, then the one of nearer length, then the first in code-unit order.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const wanted = plain(word)
  let best: Ranked | undefined
  for (const candidate of candidates) {
    const ranked = rank(wanted, candidate)
    if (ranked && (!best || isBetter(ranked, best))) best = ranked
  }
  return best?.candidate
}

interface Ranked {
  readonly candidate: string
  readonly distance: number
  readonly beginsAlike: boolean
  readonly lengthGap: number
}

function rank(wanted: string, candidate: string): Ranked | undefined {
  const plainCandidate = plain(candidate)
  const limit = limitFor(Math.max(wanted.length, plainCandidate.length), wanted.length)
  const distance = editDistance(wanted, plainCandidate, limit)
  if (distance === undefined) return undefined
  return {
    candidate,
    distance,
    beginsAlike: wanted[0] === plainCandidate[0],
    lengthGap: Math.abs(wanted.length - plainCandidate.length),
  }
}

function isBetter(one: Ranked, other: Ranked): boolean {
  if (one.distance !== other.distance) return one.distance < other.distance
  if (one.beginsAlike !== other.beginsAlike) return one.beginsAlike
  if (one.lengthGap !== other.lengthGap) return one.lengthGap < other.lengthGap
  return one.candidate < other.candidate
}

/** `readOnly`, `read-only` and `READ_ONLY` are one word; a word of dashes only stays itself. */
function plain(word: string): string {
  return word.toLowerCase().replaceAll(/[-_ ]/g, '') || word
}

function limitFor(longer: number, wanted: number): number {
  if (wanted < 2) return 0
  if (longer <= 4) return 1
  return longer < 8 ? Math.min(2, wanted - 2) : Math.min(3, wanted - 3)
}

/**
 * Letters to change, add, drop or swap with their neighbour to make `one` into `other` (optimal string alignment),
 * or undefined when more than `limit`. Only the diagonal band of that width is computed: time grows with length × limit.
 */
export function editDistance(one: string, other: string, limit: number): number | undefined {
  if (Math.abs(one.length - other.length) > limit) return undefined
  if (one === other) return 0
  let beforeLast: number[] = []
  let last = Array.from({ length: other.length + 1 }, (_, column) => column)
  for (let row = 1; row <= one.length; row++) {
    const current = nextRow({ one, other, row, limit, last, beforeLast })
    if (current.every((cost) => cost === undefined || cost > limit)) return undefined
    beforeLast = last
    last = current
  }
  const distance = last[other.length] ?? Infinity
  return distance <= limit ? distance : undefined
}

interface RowInput {
  readonly one: string
  readonly other: string
  readonly row: number
  readonly limit: number
  readonly last: readonly number[]
  readonly beforeLast: readonly number[]
}

function nextRow({ one, other, row, limit, last, beforeLast }: RowInput): number[] {
  const current: number[] = []
  const at = (line: readonly number[], column: number) => line[column] ?? Infinity
  for (let column = Math.max(0, row - limit); column <= Math.min(other.length, row + limit); column++) {
    if (column === 0) {
      current[0] = row
      continue
    }
    const same = one[row - 1] === other[column - 1]
    const swapped = row > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]
    current[column] = Math.min(
      at(last, column - 1) + (same ? 0 : 1),
      at(last, column) + 1,
      at(current, column - 1) + 1,
      swapped ? at(beforeLast, column - 2) + 1 : Infinity,
    )
  }
  return current
}

/** Lines in order of time, kept in blocks: putting in, taking out and finding the n-th cost little wherever it is. */
import { compareLines, type LogLine } from './line.ts'

export interface SortedLines {
  readonly count: () => number
  /** Late lines go to their place. */
  readonly add: (line: LogLine) => void
  /** True where it was there. */
  readonly remove: (line: LogLine) => boolean
  readonly has: (line: LogLine) => boolean
  readonly first: () => LogLine | undefined
  /** How many lines come before it, whether it is there or not. */
  readonly rank: (line: LogLine) => number
  /** Lines `from` ≤ position < `to`, in a list of their own. */
  readonly slice: (from: number, to: number) => LogLine[]
  /** From a position on in either direction, one after the other. */
  readonly walk: (from: number, step: 1 | -1) => Iterable<LogLine>
}

const blockSize = 512

/** An empty one. Nothing it does costs more than a block and the number of blocks. */
export function createSortedLines(): SortedLines {
  const blocks: LogLine[][] = []
  let count = 0

  const add = (line: LogLine) => {
    count++
    const at = Math.max(0, blockOf(blocks, line))
    const block = (blocks[at] ??= [])
    block.splice(positionIn(block, line), 0, line)
    if (block.length > 2 * blockSize) blocks.splice(at + 1, 0, block.splice(blockSize))
  }
  const remove = (line: LogLine) => {
    const at = blockOf(blocks, line)
    const block = blocks[at]
    if (!block) return false
    const position = positionIn(block, line)
    if (block[position]?.id !== line.id) return false
    block.splice(position, 1)
    if (block.length === 0) blocks.splice(at, 1)
    count--
    return true
  }
  const has = (line: LogLine) => {
    const block = blocks[blockOf(blocks, line)]
    return block?.[positionIn(block, line)]?.id === line.id
  }
  const rank = (line: LogLine) => {
    const at = blockOf(blocks, line)
    const block = blocks[at]
    let before = block ? positionIn(block, line) : 0
    for (let index = 0; index < at; index++) before += blocks[index]?.length ?? 0
    return before
  }
  return {
    count: () => count,
    add,
    remove,
    has,
    rank,
    first: () => blocks[0]?.[0],
    slice: (from, to) => take(walk(blocks, from, 1), to - Math.max(0, from)),
    walk: (from, step) => walk(blocks, from, step),
  }
}

/** The last block that begins at or before the line; -1 where the line comes before all. */
function blockOf(blocks: readonly (readonly LogLine[])[], line: LogLine): number {
  let low = 0
  let high = blocks.length
  // Nearly every line is the newest.
  const last = blocks[high - 1]?.[0]
  if (last && compareLines(last, line) <= 0) return high - 1
  while (low < high) {
    const middle = (low + high) >> 1
    const begin = blocks[middle]?.[0]
    if (begin && compareLines(begin, line) <= 0) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** Where the line is in the block, or belongs. */
function positionIn(block: readonly LogLine[], line: LogLine): number {
  const last = block.at(-1)
  if (last && compareLines(last, line) < 0) return block.length
  let low = 0
  let high = block.length
  while (low < high) {
    const middle = (low + high) >> 1
    const at = block[middle]
    if (at && compareLines(at, line) < 0) low = middle + 1
    else high = middle
  }
  return low
}

function* walk(
  blocks: readonly (readonly LogLine[])[],
  from: number,
  step: 1 | -1,
): Generator<LogLine, void, undefined> {
  let at = 0
  let position = Math.max(0, from)
  while (position >= (blocks[at]?.length ?? Infinity)) position -= blocks[at++]?.length ?? 0
  for (let block = blocks[at]; block; block = blocks[(at += step)]) {
    if (position < 0) position = block.length - 1
    for (let line = block[position]; line; line = block[(position += step)]) yield line
    position = step === 1 ? 0 : -1
  }
}

function take(lines: Iterable<LogLine>, count: number): LogLine[] {
  const taken: LogLine[] = []
  if (count <= 0) return taken
  for (const line of lines) {
    taken.push(line)
    if (taken.length >= count) break
  }
  return taken
}

/** One sequence from several, by time. Each source must be in order itself; of equal times the earlier source comes first. */
export async function* mergeByTime<T extends { readonly timestamp: string }>(
  sources: readonly AsyncIterable<T>[],
): AsyncGenerator<T> {
  const iterators = sources.map((source) => source[Symbol.asyncIterator]())
  try {
    const heads = await Promise.all(iterators.map(async (iterator) => iterator.next()))
    for (let at = earliest(heads); at !== undefined; at = earliest(heads)) {
      const head = heads[at]
      if (head && !head.done) yield head.value
      const next = await iterators[at]?.next()
      if (next) heads[at] = next
    }
  } finally {
    await Promise.all(iterators.map(async (iterator) => iterator.return?.()))
  }
}

function earliest(
  heads: readonly IteratorResult<{ readonly timestamp: string }, unknown>[],
): number | undefined {
  let best: { readonly at: number; readonly timestamp: string } | undefined
  for (const [at, head] of heads.entries()) {
    if (head.done || (best && best.timestamp <= head.value.timestamp)) continue
    best = { at, timestamp: head.value.timestamp }
  }
  return best?.at
}

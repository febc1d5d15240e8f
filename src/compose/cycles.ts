/** Cycles in a graph. */

/**
 * One cycle of each knot of the graph, as its names from the first back to the first. Linear in the size of the graph and safe
 * for chains of any length; names that are not keys of the graph are ignored.
 */
export function findCycles(graph: ReadonlyMap<string, readonly string[]>): readonly (readonly string[])[] {
  const cycles: string[][] = []
  const done = new Set<string>()
  const told = new Set<string>()
  for (const start of graph.keys()) {
    if (done.has(start)) continue
    const trail: { readonly name: string; next: number }[] = [{ name: start, next: 0 }]
    const depth = new Map([[start, 0]])
    for (let at = trail.at(-1); at; at = trail.at(-1)) {
      const to = graph.get(at.name)?.[at.next++]
      if (to === undefined) {
        done.add(at.name)
        depth.delete(at.name)
        trail.pop()
        continue
      }
      const from = depth.get(to)
      if (from !== undefined && !(told.has(at.name) && told.has(to))) {
        const cycle = trail.slice(from).map(({ name }) => name)
        for (const name of cycle) told.add(name)
        cycles.push([...cycle, to])
      } else if (from === undefined && graph.has(to) && !done.has(to)) {
        depth.set(to, trail.length)
        trail.push({ name: to, next: 0 })
      }
    }
  }
  return cycles
}

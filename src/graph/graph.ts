/**
 * What comes before what. The only import of graphlib, whose plain-object tables break on names such as
 * `constructor`: every id carries a prefix. Ordering is our own loop: graphlib's recursion ends at 5,000 in a row.
 */
import { Graph } from '@dagrejs/graphlib'

export interface DependencyGraph {
  /** Every name, dependencies first; among equals by name. */
  readonly order: readonly string[]
  /** The names a service depends on directly, sorted. */
  readonly dependenciesOf: (name: string) => readonly string[]
  /** The names that depend directly on a service, sorted. */
  readonly dependentsOf: (name: string) => readonly string[]
}

/**
 * Builds the graph from name → names it depends on; unknown names are left out.
 * Throws on a cycle: the loader has refused those before.
 */
export function buildGraph(dependencies: ReadonlyMap<string, readonly string[]>): DependencyGraph {
  const graph = new Graph()
  for (const name of dependencies.keys()) graph.setNode(idOf(name))
  for (const [name, targets] of dependencies) {
    for (const target of targets) if (dependencies.has(target)) graph.setEdge(idOf(name), idOf(target))
  }
  const dependenciesOf = (name: string) => namesOf(graph.successors(idOf(name)))
  const dependentsOf = (name: string) => namesOf(graph.predecessors(idOf(name)))
  const names = [...dependencies.keys()].sort()
  return { order: orderOf(names, dependenciesOf, dependentsOf), dependenciesOf, dependentsOf }
}

/** The names and everything reached from them by `next`, in no particular order. */
export function closure(names: Iterable<string>, next: (name: string) => readonly string[]): Set<string> {
  const reached = new Set(names)
  for (const name of reached) for (const other of next(name)) reached.add(other)
  return reached
}

/** The dependencies without those that close a circle: what one must do with records that nobody has checked. */
export function withoutCircles(
  dependencies: ReadonlyMap<string, readonly string[]>,
): ReadonlyMap<string, readonly string[]> {
  const kept = new Map<string, readonly string[]>()
  let left = new Map([...dependencies].sort(([one], [other]) => (one < other ? -1 : 1)))
  while (left.size > 0) {
    const open = left
    const free = [...open].filter(([, targets]) => !targets.some((target) => open.has(target)))
    const [stuck] = open
    const next =
      free.length > 0 || !stuck ? free : [[stuck[0], stuck[1].filter((name) => !open.has(name))] as const]
    for (const [name, targets] of next) kept.set(name, targets)
    left = new Map([...open].filter(([name]) => !kept.has(name)))
  }
  return kept
}

type Neighbours = (name: string) => readonly string[]

/** Kahn's algorithm in layers, so that the order depends on names and edges only. */
function orderOf(names: readonly string[], dependenciesOf: Neighbours, dependentsOf: Neighbours): string[] {
  const missing = new Map(names.map((name) => [name, dependenciesOf(name).length]))
  const order: string[] = []
  let ready = names.filter((name) => missing.get(name) === 0)
  while (ready.length > 0) {
    order.push(...ready)
    const next: string[] = []
    for (const name of ready) {
      for (const dependent of dependentsOf(name)) {
        const left = (missing.get(dependent) ?? 0) - 1
        missing.set(dependent, left)
        if (left === 0) next.push(dependent)
      }
    }
    ready = next.sort()
  }
  if (order.length < names.length) throw new Error('dependency cycle in a loaded project')
  return order
}

function idOf(name: string): string {
  return `s:${name}`
}

function namesOf(ids: readonly string[] | void | undefined): readonly string[] {
  return (ids ?? []).map((id) => id.slice(2)).sort()
}

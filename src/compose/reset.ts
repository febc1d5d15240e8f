/** What `!reset` and `!override` of a later document take out of what came before. */
import type { Entry, Node, Path } from './tree.ts'

/** The tree without the nodes at the paths, in one walk. Paths that lead through lists reach nothing. */
export function removePaths<T extends Node>(root: T, paths: readonly Path[]): T {
  if (paths.length === 0) return root
  const removal: Removal = { whole: false, below: new Map() }
  for (const path of paths) addPath(removal, path)
  return remove(root, removal) as T
}

/** The paths as a tree: what is `whole` goes, the rest is entered. */
interface Removal {
  whole: boolean
  readonly below: Map<string | number, Removal>
}

function addPath(root: Removal, path: Path): void {
  let at = root
  for (const step of path) {
    const next: Removal = at.below.get(step) ?? { whole: false, below: new Map() }
    at.below.set(step, next)
    at = next
  }
  at.whole = path.length > 0
}

function remove(node: Node, { below }: Removal): Node {
  if (node.kind !== 'map' || below.size === 0) return node
  const entries = new Map<string, Entry>()
  for (const [key, entry] of node.entries) {
    const removal = below.get(key)
    if (!removal) entries.set(key, entry)
    else if (!removal.whole) entries.set(key, { ...entry, value: remove(entry.value, removal) })
  }
  return { ...node, entries }
}

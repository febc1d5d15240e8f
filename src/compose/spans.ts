/** Where the attributes of the finished model were written. */
import type { Entry, MapNode, Node, Path, Span } from './tree.ts'

/** The places of a path, each that of the nearest ancestor where the path has none itself. */
export interface Spans {
  readonly value: Span | undefined
  readonly key: Span | undefined
}

/** Where the value at a path stands, and the key before it (an item of a list is its own key). */
export function spansAt(root: MapNode, path: Path): Spans {
  let node: Node | undefined = root
  let spans: Spans = { value: undefined, key: undefined }
  for (const step of path) {
    const entry: Entry | undefined = node.kind === 'map' ? node.entries.get(String(step)) : undefined
    const next: Node | undefined = node.kind === 'list' ? node.items[Number(step)] : entry?.value
    if (!next) return spans
    node = next
    spans = { value: node.span, key: entry?.keySpan ?? node.span }
  }
  return spans
}

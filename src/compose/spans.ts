/** Where the attributes of the finished model were written. */
import { stepInto, type Shape } from './attributes/shape.ts'
import type { Entry, MapNode, Node, Path, Span } from './tree.ts'

/**
 * The place of a path: of the key for names of things (a service, a network of a service), else of the value.
 * Its nearest ancestor where it has no place itself, undefined for the root.
 */
export function spanAt(root: MapNode, path: Path, language: Shape): Span | undefined {
  let node: Node | undefined = root
  let shape: Shape | undefined = language
  let span: Span | undefined
  for (const step of path) {
    const named: boolean =
      shape?.any !== undefined && shape.any.fields.size > 0 && !shape.fields.has(String(step))
    shape = stepInto(shape, step)
    const entry: Entry | undefined = node?.kind === 'map' ? node.entries.get(String(step)) : undefined
    node = node?.kind === 'list' ? node.items[Number(step)] : entry?.value
    if (!node) return span
    span = named && entry ? entry.keySpan : node.span
  }
  return span
}

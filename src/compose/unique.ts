/** Lists in which an item with the key of an earlier one takes its place: ports, volumes by target, `K=V` by K. */
import { stepInto, type Shape } from './attributes/shape.ts'
import type { Entry, ListNode, MapNode, Node, Path } from './tree.ts'

/** The tree with such lists made unique. `shape` holds only what leads to them, so that little is visited. */
export function makeUnique<T extends Node>(root: T, shape: Shape): T {
  return visit(root, shape, []) as T
}

function visit(node: Node, shape: Shape, path: (string | number)[]): Node {
  if (node.kind === 'map') return visitMap(node, shape, path)
  if (node.kind === 'list') return uniqueItems(node, shape, path)
  return node
}

function visitMap(map: MapNode, shape: Shape, path: (string | number)[]): Node {
  let entries: Map<string, Entry> | undefined
  for (const [key, entry] of map.entries) {
    const below = stepInto(shape, key)
    if (!below) continue
    path.push(key)
    const value = visit(entry.value, below, path)
    path.pop()
    if (value === entry.value) continue
    entries ??= new Map(map.entries)
    entries.set(key, { ...entry, value })
  }
  return entries ? { ...map, entries } : map
}

function uniqueItems(list: ListNode, shape: Shape, path: Path): ListNode {
  const keyOf = shape.attribute?.unique
  if (!keyOf || list.items.length < 2) return list
  const items = new Map<string, Node>()
  for (const item of list.items) items.set(keyOf(item, path), item)
  return items.size === list.items.length ? list : { ...list, items: [...items.values()] }
}

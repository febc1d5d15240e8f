/** Lists in which an item with the key of an earlier one takes its place: ports, volumes by target, `K=V` by K. */
import { language } from './attributes/index.ts'
import { nameOf } from './attributes/messages.ts'
import { stepToward, type Shape } from './attributes/shape.ts'
import type { Report } from './problems.ts'
import type { Entry, ListNode, MapNode, Node } from './tree.ts'

/** The tree with such lists made unique. */
export function makeUnique<T extends Node>(root: T, report: Report): T {
  return visit(root, language, { path: [], report }) as T
}

interface Walk {
  readonly path: (string | number)[]
  readonly report: Report
}

function visit(node: Node, shape: Shape, walk: Walk): Node {
  if (node.kind === 'map') return visitMap(node, shape, walk)
  if (node.kind === 'list') return uniqueItems(node, shape, walk)
  return node
}

function visitMap(map: MapNode, shape: Shape, walk: Walk): Node {
  let entries: Map<string, Entry> | undefined
  for (const [key, entry] of map.entries) {
    const below = stepToward(shape, key, 'unique')
    if (!below) continue
    walk.path.push(key)
    const value = visit(entry.value, below, walk)
    walk.path.pop()
    if (value === entry.value) continue
    entries ??= new Map(map.entries)
    entries.set(key, { ...entry, value })
  }
  return entries ? { ...map, entries } : map
}

function uniqueItems(list: ListNode, { attribute }: Shape, { path, report }: Walk): ListNode {
  if (!attribute?.unique) return list
  for (const [index, item] of list.items.entries()) {
    if (item.kind !== 'map' || !attribute.itemKey || item.entries.has(attribute.itemKey)) continue
    const message = `${nameOf([...path, index])} has no ${attribute.itemKey}`
    report({ code: 'missing-attribute', message, span: item.span, hint: `add ${attribute.itemKey}:` })
  }
  if (list.items.length < 2) return list
  const items = new Map<string, Node>()
  for (const item of list.items) items.set(attribute.unique(item, path), item)
  return items.size === list.items.length ? list : { ...list, items: [...items.values()] }
}

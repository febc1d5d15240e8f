/** Making and changing trees; what is unchanged is shared. */
import type { Entry, ListNode, MapNode, Node, ScalarNode, Span } from '../tree.ts'

/** A scalar of text, whole number, truth value or null, written where `span` is. */
export function scalar(value: string | number | boolean | null, span: Span): ScalarNode {
  const types = { string: 'str', number: 'int', boolean: 'bool' } as const
  const type = value === null ? 'null' : types[typeof value as keyof typeof types]
  return { kind: 'scalar', type, value, span }
}

/** A map of the given values, all at one place; undefined ones are left out. */
export function mapAt(
  span: Span,
  values: Readonly<Record<string, Node | string | number | boolean | null | undefined>>,
): MapNode {
  const entries = new Map<string, Entry>()
  for (const [key, value] of Object.entries(values)) {
    if (value === undefined) continue
    entries.set(key, { key, keySpan: span, value: isNode(value) ? value : scalar(value, span) })
  }
  return { kind: 'map', entries, span }
}

/** The map with another value under the key; a new key is placed where the value is. */
export function withValue(map: MapNode, key: string, value: Node): MapNode {
  return withEntry(map, { key, keySpan: map.entries.get(key)?.keySpan ?? value.span, value })
}

/** The map with one more entry, or another one in place of that of its key. */
function withEntry(map: MapNode, entry: Entry): MapNode {
  const entries = new Map(map.entries)
  entries.set(entry.key, entry)
  return { ...map, entries }
}

/** The later map over the earlier, for maps without attributes of their own; null keeps what was there. */
export function mergeMaps(base: MapNode, over: MapNode): MapNode {
  const entries = new Map(base.entries)
  for (const entry of over.entries.values()) {
    const earlier = base.entries.get(entry.key)?.value
    if (earlier && isNull(entry.value)) continue
    const both = earlier?.kind === 'map' && entry.value.kind === 'map'
    entries.set(entry.key, both ? { ...entry, value: mergeMaps(earlier, entry.value) } : entry)
  }
  return { kind: 'map', entries, span: over.span }
}

/** The value of a key; undefined where there is no map or no such key. */
export function valueOf(map: MapNode | undefined, key: string): Node | undefined {
  return map?.entries.get(key)?.value
}

/** The node where it is a map. */
export function mapOf(node: Node | undefined): MapNode | undefined {
  return node?.kind === 'map' ? node : undefined
}

/** The items of a list; none of any other node. */
export function itemsOf(node: Node | undefined): readonly Node[] {
  return node?.kind === 'list' ? node.items : []
}

/** The text of a scalar that YAML reads as text. */
export function textOf(node: Node | undefined): string | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined
}

/** Whether null is written there; false where nothing is. */
export function isNull(node: Node | undefined): boolean {
  return node?.kind === 'scalar' && node.value === null
}

/** The map with its values changed; the same map when none is. */
export function mapValues(map: MapNode, change: (value: Node, key: string) => Node): MapNode {
  let entries: Map<string, Entry> | undefined
  for (const [key, entry] of map.entries) {
    const value = change(entry.value, key)
    if (value === entry.value) continue
    entries ??= new Map(map.entries)
    entries.set(key, { ...entry, value })
  }
  return entries ? { ...map, entries } : map
}

/** The list with its items changed; the same list when none is. */
export function mapItems(list: ListNode, change: (item: Node, index: number) => Node): ListNode {
  let items: Node[] | undefined
  for (const [index, item] of list.items.entries()) {
    const changed = change(item, index)
    if (changed === item) continue
    items ??= [...list.items]
    items[index] = changed
  }
  return items ? { ...list, items } : list
}

/** The map with the value of a key changed, where it has the key. */
export function change(map: MapNode, key: string, make: (node: Node) => Node): MapNode {
  const value = valueOf(map, key)
  if (!value) return map
  const made = make(value)
  return made === value ? map : withValue(map, key, made)
}

/** The map with the values of several keys changed, where it has them; it is copied at most once. */
export function changeAll(map: MapNode, changes: Readonly<Record<string, (node: Node) => Node>>): MapNode {
  let entries: Map<string, Entry> | undefined
  for (const [key, make] of Object.entries(changes)) {
    const entry = map.entries.get(key)
    const value = entry && make(entry.value)
    if (!value || value === entry.value) continue
    entries ??= new Map(map.entries)
    entries.set(key, { ...entry, value })
  }
  return entries ? { ...map, entries } : map
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null
}

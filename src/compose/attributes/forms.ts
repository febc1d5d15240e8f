/** Short forms that several attributes share, and the texts by which items of lists are the same. */
import type { Entry, Node, Path } from '../tree.ts'
import { scalarText } from './decoders.ts'
import { mapAt, scalar, textOf, valueOf } from './nodes.ts'

/** One text becomes a list of one. */
export function toList(node: Node): Node {
  return node.kind === 'scalar' && node.value !== null
    ? { kind: 'list', items: [node], span: node.span }
    : node
}

/**
 * A list of names becomes a map from each to what `make` gives; the name's place is the key's. An item that is no text becomes an
 * entry of itself, which the schema then refuses in its place.
 */
export function namesToMap(node: Node, make: (item: Node) => Node = (item) => scalar(null, item.span)): Node {
  if (node.kind !== 'list') return node
  const entries = new Map<string, Entry>()
  for (const item of node.items) {
    if (item.kind !== 'scalar') return node
    const key = scalarText(item)
    if (!entries.has(key))
      entries.set(key, { key, keySpan: item.span, value: item.type === 'str' ? make(item) : item })
  }
  return { kind: 'map', entries, span: node.span }
}

/** A text becomes a map with that text under `key`. */
export function textToMap(key: string): (node: Node) => Node {
  return (node) => (textOf(node) === undefined ? node : mapAt(node.span, { [key]: node }))
}

/** Items are the same when their text is the same up to the first `=`. */
export function beforeEquals(item: Node): string {
  return itemText(item).split('=', 1)[0] ?? ''
}

/** The whole text of an item. */
export function itemText(item: Node): string {
  return item.kind === 'scalar' ? scalarText(item) : ''
}

/** The text under a key of an item, or the item's own text. */
export function textUnder(key: string): (item: Node, path: Path) => string {
  return (item) =>
    item.kind === 'map' ? itemText(valueOf(item, key) ?? scalar('', item.span)) : itemText(item)
}

import type { Node } from '../tree.ts'

/**
 * The index of the first item that is equal, as a JSON value, to an earlier one: what `uniqueItems` forbids.
 * Time grows with the size of the list; a node that aliases repeat is looked at once.
 */
export function firstRepeated(items: readonly Node[]): number | undefined {
  if (items.length < 2) return undefined
  const identify = createIdentifier()
  const seen = new Set<number>()
  for (const [index, item] of items.entries()) {
    const id = identify(item)
    if (seen.has(id)) return index
    seen.add(id)
  }
  return undefined
}

/** Gives equal values the same number. */
function createIdentifier() {
  const ids = new Map<string, number>()
  const known = new Map<Node, number>()
  const idOf = (text: string) => {
    const id = ids.get(text) ?? ids.size
    ids.set(text, id)
    return id
  }
  const identify = (node: Node): number => {
    if (node.kind === 'scalar') return idOf(scalarText(node.value))
    const before = known.get(node)
    if (before !== undefined) return before
    const id = idOf(textOf(node, identify))
    known.set(node, id)
    return id
  }
  return identify
}

function scalarText(value: null | boolean | number | bigint | string): string {
  return typeof value === 'string' ? `"${value}` : String(value)
}

function textOf(node: Exclude<Node, { kind: 'scalar' }>, identify: (node: Node) => number): string {
  if (node.kind === 'list') return `[${node.items.map(identify).join()}]`
  const entries = [...node.entries.values()].map(
    ({ key, value }) => `${JSON.stringify(key)}:${identify(value)}`,
  )
  return `{${entries.sort().join()}}`
}

/** Variables that are named without a value, and take it from the environment. */
import { isNull, scalar, textOf } from './attributes/nodes.ts'
import type { Entry, Node, Span } from './tree.ts'

/**
 * The map or list of variables with values from the environment where it had none. What the environment does not have either is
 * kept without a value, or dropped and told.
 */
export function resolveValues(
  node: Node,
  environment: Readonly<Record<string, string>>,
  unknown: 'keep' | ((name: string, span: Span) => void),
): Node {
  const lookUp = (name: string) => (Object.hasOwn(environment, name) ? environment[name] : undefined)
  if (node.kind === 'list') {
    const items = node.items.flatMap((item) => {
      const name = textOf(item)
      if (name === undefined || name.includes('=')) return [item]
      const value = lookUp(name)
      if (value !== undefined) return [scalar(`${name}=${value}`, item.span)]
      if (unknown === 'keep') return [item]
      unknown(name, item.span)
      return []
    })
    return { ...node, items }
  }
  if (node.kind !== 'map' || ![...node.entries.values()].some(({ value }) => isNull(value))) return node
  const entries = new Map<string, Entry>()
  for (const [key, entry] of node.entries) {
    const value = isNull(entry.value) ? lookUp(key) : undefined
    if (value !== undefined) entries.set(key, { ...entry, value: scalar(value, entry.value.span) })
    else if (!isNull(entry.value) || unknown === 'keep') entries.set(key, entry)
    else unknown(key, entry.keySpan)
  }
  return { ...node, entries }
}

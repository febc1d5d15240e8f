/** How problems name an attribute and its value. */
import { locate } from '../owners.ts'
import type { Node, Path } from '../tree.ts'
import type { ReadContext } from './attribute.ts'

/** `ports[0].target of service "web"`: the words for a path. */
export function nameOf(path: Path): string {
  const { owner, below } = locate(path)
  if (owner === '') return `"${below}"`
  return below === '' ? owner : `${below} of ${owner}`
}

/** The value of a scalar as a message quotes it, or what stands in its place. */
export function quote(node: Node): string {
  if (node.kind === 'map') return 'a map'
  if (node.kind === 'list') return 'a list'
  return typeof node.value === 'string' ? JSON.stringify(node.value) : String(node.value)
}

/** Reports that the value at the context's path is none of what was expected; returns undefined for the value. */
export function refuse(node: Node, context: ReadContext, expected: string): undefined {
  context.report({
    code: 'invalid-value',
    message: `${nameOf(context.path)} is ${quote(node)}, expected ${expected}`,
    node,
  })
  return undefined
}

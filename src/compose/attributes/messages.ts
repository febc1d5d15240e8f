/** How problems name an attribute and its value. */
import type { Node, Path } from '../tree.ts'
import type { ReadContext } from './attribute.ts'

const KINDS: ReadonlyMap<string | number, string> = new Map([
  ['services', 'service'],
  ['networks', 'network'],
  ['volumes', 'volume'],
  ['configs', 'config'],
  ['secrets', 'secret'],
  ['models', 'model'],
])

/** `ports[0].target of service "web"`: the words for a path. */
export function nameOf(path: Path): string {
  const [section = '', name, ...rest] = path
  const kind = KINDS.get(section)
  if (kind === undefined || name === undefined) return `"${dotted(path)}"`
  return rest.length === 0 ? `${kind} "${name}"` : `${dotted(rest)} of ${kind} "${name}"`
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

function dotted(path: Path): string {
  return path
    .map((step, index) => (typeof step === 'number' ? `[${step}]` : `${index > 0 ? '.' : ''}${step}`))
    .join('')
}

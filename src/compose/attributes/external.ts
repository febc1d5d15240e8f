/** Resources that exist already. */
import type { Node } from '../tree.ts'
import type { ReadContext } from './attribute.ts'
import { nameOf } from './messages.ts'
import { scalar, textOf, valueOf, withValue } from './nodes.ts'

/** `external: {name: x}`, as it was written long ago, becomes `name: x` and `external: true`. */
export function externalName(node: Node, context: ReadContext): Node {
  if (node.kind !== 'map') return node
  const external = valueOf(node, 'external')
  if (external?.kind !== 'map') return node
  const plain = withValue(node, 'external', scalar(true, external.span))
  const name = valueOf(external, 'name')
  if (!name) return plain
  const own = valueOf(node, 'name')
  if (own && textOf(own) !== textOf(name)) {
    context.report({
      code: 'conflict',
      message: `${nameOf(context.path)} has two names, "${textOf(own)}" and "${textOf(name)}" under external`,
      hint: 'keep name, and write external: true',
      node: name,
    })
    return plain
  }
  context.report({
    severity: 'warning',
    code: 'deprecated',
    message: `${nameOf(context.path)}: external.name is deprecated`,
    hint: 'write name: … and external: true',
    node: name,
  })
  return withValue(plain, 'name', name)
}

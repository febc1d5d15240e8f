/** Short forms become long ones, attribute by attribute. */
import { readContext } from './attributes/context.ts'
import { language } from './attributes/index.ts'
import { mapItems, mapValues } from './attributes/nodes.ts'
import { stepToward, type Shape } from './attributes/shape.ts'
import type { Report } from './problems.ts'
import type { MapNode, Node } from './tree.ts'

type Context = ReturnType<typeof readContext>

/**
 * The document in canonical form. What a grammar refuses is reported at its place and left as it was written; with a report that
 * does nothing this is the form of a document whose variables are not interpolated. Canonical documents stay as they are.
 */
export function canonicalize(root: MapNode, report: Report): MapNode {
  const canonical = walk(root, language, readContext(report))
  return canonical.kind === 'map' ? canonical : root
}

function walk(node: Node, shape: Shape, context: Context): Node {
  const own = shape.attribute?.canonical?.(node, context) ?? node
  const below = (value: Node, step: string | number) => {
    const next = stepToward(shape, step, 'canonical')
    if (!next) return value
    context.steps.push(step)
    const changed = walk(value, next, context)
    context.steps.pop()
    return changed
  }
  if (own.kind === 'map') return mapValues(own, below)
  return own.kind === 'list' && shape.item?.leadsTo.canonical ? mapItems(own, below) : own
}

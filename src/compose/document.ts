/** One YAML document on its way into the project: a map with its variables replaced. */
import { language } from './attributes/index.ts'
import { interpolate } from './interpolate.ts'
import type { Document } from './reading.ts'
import type { Scope } from './session.ts'
import type { MapNode, Node } from './tree.ts'

/** The document's map, interpolated; undefined and a problem where it is none. */
export function prepareDocument({ root }: Document, { session, environment }: Scope): MapNode | undefined {
  if (root.kind !== 'map') {
    const message = `the top level of a Compose file must be a map with services: and the like, not ${kindOf(root)}`
    session.report({ code: 'not-a-map', message, span: root.span })
    return undefined
  }
  if (session.options.skip?.interpolation) return root
  const interpolated = interpolate(root, {
    shape: language,
    lookup: (name) => environment[name],
    report: session.report,
    unset: session.unset,
  })
  return interpolated.kind === 'map' ? interpolated : root
}

function kindOf(node: Node): string {
  if (node.kind === 'list') return 'a list'
  return node.kind === 'scalar' && node.value === null ? 'an empty document' : 'a single value'
}

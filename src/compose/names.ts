/** The names that networks, volumes, configs and secrets have outside the project. */
import { parseBoolean } from './attributes/grammar/numbers.ts'
import { change, isNull, mapAt, mapValues, scalar, valueOf, withValue } from './attributes/nodes.ts'
import type { MapNode, Node } from './tree.ts'

/** Every resource with its name: `<project>_<key>`, or the key of one that is external. */
export function nameResources(root: MapNode, projectName: string): MapNode {
  let named = root
  for (const section of ['networks', 'volumes', 'configs', 'secrets']) {
    named = change(named, section, (resources) =>
      resources.kind === 'map'
        ? mapValues(resources, (resource, key) => withName(resource, key, projectName))
        : resources,
    )
  }
  return named
}

function withName(resource: Node, key: string, projectName: string): Node {
  const map = isNull(resource) ? mapAt(resource.span, {}) : resource
  if (map.kind !== 'map') return resource
  const name = valueOf(map, 'name')
  if (name && !isNull(name)) return resource
  const text = isExternal(valueOf(map, 'external')) ? key : `${projectName}_${key}`
  return withValue(map, 'name', scalar(text, resource.span))
}

function isExternal(node: Node | undefined): boolean {
  if (node?.kind !== 'scalar') return false
  return node.value === true || (typeof node.value === 'string' && parseBoolean(node.value) === true)
}

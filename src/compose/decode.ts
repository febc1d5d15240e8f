/** From the tree to the values of a Project, attribute by attribute. */
import { readContext } from './attributes/context.ts'
import { emptyObject, text } from './attributes/decoders.ts'
import { language } from './attributes/index.ts'
import { nameOf } from './attributes/messages.ts'
import { isNull } from './attributes/nodes.ts'
import type { Shape } from './attributes/shape.ts'
import type { Report } from './problems.ts'
import type { Project } from './project.ts'
import type { Service } from './service.ts'
import { toValue, type Entry, type MapNode, type Node } from './tree.ts'

type Context = ReturnType<typeof readContext>

/**
 * The Project that a canonical document means. Values that cannot be read are reported and left out; what the schema refuses is
 * passed over in silence. Maps of names are sorted.
 */
export function decodeProject(root: MapNode, report: Report): Project {
  const decoded = decodeStruct(root, language, readContext(report))
  const empty = { name: '', services: {}, networks: {}, volumes: {}, secrets: {}, configs: {}, models: {} }
  const project = { ...empty, ...decoded } as Project
  for (const service of Object.values(project.services)) scaleReplicas(service)
  return project
}

/** `scale` is the number of replicas too, where there is a deploy section that does not say it. */
function scaleReplicas(service: Service): void {
  const { scale, deploy } = service
  if (scale === undefined || !deploy || deploy.replicas !== undefined) return
  Object.assign(deploy, { replicas: scale })
}

function decodeNode(node: Node, shape: Shape, context: Context): unknown {
  const { attribute } = shape
  if (attribute?.warn) warn(node, shape, context)
  if (attribute?.decode) return attribute.decode(node, context)
  if (shape.fields.size > 0) return node.kind === 'map' ? decodeStruct(node, shape, context) : undefined
  if (shape.any) return node.kind === 'map' ? decodeMap(node, shape.any, context) : undefined
  if (shape.item) return node.kind === 'list' ? decodeList(node.items, shape.item, context) : undefined
  return text(node, context)
}

/** An object of named attributes, and extensions as they are. */
function decodeStruct(map: MapNode, shape: Shape, context: Context): Record<string, unknown> {
  const object: Record<string, unknown> = {}
  for (const [name, { value }] of map.entries) {
    const field = shape.fields.get(name)
    if (field) {
      const decoded = decodeAt(name, value, { shape: field, context })
      if (decoded !== undefined) object[name] = decoded
    } else if (name.startsWith('x-')) object[name] = toValue(value)
  }
  for (const name in shape.always) object[name] ??= shape.always[name]
  return object
}

/** A map whose keys the user has chosen. Top-level resources without a body have an empty one. */
function decodeMap(map: MapNode, shape: Shape, context: Context): unknown {
  const object = emptyObject()
  const section = context.steps.length === 1
  for (const key of [...map.entries.keys()].sort()) {
    const value = map.entries.get(key)?.value
    if (!value) continue
    const node = section && isNull(value) ? { ...map, entries: new Map<string, Entry>() } : value
    const decoded = decodeAt(key, node, { shape, context })
    if (decoded !== undefined) object[key] = decoded
    else if (isNull(value) && mayBeBare.has(context.steps.at(-1))) object[key] = null
  }
  return map.entries.size > 0 || section ? object : undefined
}

/** The maps of a service whose entries may have no body. */
const mayBeBare: ReadonlySet<string | number | undefined> = new Set(['networks', 'models'])

function decodeList(items: readonly Node[], shape: Shape, context: Context): unknown {
  const decoded: unknown[] = []
  for (const [index, item] of items.entries()) {
    const value = decodeAt(index, item, { shape, context })
    if (value !== undefined) decoded.push(value)
  }
  return decoded.length > 0 ? decoded : undefined
}

function decodeAt(
  step: string | number,
  node: Node,
  { shape, context }: { shape: Shape; context: Context },
): unknown {
  context.steps.push(step)
  const value = decodeNode(node, shape, context)
  context.steps.pop()
  return value
}

function warn(node: Node, { attribute }: Shape, context: Context): void {
  if (isNull(node)) return
  context.report({
    severity: 'warning',
    code: 'no-effect',
    message: `${nameOf(context.path)} has no effect: ${attribute?.note ?? 'docker compose ignores it too'}`,
    node,
  })
}

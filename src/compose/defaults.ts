/** Values that attributes have where none is written, in the canonical form. */
import {
  change,
  changeAll,
  isNull,
  mapItems,
  mapValues,
  scalar,
  textOf,
  valueOf,
} from './attributes/nodes.ts'
import type { Entry, MapNode, Node } from './tree.ts'

type Fill = (map: MapNode) => MapNode

/** The document with the defaults that do not depend on anything else; it must be canonical. */
export function setDefaults(root: MapNode): MapNode {
  return change(root, 'services', (services) =>
    services.kind === 'map'
      ? mapValues(services, (service) =>
          service.kind === 'map' ? changeAll(service, serviceDefaults) : service,
        )
      : services,
  )
}

const serviceDefaults = {
  build: inMap((build) => withDefaults(build, { context: '.' })),
  secrets: inItems(secretTarget),
  ports: inItems((port) => withDefaults(port, { mode: 'ingress', protocol: 'tcp' })),
  gpus: inItems(allDevices),
  volumes: inItems((volume) =>
    change(
      volume,
      'bind',
      inMap((bind) => withDefaults(bind, { create_host_path: true })),
    ),
  ),
  deploy: inMap(reservedDevices),
}

function secretTarget(secret: MapNode): MapNode {
  const source = textOf(valueOf(secret, 'source'))
  return source === undefined ? secret : withDefaults(secret, { target: `/run/secrets/${source}` })
}

/** A request that says neither how many nor which means all. */
function allDevices(request: MapNode): MapNode {
  return valueOf(request, 'device_ids') ? request : withDefaults(request, { count: 'all' })
}

function reservedDevices(deploy: MapNode): MapNode {
  const within = (keys: readonly string[], map: MapNode): MapNode => {
    const [key, ...rest] = keys
    if (key === undefined) return change(map, 'devices', inItems(allDevices))
    return change(
      map,
      key,
      inMap((inner) => within(rest, inner)),
    )
  }
  return within(['resources', 'reservations'], deploy)
}

function withDefaults(map: MapNode, values: Readonly<Record<string, string | boolean>>): MapNode {
  let filled: Map<string, Entry> | undefined
  for (const [key, value] of Object.entries(values)) {
    const present = map.entries.get(key)
    if (present && !isNull(present.value)) continue
    filled ??= new Map(map.entries)
    const span = present?.value.span ?? map.span
    filled.set(key, { key, keySpan: present?.keySpan ?? map.span, value: scalar(value, span) })
  }
  return filled ? { ...map, entries: filled } : map
}

function inMap(fill: Fill): (node: Node) => Node {
  return (node) => (node.kind === 'map' ? fill(node) : node)
}

function inItems(fill: Fill): (node: Node) => Node {
  return (node) => (node.kind === 'list' ? mapItems(node, inMap(fill)) : node)
}

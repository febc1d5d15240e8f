/** Dependencies that a service has without saying so. */
import { isNull, itemsOf, mapAt, mapOf, textOf, valueOf, withValue } from './attributes/nodes.ts'
import type { MapNode, Node } from './tree.ts'

interface Implied {
  readonly target: string
  /** Whether the service is restarted with the other. */
  readonly restart: boolean
  /** Where the other is named. */
  readonly node: Node
}

const NAMESPACES = ['network_mode', 'ipc', 'pid', 'uts', 'cgroup']
const IMPLYING = ['links', 'volumes_from', ...NAMESPACES]

/** The service depending on those it links to, shares a namespace or volumes with; what it says itself stays. */
export function withDependencies(service: MapNode): MapNode {
  if (!IMPLYING.some((key) => service.entries.has(key))) return service
  const implied = [...ofLinks(service), ...ofNamespaces(service), ...ofVolumes(service)]
  if (implied.length === 0) return service
  const written = valueOf(service, 'depends_on')
  if (written && written.kind !== 'map' && !isNull(written)) return service
  let dependencies = mapOf(written) ?? mapAt(service.span, {})
  for (const { target, restart, node } of implied) {
    if (dependencies.entries.has(target)) continue
    const dependency = mapAt(node.span, {
      condition: 'service_started',
      restart: restart || undefined,
      required: true,
    })
    dependencies = withValue(dependencies, target, dependency)
  }
  return withValue(service, 'depends_on', dependencies)
}

function ofLinks(service: MapNode): Implied[] {
  return itemsOf(valueOf(service, 'links')).flatMap((node) => {
    const link = textOf(node)
    if (link === undefined) return []
    const parts = link.split(':')
    return [{ target: parts.length === 2 ? (parts[0] ?? link) : link, restart: true, node }]
  })
}

function ofNamespaces(service: MapNode): Implied[] {
  return NAMESPACES.flatMap((key) => {
    const node = valueOf(service, key)
    const mode = textOf(node)
    return node && mode?.startsWith('service:')
      ? [{ target: mode.slice('service:'.length), restart: true, node }]
      : []
  })
}

function ofVolumes(service: MapNode): Implied[] {
  return itemsOf(valueOf(service, 'volumes_from')).flatMap((node) => {
    const from = textOf(node)
    if (from === undefined || from.startsWith('container:')) return []
    return [{ target: from.split(':')[0] ?? from, restart: false, node }]
  })
}

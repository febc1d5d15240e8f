/** Ports of a service: published to the host, or exposed to its networks. */
import type { ContainerBody } from '../../docker/bodies.ts'
import type { Service } from '../service.ts'
import type { MapNode, Node } from '../tree.ts'
import type { Attribute, ReadContext } from './attribute.ts'
import { text, texts, whole } from './decoders.ts'
import { itemText } from './forms.ts'
import { parsePorts, parseRange } from './grammar/ports.ts'
import { nameOf, quote } from './messages.ts'
import { mapAt, valueOf } from './nodes.ts'

/** `ports` and `expose`. */
export const ports: readonly Attribute[] = [
  {
    path: 'services.*.ports',
    effect: 'engine',
    canonical: longPorts,
    unique: portIdentity,
    itemKey: 'target',
    apply: publish,
  },
  { path: 'services.*.ports.[].target', effect: 'engine', cast: 'int', decode: whole },
  { path: 'services.*.ports.[].published', effect: 'engine', decode: text },
  { path: 'services.*.ports.[].host_ip', effect: 'engine' },
  { path: 'services.*.ports.[].protocol', effect: 'engine' },
  {
    path: 'services.*.ports.[].mode',
    effect: 'none',
    note: 'the engine has no routing mesh outside a swarm',
  },
  { path: 'services.*.ports.[].name', effect: 'none', note: 'a name for readers' },
  { path: 'services.*.ports.[].app_protocol', effect: 'none', note: 'a hint for other tools' },
  { path: 'services.*.expose', effect: 'engine', unique: itemText, decode: texts, apply: expose },
]

/** Short ports become maps; while one of them cannot be read, the list stays as it is. */
function longPorts(node: Node, context: ReadContext): Node {
  if (node.kind !== 'list' || node.items.every(({ kind }) => kind === 'map')) return node
  const items: Node[] = []
  let readable = true
  for (const item of node.items) {
    const made = longPort(item, context)
    if (made) items.push(...made)
    else readable = false
  }
  return readable ? { ...node, items } : node
}

function longPort(item: Node, context: ReadContext): readonly Node[] | undefined {
  if (item.kind !== 'scalar') return [item]
  if (item.value === null || typeof item.value === 'boolean' || item.type === 'float') return undefined
  const result = parsePorts(String(item.value))
  if ('ports' in result)
    return result.ports.map((port): MapNode => mapAt(item.span, { mode: 'ingress', ...port }))
  context.report({
    code: 'invalid-port',
    message: `${nameOf(context.path)} has ${quote(item)}: ${result.fault}`,
    hint: 'write [IP:][HOST:]CONTAINER[/PROTOCOL], as in "8080:80" or "127.0.0.1:5353:53/udp"',
    node: item,
  })
  return undefined
}

/** Short ports are the same by text, long ones by address, published port, target and protocol. */
function portIdentity(item: Node): string {
  if (item.kind !== 'map') return itemText(item)
  const field = (key: string, missing: string) => {
    const value = valueOf(item, key)
    return value === undefined ? missing : itemText(value)
  }
  const published = valueOf(item, 'published')
  const kind = published?.kind === 'scalar' && published.type === 'int' ? '#' : ''
  return `${field('host_ip', '0.0.0.0')}:${kind}${field('published', '')}:${field('target', '')}/${field('protocol', 'tcp')}`
}

function publish(service: Service, body: ContainerBody): void {
  const bindings: NonNullable<ContainerBody['HostConfig']['PortBindings']> = {}
  for (const port of service.ports ?? []) {
    const key = `${port.target}/${port.protocol ?? 'tcp'}`
    const binding = {
      ...(port.host_ip !== undefined && { HostIp: port.host_ip }),
      HostPort: port.published ?? '',
    }
    bindings[key] = [...(bindings[key] ?? []), binding]
    body.ExposedPorts = { ...body.ExposedPorts, [key]: {} }
  }
  body.HostConfig.PortBindings = bindings
}

function expose(service: Service, body: ContainerBody): void {
  for (const item of service.expose ?? []) {
    const [ports = '', protocol = 'tcp'] = item.split('/')
    const range = parseRange(ports)
    const from = range?.first ?? 0
    const numbers = range
      ? Array.from({ length: range.last - from + 1 }, (_, index) => String(from + index))
      : [ports]
    body.ExposedPorts = {
      ...body.ExposedPorts,
      ...Object.fromEntries(numbers.map((number) => [`${number}/${protocol || 'tcp'}`, {}])),
    }
  }
}

/** Rules about the values of one attribute beside another, which no schema can say. */
import { isIP } from './attributes/grammar/addresses.ts'
import { parseBoolean } from './attributes/grammar/numbers.ts'
import { quote } from './attributes/messages.ts'
import { isNull, itemsOf, mapOf, textOf, valueOf } from './attributes/nodes.ts'
import type { Report } from './problems.ts'
import type { Entry, MapNode, Node } from './tree.ts'

/** Reports what breaks a rule, in a document that is canonical and has its defaults. */
export function checkRules(root: MapNode, report: Report): void {
  for (const [name, entry] of entriesOf(valueOf(root, 'volumes'))) checkVolume(name, entry, report)
  for (const [name, entry] of entriesOf(valueOf(root, 'configs'))) {
    checkSource({ title: `config "${name}"`, ways: ['file', 'environment', 'content'], entry }, report)
  }
  for (const [name, entry] of entriesOf(valueOf(root, 'secrets'))) {
    checkSource({ title: `secret "${name}"`, ways: ['file', 'environment'], entry }, report)
  }
  for (const [name, entry] of entriesOf(valueOf(root, 'services'))) {
    const service = mapOf(entry.value)
    if (service) checkService(name, service, report)
  }
}

function entriesOf(node: Node | undefined): Iterable<[string, Entry]> {
  return mapOf(node)?.entries ?? []
}

/** A volume that exists already is only named here. */
function checkVolume(name: string, { value }: Entry, report: Report): void {
  if (value.kind !== 'map' || !isTrue(valueOf(value, 'external'))) return
  for (const { key, keySpan } of value.entries.values()) {
    if (key === 'external' || key === 'name' || key.startsWith('x-')) continue
    report({
      code: 'exclusive-attributes',
      message: `volume "${name}" is external and has ${key}: an external volume is only named`,
      span: keySpan,
      hint: `remove ${key}, or remove external and let the volume be made here`,
    })
  }
}

interface FileRule {
  readonly title: string
  readonly ways: readonly string[]
  readonly entry: Entry
}

/** A config or secret comes from exactly one place, unless something else provides it. */
function checkSource({ title, ways, entry }: FileRule, report: Report): void {
  const { value } = entry
  if (value.kind !== 'map') return
  const given = ways.flatMap((way) => value.entries.get(way) ?? [])
  const choice = `${ways.slice(0, -1).join(', ')} or ${ways.at(-1)}`
  const [first, second] = given
  if (first && second) {
    report({
      code: 'exclusive-attributes',
      message: `${title} has both ${first.key} and ${second.key}, expected exactly one of ${choice}`,
      span: second.keySpan,
    })
  }
  if (first || value.entries.has('external') || value.entries.has('driver')) return
  report({
    code: 'missing-attribute',
    message: `${title} says nowhere where it comes from, expected one of ${choice}`,
    span: entry.keySpan,
    hint: 'or write external: true where it exists already',
  })
}

function checkService(name: string, service: MapNode, report: Report): void {
  for (const port of itemsOf(valueOf(service, 'ports'))) checkAddress(name, port, report)
  for (const volume of itemsOf(valueOf(service, 'volumes'))) checkBind(name, volume, report)
  for (const trigger of itemsOf(valueOf(mapOf(valueOf(service, 'develop')), 'watch')))
    checkWatch(name, trigger, report)
  const resources = mapOf(valueOf(mapOf(valueOf(service, 'deploy')), 'resources'))
  const reserved = itemsOf(valueOf(mapOf(valueOf(resources, 'reservations')), 'devices'))
  for (const request of itemsOf(valueOf(service, 'gpus')))
    checkRequest(`gpus of service "${name}"`, request, report)
  for (const request of reserved) checkRequest(`devices in deploy of service "${name}"`, request, report)
}

function checkAddress(name: string, port: Node, report: Report): void {
  const address = valueOf(mapOf(port), 'host_ip')
  const text = textOf(address)
  if (!address || text === undefined || isIP(text)) return
  report({
    code: 'invalid-value',
    message: `host_ip of a port of service "${name}" is ${quote(address)}, expected an IP address`,
    span: address.span,
    hint: 'host names are not allowed here: write 127.0.0.1 for the host alone',
  })
}

function checkBind(name: string, volume: Node, report: Report): void {
  const map = mapOf(volume)
  if (!map || textOf(valueOf(map, 'type')) !== 'bind') return
  const source = valueOf(map, 'source')
  if (source && !isNull(source) && textOf(source) !== '') return
  report({
    code: 'missing-attribute',
    message: `a bind mount of service "${name}" has no source`,
    span: source?.span ?? map.span,
    hint: 'write source: with a path of the host',
  })
}

function checkWatch(name: string, trigger: Node, report: Report): void {
  const path = valueOf(mapOf(trigger), 'path')
  if (!path || textOf(path) !== '') return
  report({ code: 'invalid-value', message: `path of a watch of service "${name}" is empty`, span: path.span })
}

function checkRequest(title: string, request: Node, report: Report): void {
  const map = mapOf(request)
  const ids = map?.entries.get('device_ids')
  if (!ids || !valueOf(map, 'count')) return
  report({
    code: 'exclusive-attributes',
    message: `${title} have both count and device_ids, expected only one of them`,
    span: ids.keySpan,
  })
}

function isTrue(node: Node | undefined): boolean {
  if (node?.kind !== 'scalar') return false
  return node.value === true || (typeof node.value === 'string' && parseBoolean(node.value) === true)
}

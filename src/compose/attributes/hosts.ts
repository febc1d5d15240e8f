/** Names that a container can resolve: links, extra hosts, DNS. */
import type { ContainerBody } from '../../docker/bodies.ts'
import type { Service } from '../service.ts'
import type { Node } from '../tree.ts'
import type { ApplyContext, Attribute, ReadContext } from './attribute.ts'
import { scalarText, texts } from './decoders.ts'
import { beforeEquals, toList } from './forms.ts'
import { parseHost, withoutBrackets } from './grammar/hosts.ts'
import { nameOf, quote } from './messages.ts'
import { eachEndpoint, put } from './write.ts'

/** `links`, `extra_hosts` and the options of DNS. */
export const hosts: readonly Attribute[] = [
  { path: 'services.*.links', effect: 'engine', unique: beforeEquals, decode: texts, apply: links },
  { path: 'services.*.external_links', effect: 'engine', decode: texts, apply: externalLinks },
  {
    path: 'services.*.extra_hosts',
    effect: 'engine',
    merge: 'append-new',
    decode: hostList,
    apply: (service, body) =>
      put(
        body.HostConfig,
        'ExtraHosts',
        service.extra_hosts?.map((host) => host.replace('=', ':')),
      ),
  },
  {
    path: 'services.*.dns',
    effect: 'engine',
    merge: 'key-values',
    unique: beforeEquals,
    canonical: (node) => withoutEmpty(toList(node)),
    decode: texts,
    apply: ({ dns }, body) => put(body.HostConfig, 'Dns', dns),
  },
  {
    path: 'services.*.dns_opt',
    effect: 'engine',
    merge: 'key-values',
    unique: beforeEquals,
    decode: texts,
    apply: (service, body) => put(body.HostConfig, 'DnsOptions', service.dns_opt),
  },
  {
    path: 'services.*.dns_search',
    effect: 'engine',
    merge: 'key-values',
    unique: beforeEquals,
    decode: texts,
    apply: (service, body) => put(body.HostConfig, 'DnsSearch', service.dns_search),
  },
]

/** Sorted `host=address` texts from a list or a map. */
export function hostList(node: Node, context: ReadContext): readonly string[] | undefined {
  const found = node.kind === 'list' ? fromList(node.items, context) : fromMap(node)
  return found.length > 0 ? found.sort() : undefined
}

/** Servers left empty, as by a variable that is not set, are no servers. */
function withoutEmpty(node: Node): Node {
  if (node.kind !== 'list') return node
  const items = node.items.filter(
    (item) => item.kind !== 'scalar' || (item.value !== null && item.value !== ''),
  )
  return items.length === node.items.length ? node : { ...node, items }
}

function fromList(items: readonly Node[], context: ReadContext): string[] {
  return items.flatMap((item) => {
    if (item.kind !== 'scalar' || item.value === null) return []
    const host = parseHost(scalarText(item))
    if (host) return host.addresses.map((address) => `${host.name}=${address}`)
    context.report({
      code: 'invalid-value',
      message: `${nameOf(context.path)} has ${quote(item)}, expected a host and its address`,
      hint: 'write "host=10.0.0.5"',
      node: item,
    })
    return []
  })
}

function fromMap(node: Node): string[] {
  if (node.kind !== 'map') return []
  return [...node.entries.values()].flatMap(({ key, value }) => {
    const addresses = value.kind === 'list' ? value.items : [value]
    return addresses.flatMap((address) =>
      address.kind === 'scalar' && address.value !== null
        ? [`${key}=${withoutBrackets(scalarText(address))}`]
        : [],
    )
  })
}

function links(service: Service, body: ContainerBody, context: ApplyContext): void {
  for (const link of service.links ?? []) {
    const [target = '', alias = target] = link.split(':')
    const names = [alias, `${target}-${context.number}`, `${context.projectName}-${target}-${context.number}`]
    addLinks(
      body,
      context.containersOf(target).flatMap((container) => names.map((name) => `${container}:${name}`)),
    )
  }
}

function externalLinks(service: Service, body: ContainerBody): void {
  addLinks(
    body,
    (service.external_links ?? []).map((link) => (link.includes(':') ? link : `${link}:${link}`)),
  )
}

function addLinks(body: ContainerBody, links: readonly string[]): void {
  body.HostConfig.Links = [...(body.HostConfig.Links ?? []), ...links]
  eachEndpoint(body, (endpoint) => (endpoint.Links = [...(endpoint.Links ?? []), ...links]))
}

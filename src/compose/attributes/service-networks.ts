/** How a service joins networks. */
import type { ContainerBody, EndpointBody } from '../../docker/bodies.ts'
import type { Service, ServiceNetwork } from '../service.ts'
import type { ApplyContext, Attribute } from './attribute.ts'
import { keyValues, text, texts, whole } from './decoders.ts'
import { beforeEquals, namesToMap } from './forms.ts'
import { put } from './write.ts'

/** `networks` and `network_mode` of services. */
export const serviceNetworks: readonly Attribute[] = [
  { path: 'services.*.network_mode', effect: 'engine', apply: networkMode },
  {
    path: 'services.*.networks',
    effect: 'engine',
    mergeForm: (node) => namesToMap(node),
    canonical: (node) => namesToMap(node),
    apply: endpoints,
  },
  { path: 'services.*.networks.*.aliases', effect: 'engine', unique: beforeEquals, decode: texts },
  { path: 'services.*.networks.*.driver_opts', effect: 'engine', decode: keyValues },
  { path: 'services.*.networks.*.gw_priority', effect: 'engine', since: '1.48', decode: whole },
  { path: 'services.*.networks.*.interface_name', effect: 'engine', since: '1.49' },
  { path: 'services.*.networks.*.ipv4_address', effect: 'engine' },
  { path: 'services.*.networks.*.ipv6_address', effect: 'engine' },
  { path: 'services.*.networks.*.link_local_ips', effect: 'engine', unique: beforeEquals, decode: texts },
  { path: 'services.*.networks.*.mac_address', effect: 'engine', since: '1.44' },
  { path: 'services.*.networks.*.priority', effect: 'engine', decode: whole },
  { path: 'services.*.mac_address', effect: 'engine', decode: text },
]

/** The networks of a service, the primary first: the highest priority, then by name. */
function networksByPriority(service: Service): readonly string[] {
  const priority = (key: string) => service.networks?.[key]?.priority ?? 0
  return Object.keys(service.networks ?? {}).sort((a, b) => priority(b) - priority(a) || (a < b ? -1 : 1))
}

/** An empty network_mode joins no network in the model; its container joins the default network where there is one. */
function networksOrDefault(service: Service, context: ApplyContext): readonly string[] {
  const keys = networksByPriority(service)
  return keys.length === 0 && context.networkName('default') !== 'default' ? ['default'] : keys
}

function networkMode({ network_mode: mode }: Service, body: ContainerBody, context: ApplyContext): void {
  if (mode === undefined) return
  if (mode === 'disabled') body.NetworkDisabled = true
  body.HostConfig.NetworkMode = namespace(mode, context) ?? 'none'
}

/** `service:x` as the container it means; other modes as they are. */
export function namespace(mode: string, context: ApplyContext): string | undefined {
  if (mode === 'disabled') return undefined
  return mode.startsWith('service:')
    ? `container:${context.containerOf(mode.slice('service:'.length))}`
    : mode
}

function endpoints(service: Service, body: ContainerBody, context: ApplyContext): void {
  if (service.network_mode !== undefined) return
  const keys = networksOrDefault(service, context)
  const [primary] = keys
  if (primary === undefined) return
  const made = keys.map((key) => {
    const endpoint = endpointOf(service.networks?.[key] ?? {}, context)
    if (key === primary) put(endpoint, 'MacAddress', service.mac_address)
    return [context.networkName(key), endpoint] as const
  })
  body.NetworkingConfig = { EndpointsConfig: Object.fromEntries(made) }
  body.HostConfig.NetworkMode = context.networkName(primary)
}

function endpointOf(network: ServiceNetwork, context: ApplyContext): EndpointBody {
  const endpoint: EndpointBody = {
    Aliases: [context.containerName, context.serviceName, ...(network.aliases ?? [])],
  }
  const driverOptions = {
    ...network.driver_opts,
    ...(network.interface_name && { 'com.docker.network.endpoint.ifname': network.interface_name }),
  }
  const addresses = {
    ...(network.ipv4_address && { IPv4Address: network.ipv4_address }),
    ...(network.ipv6_address && { IPv6Address: network.ipv6_address }),
    ...(network.link_local_ips && { LinkLocalIPs: network.link_local_ips }),
  }
  if (Object.keys(driverOptions).length > 0) endpoint.DriverOpts = driverOptions
  if (Object.keys(addresses).length > 0) endpoint.IPAMConfig = addresses
  put(endpoint, 'GwPriority', network.gw_priority)
  put(endpoint, 'MacAddress', network.mac_address)
  return endpoint
}

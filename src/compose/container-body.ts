/** What the engine is told to create: bodies without the labels that mark a project's resources. */
import type { ContainerBody, NetworkBody, VolumeBody } from '../docker/bodies.ts'
import type { ApplyContext } from './attributes/attribute.ts'
import { attributes } from './attributes/index.ts'
import type { Network, Volume } from './project.ts'
import type { Service } from './service.ts'

const PREFIX = 'services.*.'
const writers = attributes.flatMap(({ path, apply }) => {
  const name = path.slice(PREFIX.length)
  return apply && path.startsWith(PREFIX) ? [{ name, apply }] : []
})

/** The body of a service's container: every attribute it has writes itself. */
export function containerBody(service: Service, context: ApplyContext): ContainerBody {
  const body: ContainerBody = {
    Image: `${context.projectName}-${context.serviceName}`,
    AttachStdout: true,
    AttachStderr: true,
    HostConfig: {},
  }
  for (const { name, apply } of writers) {
    if (Object.hasOwn(service, name)) apply(service, body, context)
  }
  return body
}

/** The body of a network that is not external; `name` is its name in the engine. */
export function networkBody(name: string, network: Network): NetworkBody {
  const { driver, config, options } = network.ipam
  const pools = (config ?? []).map((pool) => ({
    ...(pool.subnet !== undefined && { Subnet: pool.subnet }),
    ...(pool.ip_range !== undefined && { IPRange: pool.ip_range }),
    ...(pool.gateway !== undefined && { Gateway: pool.gateway }),
    ...(pool.aux_addresses && { AuxiliaryAddresses: { ...pool.aux_addresses } }),
  }))
  const ipam = {
    ...(driver !== undefined && { Driver: driver }),
    ...(pools.length > 0 && { Config: pools }),
    ...(options && { Options: { ...options } }),
  }
  return {
    Name: name,
    ...(network.driver !== undefined && { Driver: network.driver }),
    ...(network.driver_opts && { Options: { ...network.driver_opts } }),
    ...(network.labels && { Labels: { ...network.labels } }),
    ...(network.internal && { Internal: true }),
    ...(network.attachable && { Attachable: true }),
    ...(network.enable_ipv4 !== undefined && { EnableIPv4: network.enable_ipv4 }),
    ...(network.enable_ipv6 !== undefined && { EnableIPv6: network.enable_ipv6 }),
    ...(Object.keys(ipam).length > 0 && { IPAM: ipam }),
  }
}

/** The body of a volume that is not external; `name` is its name in the engine. */
export function volumeBody(name: string, volume: Volume): VolumeBody {
  return {
    Name: name,
    ...(volume.driver !== undefined && { Driver: volume.driver }),
    ...(volume.driver_opts && { DriverOpts: { ...volume.driver_opts } }),
    ...(volume.labels && { Labels: { ...volume.labels } }),
  }
}

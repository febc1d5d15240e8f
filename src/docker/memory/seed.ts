/** Fills the in-memory engine with what another engine listed. */
import type { ContainerBody } from '../bodies.ts'
import type { ContainerSummary } from '../engine.ts'
import { sha256 } from '../../util/sha256.ts'
import type { Seed } from './options.ts'
import type { Container, World } from './world.ts'

/** Every engine has the networks bridge, host and none. */
export function plant(world: World, seed: Seed): void {
  for (const name of ['bridge', 'host', 'none']) {
    const id = sha256(`network ${name}`)
    world.networks.set(id, { id, name, driver: name === 'none' ? 'null' : name, labels: {} })
  }
  for (const network of seed.networks ?? []) world.networks.set(network.id, network)
  for (const volume of seed.volumes ?? []) world.volumes.set(volume.name, volume)
  for (const image of seed.images ?? []) world.images.set(image.id, image)
  for (const summary of seed.containers ?? []) world.containers.set(summary.id, containerOf(summary))
}

function containerOf(summary: ContainerSummary): Container {
  const { id, name, imageId, created, state, health, mounts, ports } = summary
  const exitCode = Number(/^Exited \((\d+)\)/.exec(summary.status)?.[1] ?? 0)
  const networks = Object.entries(summary.networks).map(
    ([network, endpoint]) => [network, { ...endpoint, aliases: [] }] as const,
  )
  return {
    id,
    name,
    body: bodyOf(summary),
    imageId,
    created,
    state,
    health,
    exitCode,
    error: '',
    startedAt: state === 'created' ? undefined : created,
    finishedAt: state === 'exited' ? created : undefined,
    healthLog: [],
    mounts,
    networks: new Map(networks),
    ports,
    log: [],
    followers: new Set(),
    watchers: new Set(),
    runs: 0,
  }
}

/** What a list tells of how a container was created. */
function bodyOf(summary: ContainerSummary): ContainerBody {
  const published = summary.ports.filter(({ publicPort }) => publicPort !== undefined)
  const bindings = published.map(({ ip = '', privatePort, publicPort, type }) => [
    `${privatePort}/${type}`,
    [{ HostIp: ip, HostPort: String(publicPort) }],
  ])
  const ports = Object.fromEntries(bindings) as Record<string, { HostIp: string; HostPort: string }[]>
  return {
    Image: summary.image,
    ExposedPorts: Object.fromEntries(Object.keys(ports).map((port) => [port, {}])),
    Labels: { ...summary.labels },
    ...(summary.health === 'none' ? {} : { Healthcheck: { Test: ['CMD', 'true'] } }),
    HostConfig: {
      NetworkMode: Object.keys(summary.networks)[0] ?? 'default',
      PortBindings: ports,
    },
  }
}

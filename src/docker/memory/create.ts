/** Creating a container in the in-memory engine. */
import type { ContainerBody } from '../bodies.ts'
import type { Engine } from '../engine.ts'
import { mountAll } from './mounts.ts'
import { findImage, findNetwork, refuse, tell } from './world.ts'
import type { Container, Endpoint, World } from './world.ts'

/** Makes a container as the engine does, or refuses as it does. */
export function createContainer(
  world: World,
  { name, body }: Parameters<Engine['createContainer']>[0],
): { readonly id: string; readonly warnings: readonly string[] } {
  const doing = `create container "${name}"`
  if (!/^[a-zA-Z0-9][a-zA-Z0-9_.-]+$/.test(name)) {
    throw refuse(400, doing, `Invalid container name (${name}), only [a-zA-Z0-9][a-zA-Z0-9_.-] are allowed`)
  }
  const image = findImage(world, body.Image ?? '')
  if (image === undefined) throw refuse(404, doing, `No such image: ${body.Image}`)
  const holder = [...world.containers.values()].find((container) => container.name === name)
  if (holder !== undefined) {
    throw refuse(
      409,
      doing,
      `Conflict. The container name "/${name}" is already in use by container "${holder.id}".`,
    )
  }
  const container = newContainer(world, { name, body: structuredClone(body), imageId: image.id })
  const created = { ...container, mounts: mountAll(world, body, image) }
  world.containers.set(created.id, created)
  tell(world, created, { action: 'create' })
  return { id: created.id, warnings: [] }
}

function newContainer(
  world: World,
  { name, body, imageId }: { readonly name: string; readonly body: ContainerBody; readonly imageId: string },
): Container {
  return {
    id: world.nextId(),
    name,
    body,
    imageId,
    created: Math.floor(world.now()),
    state: 'created',
    health: 'none',
    exitCode: 0,
    error: '',
    startedAt: undefined,
    finishedAt: undefined,
    healthLog: [],
    mounts: [],
    networks: new Map(endpointsOf(world, body)),
    ports: [],
    log: [],
    followers: new Set(),
    watchers: new Set(),
    runs: 0,
  }
}

/** A network that does not exist is only missed when the container starts. */
function endpointsOf(world: World, body: ContainerBody): readonly (readonly [string, Endpoint])[] {
  const asked = Object.entries(body.NetworkingConfig?.EndpointsConfig ?? {})
  const mode = body.HostConfig.NetworkMode ?? 'default'
  const single =
    asked.length === 0 && !mode.startsWith('container:') ? [[networkOf(mode), noAliases] as const] : []
  return [...asked, ...single].map(([network, { Aliases = [] }]) => [
    findNetwork(world, network)?.name ?? network,
    { networkId: '', ipAddress: '', aliases: Aliases },
  ])
}

const noAliases: { readonly Aliases?: readonly string[] } = {}

function networkOf(mode: string): string {
  return mode === 'default' ? 'bridge' : mode
}

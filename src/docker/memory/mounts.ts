/** Mounts of the in-memory engine: named volumes come into being with the container, unnamed ones get a name. */
import type { ContainerBody } from '../bodies.ts'
import type { ImageDetails, MountPoint } from '../engine.ts'
import { findContainer } from './world.ts'
import type { World } from './world.ts'

/** The container's mounts by destination; later kinds do not cover earlier ones. */
export function mountAll(world: World, body: ContainerBody, image: ImageDetails): readonly MountPoint[] {
  const { Binds = [], Mounts = [], VolumesFrom = [] } = body.HostConfig
  const asked = [
    ...Binds.map(bindOf),
    ...Mounts.map(({ Type, Source = '', Target }) => ({ type: Type, source: Source, destination: Target })),
    ...VolumesFrom.flatMap(
      (from) => findContainer(world, from.split(':')[0] ?? '', 'mount its volumes').mounts,
    ),
    ...image.volumes.map((destination) => ({ type: 'volume', source: '', destination })),
  ]
  const mounts = new Map<string, MountPoint>()
  for (const mount of asked) {
    if (!mounts.has(mount.destination))
      mounts.set(mount.destination, mount.type === 'volume' ? volumeMount(world, mount) : mount)
  }
  return [...mounts.values()]
}

function bindOf(bind: string): MountPoint {
  const [source = '', destination = source] = bind.split(':')
  return { type: source.startsWith('/') ? 'bind' : 'volume', source, destination }
}

function volumeMount(world: World, { source, destination, name = source }: MountPoint): MountPoint {
  const volume = name || world.nextId()
  if (!world.volumes.has(volume)) {
    const labels: Record<string, string> = name === '' ? { 'com.docker.volume.anonymous': '' } : {}
    world.volumes.set(volume, { name: volume, driver: 'local', labels })
  }
  const path = `/var/lib/docker/volumes/${volume}/_data`
  return { type: 'volume', name: volume, source: path, destination }
}

/** Takes a removed container's unnamed volumes away, unless another container has them too. */
export function removeAnonymous(world: World, mounts: readonly MountPoint[]): void {
  for (const { name = '' } of mounts) {
    const isAnonymous = world.volumes.get(name)?.labels['com.docker.volume.anonymous'] !== undefined
    if (isAnonymous && usersOf(world, name).length === 0) world.volumes.delete(name)
  }
}

/** Ids of the containers that have a volume. */
export function usersOf(world: World, volume: string): readonly string[] {
  const users = [...world.containers.values()].filter(({ mounts }) =>
    mounts.some(({ name }) => name === volume),
  )
  return users.map(({ id }) => id)
}

/** The in-memory engine's calls about containers. */
import type { ContainerCall } from '../call-groups.ts'
import type { Engine } from '../engine.ts'
import type { EngineCalls } from './calls.ts'
import { createContainer } from './create.ts'
import { removeAnonymous } from './mounts.ts'
import { startProcess } from './process.ts'
import { isRunning, processCalls, send } from './stopping.ts'
import { detailsIn, summaryIn } from './views.ts'
import { findContainer, hasLabels, lookUpContainer, refuse, tell } from './world.ts'
import type { World } from './world.ts'

type Calls = Omit<Pick<EngineCalls, ContainerCall>, 'rawContainer' | 'topContainer'>

/** The calls on this world. */
export function containerCalls(world: World): Calls {
  return {
    listContainers: async ({ labels }) =>
      [...world.containers.values()]
        .filter(({ body }) => hasLabels(body.Labels ?? {}, labels))
        .map((container) => summaryIn(world, container))
        .reverse(),
    inspectContainer: async (id) => detailsIn(findContainer(world, id, `inspect container "${id}"`)),
    createContainer: async (request) => createContainer(world, request),
    startContainer: async (id) => startProcess(world, findContainer(world, id, `start container "${id}"`)),
    ...processCalls(world),
    removeContainer: async (id, options) => remove(world, id, options),
    renameContainer: async (id, name) => rename(world, id, name),
    copyToContainer: async (id) => {
      const doing = `copy files into container "${id}"`
      const { body } = findContainer(world, id, doing)
      if (body.HostConfig.ReadonlyRootfs) throw refuse(400, doing, 'container rootfs is marked read-only')
    },
  }
}

function remove(world: World, id: string, options: Parameters<Engine['removeContainer']>[1] = {}): void {
  const doing = `remove container "${id}"`
  const container = lookUpContainer(world, id)
  if (container === undefined) return
  if (isRunning(container)) {
    const text = 'container is running: stop the container before removing or force remove'
    if (!options.force) throw refuse(409, doing, text)
    send(world, container, 'SIGKILL')
  }
  world.containers.delete(container.id)
  if (options.volumes) removeAnonymous(world, container.mounts)
  tell(world, container, { action: 'destroy' })
}

function rename(world: World, id: string, name: string): void {
  const doing = `rename container "${id}" to "${name}"`
  const container = findContainer(world, id, doing)
  const holder = [...world.containers.values()].find((other) => other.name === name)
  if (holder === container)
    throw refuse(400, doing, 'Renaming a container with the same name as its current name')
  if (holder !== undefined) {
    throw refuse(
      409,
      doing,
      `Conflict. The container name "/${name}" is already in use by container "${holder.id}".`,
    )
  }
  container.name = name
  tell(world, container, { action: 'rename' })
}

/** The in-memory engine's calls about networks. */
import type { NetworkCall } from '../call-groups.ts'
import type { EngineCalls } from './calls.ts'
import { findContainer, findNetwork, hasLabels, refuse } from './world.ts'
import type { World } from './world.ts'

type Calls = Pick<EngineCalls, NetworkCall>

/** The calls on this world. */
export function networkCalls(world: World): Calls {
  return {
    listNetworks: async (query) =>
      [...world.networks.values()].filter(({ labels }) => hasLabels(labels, query.labels)),
    inspectNetwork: async (name) => findNetwork(world, name),
    createNetwork: async ({ Name: name, Driver: driver = 'bridge', Labels = {} }) => {
      const doing = `create network "${name}"`
      if (findNetwork(world, name) !== undefined)
        throw refuse(409, doing, `network with name ${name} already exists`)
      const id = world.nextId()
      world.networks.set(id, { id, name, driver, labels: { ...Labels } })
      return { id }
    },
    removeNetwork: async (id) => remove(world, id),
    ...connections(world),
  }
}

/** Only running containers hold a network. */
function remove(world: World, id: string): void {
  const network = findNetwork(world, id)
  if (network === undefined) return
  const user = [...world.containers.values()].find(
    ({ state, networks }) => state === 'running' && networks.get(network.name)?.networkId === network.id,
  )
  if (user !== undefined) {
    const text = `error while removing network: network ${network.name} has active endpoints (name:"${user.name}")`
    throw refuse(403, `remove network "${id}"`, text)
  }
  world.networks.delete(network.id)
}

function connections(world: World): Pick<Calls, 'connectNetwork' | 'disconnectNetwork'> {
  return {
    connectNetwork: async (network, request) => {
      const doing = `connect container "${request.container}" to network "${network}"`
      const found = findNetwork(world, network)
      if (found === undefined) throw refuse(404, doing, `network ${network} not found`)
      const { networks, name, state } = findContainer(world, request.container, doing)
      if (networks.get(found.name)?.networkId === found.id) {
        throw refuse(403, doing, `endpoint with name ${name} already exists in network ${found.name}`)
      }
      const networkId = state === 'running' ? found.id : ''
      networks.set(found.name, { networkId, ipAddress: '', aliases: request.endpoint?.Aliases ?? [] })
    },
    disconnectNetwork: async (network, request) => {
      const doing = `disconnect container "${request.container}" from network "${network}"`
      const { networks, id } = findContainer(world, request.container, doing)
      const name = findNetwork(world, network)?.name ?? network
      if (!networks.delete(name))
        throw refuse(500, doing, `container ${id} is not connected to network ${network}`)
    },
  }
}

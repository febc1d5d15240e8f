/** The engine's calls about networks. */
import type { NetworkCall } from './call-groups.ts'
import { EngineError } from '../errors.ts'
import type { NetworkAnswer } from './answers.ts'
import type { Client } from './client.ts'
import type { Engine, NetworkSummary } from './engine.ts'
import { segment } from './names.ts'

type Calls = Pick<Engine, NetworkCall>

/** The calls, made with this client. */
export function networkCalls(client: Client): Calls {
  return {
    listNetworks: async ({ labels }, signal) => {
      const query = { filters: { label: labels } }
      const call = { method: 'GET', path: '/networks', query, doing: 'list networks', signal } as const
      return (await client.json<readonly NetworkAnswer[]>(call)).map(networkOf)
    },
    inspectNetwork: async (name, signal) => {
      const call = { method: 'GET', path: at(name, ''), doing: `inspect network "${name}"`, signal } as const
      return client.json<NetworkAnswer>(call).then(networkOf, undefinedIfMissing)
    },
    createNetwork: async (body, signal) => {
      const doing = `create network "${body.Name}"`
      const unique = client.speaks('1.44') ? body : { ...body, CheckDuplicate: true }
      const call = { method: 'POST', path: '/networks/create', body: unique, doing, signal } as const
      return { id: (await client.json<{ readonly Id?: string }>(call)).Id ?? '' }
    },
    removeNetwork: async (id, signal) => {
      const doing = `remove network "${id}"`
      const name = client.podman ? await nameOf(client, id, signal) : id
      await client.done({ method: 'DELETE', path: at(name, ''), doing, signal, accept: [404] })
    },
    connectNetwork: async (network, { container, endpoint }, signal) => {
      const doing = `connect container "${container}" to network "${network}"`
      const body = { Container: container, EndpointConfig: endpoint ?? {} }
      await client.done({ method: 'POST', path: at(network, '/connect'), body, doing, signal })
    },
    disconnectNetwork: async (network, { container, force }, signal) => {
      const doing = `disconnect container "${container}" from network "${network}"`
      const body = { Container: container, Force: force ?? false }
      await client.done({ method: 'POST', path: at(network, '/disconnect'), body, doing, signal })
    },
  }
}

/** Podman removes a network that is in use when it is told the id instead of the name. */
async function nameOf(client: Client, id: string, signal?: AbortSignal): Promise<string> {
  const call = { method: 'GET', path: at(id, ''), doing: `inspect network "${id}"`, signal } as const
  return (await client.json<NetworkAnswer>(call).then(networkOf, undefinedIfMissing))?.name ?? id
}

function networkOf(answer: NetworkAnswer): NetworkSummary {
  return {
    id: answer.Id ?? '',
    name: answer.Name ?? '',
    driver: answer.Driver ?? '',
    labels: answer.Labels ?? {},
  }
}

/** For inspections: what is not there is undefined, everything else stays an error. */
export function undefinedIfMissing(error: unknown): undefined {
  if (error instanceof EngineError && error.status === 404) return undefined
  throw error
}

function at(name: string, rest: string): string {
  return `/networks/${segment('network', name)}${rest}`
}

/** Creating a container, on engines old and new. */
import type { ContainerBody, EndpointBody } from './bodies.ts'
import type { Client } from './client.ts'
import type { Engine } from './engine.ts'
import { segment } from './names.ts'

/** Creates the container with all its network endpoints; nothing is left behind when one cannot be had. */
export async function createContainer(
  client: Client,
  { name, platform, body }: Parameters<Engine['createContainer']>[0],
  signal?: AbortSignal,
): Promise<{ readonly id: string; readonly warnings: readonly string[] }> {
  const { first, later } = client.speaks('1.44') ? { first: body, later: [] } : forOldEngines(body)
  const doing = `create container "${name}"`
  const answer = await client.json<CreateAnswer>({
    method: 'POST',
    path: '/containers/create',
    query: { name, platform },
    body: first,
    doing,
    signal,
  })
  const id = answer.Id ?? ''
  try {
    for (const [network, endpoint] of later) await connect(client, { network, endpoint, id, name }, signal)
  } catch (error) {
    await remove(client, id).catch(() => {})
    throw error
  }
  return { id, warnings: answer.Warnings ?? [] }
}

interface CreateAnswer {
  readonly Id?: string
  readonly Warnings?: readonly string[] | null
}

/** Before API 1.44 creation takes one endpoint only, knows no StartInterval, and has the MAC address beside the endpoints. */
function forOldEngines(body: ContainerBody) {
  const endpoints = Object.entries(body.NetworkingConfig?.EndpointsConfig ?? {})
  const main = endpoints.find(([network]) => network === body.HostConfig.NetworkMode) ?? endpoints[0]
  const { StartInterval: _, ...healthcheck } = body.Healthcheck ?? {}
  const first: ContainerBody = {
    ...body,
    ...(body.Healthcheck === undefined ? {} : { Healthcheck: healthcheck }),
    ...(main?.[1].MacAddress === undefined ? {} : { MacAddress: main[1].MacAddress }),
    ...(main === undefined ? {} : { NetworkingConfig: { EndpointsConfig: Object.fromEntries([main]) } }),
  }
  return { first, later: endpoints.filter((endpoint) => endpoint !== main) }
}

interface Connection {
  readonly network: string
  readonly endpoint: EndpointBody
  readonly id: string
  readonly name: string
}

async function connect(client: Client, { network, endpoint, id, name }: Connection, signal?: AbortSignal) {
  await client.done({
    method: 'POST',
    path: `/networks/${segment('network', network)}/connect`,
    body: { Container: id, EndpointConfig: endpoint },
    doing: `connect container "${name}" to network "${network}"`,
    signal,
  })
}

async function remove(client: Client, id: string) {
  const path = `/containers/${segment('container', id)}`
  await client.done({
    method: 'DELETE',
    path,
    query: { force: true, v: true },
    doing: 'remove the container again',
  })
}

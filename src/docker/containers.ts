/** The engine's calls about containers. */
import type { ContainerCall } from './call-groups.ts'
import type { ContainerAnswer, ContainerListItem, TopAnswer } from './answers.ts'
import type { Client } from './client.ts'
import { detailsOf, summaryOf } from './container-answers.ts'
import { createContainer } from './create-container.ts'
import type { Engine } from './engine.ts'
import { segment } from './names.ts'
import { dockerList, psColumns, thawing } from './podman.ts'
import { removeContainer } from './remove-container.ts'

type Calls = Pick<Engine, ContainerCall>

/** The calls, made with this client. */
export function containerCalls(client: Client): Calls {
  return {
    listContainers: async ({ labels }, signal) => {
      const items = await client.json<readonly ContainerListItem[]>({
        method: 'GET',
        path: '/containers/json',
        query: { all: true, filters: { label: labels } },
        doing: 'list containers',
        signal,
      })
      return (client.podman ? await fromPodman(client, items, signal) : items).map(summaryOf)
    },
    inspectContainer: async (id, signal) => {
      const call = {
        method: 'GET',
        path: at(id, '/json'),
        doing: `inspect container "${id}"`,
        signal,
      } as const
      return detailsOf(await client.json<ContainerAnswer>(call))
    },
    createContainer: (request, signal) => createContainer(client, request, signal),
    startContainer: async (id, signal) => {
      const call = {
        method: 'POST',
        path: at(id, '/start'),
        doing: `start container "${id}"`,
        signal,
      } as const
      await client.done({ ...call, accept: [304] })
    },
    ...readings(client),
    ...pauses(client),
    ...endings(client),
  }
}

async function fromPodman(client: Client, items: readonly ContainerListItem[], signal?: AbortSignal) {
  return dockerList(items, (id) =>
    client.json({ method: 'GET', path: at(id, '/json'), doing: `inspect container "${id}"`, signal }),
  )
}

function readings(client: Client): Pick<Calls, 'rawContainer' | 'topContainer'> {
  return {
    rawContainer: (id, signal) =>
      client.json<object>({
        method: 'GET',
        path: at(id, '/json'),
        doing: `inspect container "${id}"`,
        signal,
      }),
    topContainer: async (id, psArgs, signal) => {
      const { Titles, Processes } = await client.json<TopAnswer>({
        method: 'GET',
        path: at(id, '/top'),
        query: { ps_args: client.podman ? psColumns(psArgs) : psArgs },
        doing: `list the processes of container "${id}"`,
        signal,
      })
      return { titles: Titles ?? [], processes: Processes ?? [] }
    },
  }
}

function pauses(
  client: Client,
): Pick<Calls, 'stopContainer' | 'restartContainer' | 'pauseContainer' | 'unpauseContainer'> {
  const plain = (verb: 'pause' | 'unpause') => (id: string, signal?: AbortSignal) =>
    client.done({ method: 'POST', path: at(id, `/${verb}`), doing: `${verb} container "${id}"`, signal })
  const graceful = (verb: 'stop' | 'restart'): Calls['stopContainer'] => {
    const end: Calls['stopContainer'] = (id, { timeout } = {}, signal) =>
      client.done({
        method: 'POST',
        path: at(id, `/${verb}`),
        query: { t: timeout },
        doing: `${verb} container "${id}"`,
        signal,
        accept: [304],
        patience: timeout === undefined || timeout < 0 ? 'none' : timeout * 1000,
      })
    if (!client.podman) return end
    return (id, options, signal) =>
      thawing(
        () => end(id, options, signal),
        () => plain('unpause')(id, signal),
      )
  }
  return {
    stopContainer: graceful('stop'),
    restartContainer: graceful('restart'),
    pauseContainer: plain('pause'),
    unpauseContainer: plain('unpause'),
  }
}

function endings(
  client: Client,
): Pick<Calls, 'killContainer' | 'removeContainer' | 'renameContainer' | 'copyToContainer'> {
  return {
    killContainer: async (id, options = {}, signal) => {
      const query = { signal: options.signal }
      const doing = `kill container "${id}"`
      await client.done({ method: 'POST', path: at(id, '/kill'), query, doing, signal })
    },
    removeContainer: (id, options = {}, signal) => removeContainer(client, { id, options }, signal),
    renameContainer: async (id, name, signal) => {
      const doing = `rename container "${id}" to "${name}"`
      await client.done({ method: 'POST', path: at(id, '/rename'), query: { name }, doing, signal })
    },
    copyToContainer: async (id, path, ...[tar, signal]) => {
      const doing = `copy files into container "${id}"`
      await client.done({
        method: 'PUT',
        path: at(id, '/archive'),
        query: { path },
        upload: tar,
        doing,
        signal,
      })
    },
  }
}

function at(id: string, rest: string): string {
  return `/containers/${segment('container', id)}${rest}`
}

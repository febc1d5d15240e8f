/** Removing a container, on engines old and new. */
import type { ContainerAnswer, VolumeAnswer } from './answers.ts'
import type { Client } from './client.ts'
import type { Engine } from './engine.ts'
import { segment } from './names.ts'

type Removal = Parameters<Engine['removeContainer']>[1]

/** Removes the container and, where that is asked for, its anonymous volumes; one that is gone already is no error. */
export async function removeContainer(
  client: Client,
  { id, options = {} }: { readonly id: string; readonly options: Removal },
  signal?: AbortSignal,
): Promise<void> {
  const left = options.volumes ? await volumesLeftBehind(client, id, signal) : []
  await client
    .done({
      method: 'DELETE',
      path: `/containers/${segment('container', id)}`,
      query: { force: options.force || undefined, v: options.volumes || undefined },
      doing: `remove container "${id}"`,
      signal,
      accept: [404],
    })
    .catch(unlessUnderWay)
  for (const name of left) await removeUnused(client, name, signal)
}

/**
 * Before API 1.42 the engine takes an anonymous volume that was carried over to another container for a named one,
 * and leaves it.
 */
async function volumesLeftBehind(
  client: Client,
  id: string,
  signal: AbortSignal | undefined,
): Promise<readonly string[]> {
  if (client.podman || client.speaks('1.42')) return []
  const path = `/containers/${segment('container', id)}/json`
  const call = { method: 'GET', path, doing: `inspect container "${id}"`, signal, accept: [404] } as const
  const { Mounts } = await client.json<ContainerAnswer>(call)
  return (Mounts ?? []).flatMap(({ Type, Name = '' }) =>
    Type === 'volume' && /^[0-9a-f]{64}$/.test(Name) ? [Name] : [],
  )
}

/** One with labels was made by somebody under this name; one that is in use stays. */
async function removeUnused(client: Client, name: string, signal: AbortSignal | undefined): Promise<void> {
  const path = `/volumes/${segment('volume', name)}`
  const about = { path, doing: `remove volume "${name}"`, signal }
  const { Labels } = await client.json<VolumeAnswer>({ ...about, method: 'GET', accept: [404] })
  if (Object.keys(Labels ?? {}).length > 0) return
  await client.done({ ...about, method: 'DELETE', accept: [404, 409] })
}

/** Another run that removes it at the same time does what we wanted. */
function unlessUnderWay(error: unknown): void {
  const underWay = /removal of container .* is already in progress/
  if (!(error instanceof Error && underWay.test(error.message))) throw error
}

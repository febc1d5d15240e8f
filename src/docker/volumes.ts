/** The engine's calls about volumes. */
import type { VolumeAnswer } from './answers.ts'
import type { Client } from './client.ts'
import type { Engine, VolumeSummary } from './engine.ts'
import { segment } from './names.ts'
import { undefinedIfMissing } from './networks.ts'

/** The engine's calls about volumes. */
export function volumeCalls(
  client: Client,
): Pick<Engine, 'listVolumes' | 'inspectVolume' | 'createVolume' | 'removeVolume'> {
  return {
    listVolumes: async ({ labels }, signal) => {
      const query = { filters: { label: labels } }
      const call = { method: 'GET', path: '/volumes', query, doing: 'list volumes', signal } as const
      const { Volumes } = await client.json<{ readonly Volumes?: readonly VolumeAnswer[] | null }>(call)
      return (Volumes ?? []).map(volumeOf)
    },
    inspectVolume: async (name, signal) => {
      const call = { method: 'GET', path: at(name), doing: `inspect volume "${name}"`, signal } as const
      return client.json<VolumeAnswer>(call).then(volumeOf, undefinedIfMissing)
    },
    createVolume: async (body, signal) => {
      const doing = `create volume "${body.Name}"`
      await client.done({ method: 'POST', path: '/volumes/create', body, doing, signal })
    },
    removeVolume: async (name, signal) => {
      const doing = `remove volume "${name}"`
      await client.done({ method: 'DELETE', path: at(name), doing, signal, accept: [404] })
    },
  }
}

function volumeOf(answer: VolumeAnswer): VolumeSummary {
  return { name: answer.Name ?? '', driver: answer.Driver ?? '', labels: answer.Labels ?? {} }
}

function at(name: string): string {
  return `/volumes/${segment('volume', name)}`
}

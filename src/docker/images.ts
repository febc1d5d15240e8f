/** The engine's calls about the images that it has. */
import type { ImageAnswer, ManifestAnswer } from './answers.ts'
import type { Client } from './client.ts'
import type { Engine, ImageDetails, ImageManifest } from './engine.ts'
import { parseReference } from './image-reference.ts'
import { imagePath } from './names.ts'
import { undefinedIfMissing } from './networks.ts'

/** The engine's calls about images. */
export function imageCalls(client: Client): Pick<Engine, 'inspectImage' | 'tagImage' | 'removeImage'> {
  return {
    inspectImage: async (reference, signal) => {
      const path = `/images/${imagePath(reference)}/json`
      const query = client.speaks('1.48') ? { manifests: '1' } : {}
      const call = { method: 'GET', path, query, doing: `inspect image "${reference}"`, signal } as const
      return client.json<ImageAnswer>(call).then(imageOf, undefinedIfMissing)
    },
    tagImage: async (reference, tag, signal) => {
      const { name, version } = parseReference(tag)
      const path = `/images/${imagePath(reference)}/tag`
      const doing = `tag image "${reference}" as "${tag}"`
      await client.done({ method: 'POST', path, query: { repo: name, tag: version }, doing, signal })
    },
    removeImage: async (reference, signal) => {
      const doing = `remove image "${reference}"`
      await client.done({ method: 'DELETE', path: `/images/${imagePath(reference)}`, doing, signal })
    },
  }
}

function imageOf(answer: ImageAnswer): ImageDetails {
  const test = answer.Config?.Healthcheck?.Test ?? []
  return {
    id: answer.Id ?? '',
    tags: answer.RepoTags ?? [],
    os: answer.Os ?? '',
    architecture: answer.Architecture ?? '',
    variant: answer.Variant ?? '',
    ...(answer.Manifests && { manifests: answer.Manifests.flatMap(manifestOf) }),
    volumes: Object.keys(answer.Config?.Volumes ?? {}),
    hasHealthcheck: test.length > 0 && test[0] !== 'NONE',
  }
}

/** Attestations, and images that are not here, name nothing that a container could be made of. */
function manifestOf({ ID, Available, Kind, ImageData }: ManifestAnswer): readonly ImageManifest[] {
  if (ID === undefined || Kind !== 'image' || !Available) return []
  const { os = '', architecture = '', variant = '' } = ImageData?.Platform ?? {}
  return [{ id: ID, os, architecture, variant }]
}

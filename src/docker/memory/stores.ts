/** The in-memory engine's calls about volumes and images. */
import type { BuildProgress, BuildRequest, ImageDetails, PullProgress } from '../engine.ts'
import { refusalError } from '../failures.ts'
import { sha256 } from '../../util/sha256.ts'
import type { EngineCalls } from './calls.ts'
import { usersOf } from './mounts.ts'
import { findImage, hasLabels, isSame, refuse } from './world.ts'
import type { World } from './world.ts'

/** The calls about volumes on this world. */
export function volumeCalls(
  world: World,
): Pick<EngineCalls, 'listVolumes' | 'inspectVolume' | 'createVolume' | 'removeVolume'> {
  return {
    listVolumes: async (query) =>
      [...world.volumes.values()].filter(({ labels }) => hasLabels(labels, query.labels)),
    inspectVolume: async (name) => world.volumes.get(name),
    createVolume: async ({ Name: name, Driver: driver = 'local', Labels = {} }) => {
      if (!world.volumes.has(name)) world.volumes.set(name, { name, driver, labels: { ...Labels } })
    },
    removeVolume: async (name) => {
      const users = usersOf(world, name)
      const text = `remove ${name}: volume is in use - [${users.join(', ')}]`
      if (users.length > 0) throw refuse(409, `remove volume "${name}"`, text)
      world.volumes.delete(name)
    },
  }
}

/** The calls about images on this world. */
export function imageCalls(
  world: World,
): Pick<
  EngineCalls,
  'inspectImage' | 'resolveDigest' | 'pullImage' | 'buildImage' | 'tagImage' | 'removeImage'
> {
  return {
    inspectImage: async (reference) => findImage(world, reference),
    pullImage: ({ reference }, signal) => pull(world, reference, signal),
    buildImage: (request, signal) => build(world, request, signal),
    tagImage: async (reference, tag) => {
      const image = mustFind(world, reference, `tag image "${reference}" as "${tag}"`)
      takeIn(world, image, [tag])
    },
    resolveDigest: async (reference) => `sha256:${sha256(`manifest ${reference}`)}`,
    removeImage: async (reference) => {
      const doing = `remove image "${reference}"`
      const { id, tags, ...image } = mustFind(world, reference, doing)
      const left = tags.filter((tag) => !isSame(tag, reference))
      if (left.length > 0 && left.length < tags.length) {
        world.images.set(id, { id, tags: left, ...image })
        return
      }
      const user = [...world.containers.values()].find(({ imageId }) => imageId === id)
      if (user !== undefined) throw refuse(409, doing, `image is being used by container ${user.name}`)
      world.images.delete(id)
    },
  }
}

function mustFind(world: World, reference: string, doing: string): ImageDetails {
  const image = findImage(world, reference)
  if (image === undefined) throw refuse(404, doing, `No such image: ${reference}`)
  return image
}

/** Adds the image under these tags, which leave the image that had them. */
function takeIn(world: World, image: ImageDetails, tags: readonly string[]): void {
  for (const other of world.images.values()) {
    const left = other.tags.filter((tag) => !tags.includes(tag))
    if (left.length < other.tags.length) world.images.set(other.id, { ...other, tags: left })
  }
  const known = world.images.get(image.id)?.tags ?? []
  world.images.set(image.id, { ...image, tags: [...new Set([...known, ...tags])] })
}

function plainImage(id: string): ImageDetails {
  return { id, tags: [], os: 'linux', architecture: 'amd64', variant: '', volumes: [], hasHealthcheck: false }
}

async function* pull(world: World, reference: string, signal?: AbortSignal): AsyncGenerator<PullProgress> {
  const { registry = () => plainImage(`sha256:${sha256(`image ${reference}`)}`) } = world.options
  const image = registry(reference)
  yield { status: `Pulling from ${reference}` }
  signal?.throwIfAborted()
  if (image === undefined) {
    const text = `pull access denied for ${reference}, repository does not exist or may require 'docker login'`
    throw refusalError({ doing: `pull image "${reference}"`, code: 'pull-failed', status: 404, text })
  }
  takeIn(world, image, [reference])
  yield { layer: sha256(`layer ${reference}`).slice(0, 12), status: 'Pull complete' }
}

async function* build(
  world: World,
  request: BuildRequest,
  signal?: AbortSignal,
): AsyncGenerator<BuildProgress> {
  const { context: _, ...described } = request
  const { error, output = [], id } = world.options.builder?.(request) ?? {}
  const vertex = {
    kind: 'vertex',
    id: 'build',
    name: `build ${request.dockerfile}`,
    cached: false,
    started: true,
  } as const
  yield { ...vertex, completed: false }
  for (const text of output) yield { kind: 'output', vertex: vertex.id, text }
  signal?.throwIfAborted()
  if (error !== undefined) {
    yield { ...vertex, completed: true, error }
    throw refusalError({ doing: `build image "${request.tags[0]}"`, code: 'build-failed', text: error })
  }
  yield { ...vertex, completed: true }
  const image = plainImage(id ?? `sha256:${sha256(`build ${JSON.stringify(described)}`)}`)
  takeIn(world, image, request.tags)
  yield { kind: 'image', id: image.id }
}

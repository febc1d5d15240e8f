/** `config --resolve-image-digests` and `--lock-image-digests`: image tags pinned to what they mean in their registries now. */
import type { Project } from '../../compose/project.ts'
import type { Service } from '../../compose/service.ts'
import type { Engine } from '../../docker/engine.ts'

/** The project with a digest on every image that has none; images that are built have none to look up. */
export async function withDigests(project: Project, engine: Engine, signal: AbortSignal): Promise<Project> {
  const pinned = new Map<string, Promise<string>>()
  const pin = async (reference: string): Promise<string> => {
    if (reference.includes('@')) return reference
    const known = pinned.get(reference) ?? engine.resolveDigest(reference, signal)
    pinned.set(reference, known)
    return `${canonicalName(reference)}@${await known}`
  }
  const services = await Promise.all(
    Object.entries(project.services).map(
      async ([name, service]) => [name, await pinService(service, pin)] as const,
    ),
  )
  return { ...project, services: Object.fromEntries(services) }
}

/** What an override file needs to keep the images as they are: the images, and the volumes made of images. */
export function imagesOnly({ services }: Project): object {
  const locked = Object.entries(services).map(([name, { image, volumes = [] }]) => {
    const mounted = volumes.filter(({ type }) => type === 'image')
    return [
      name,
      { ...(image !== undefined && { image }), ...(mounted.length > 0 && { volumes: mounted }) },
    ] as const
  })
  return { services: Object.fromEntries(locked) }
}

async function pinService(service: Service, pin: (reference: string) => Promise<string>): Promise<Service> {
  const image = service.image !== undefined && !service.build ? await pin(service.image) : undefined
  const volumes = service.volumes?.map(async (volume) =>
    volume.type === 'image' && volume.source !== undefined
      ? { ...volume, source: await pin(volume.source) }
      : volume,
  )
  return {
    ...service,
    ...(image !== undefined && { image }),
    ...(volumes && { volumes: await Promise.all(volumes) }),
  }
}

/** `redis` → `docker.io/library/redis:latest`: registry, repository and tag, none left out. */
function canonicalName(reference: string): string {
  const [first = '', ...rest] = reference.split('/')
  const hasRegistry = rest.length > 0 && (first === 'localhost' || /[.:]/.test(first))
  const full = hasRegistry ? reference : `docker.io/${rest.length > 0 ? '' : 'library/'}${reference}`
  return /:[^/]+$/.test(full) ? full : `${full}:latest`
}

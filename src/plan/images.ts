/** Which images must be pulled or built before containers can be made of them, and why. */
import type { Service } from '../compose/service.ts'
import type { DesiredImage, DesiredState } from './desired.ts'
import { isFor, platformOf } from './image-identity.ts'
import { containersOf, type ObservedState } from './observed.ts'
import { stop, type ReconcileOptions } from './planning.ts'

type ImageAction =
  | { readonly kind: 'pull'; readonly reason: string; readonly optional: boolean }
  | { readonly kind: 'build'; readonly reason: string }

/** An image, the service that says how it is made, and what must be done for it. */
export interface ImageNeed {
  readonly image: DesiredImage
  readonly service: string
  readonly action: ImageAction
}

/** Every image that the services and their hooks are made of. */
export function imageReferences({ services }: DesiredState): readonly string[] {
  return [...new Set(services.flatMap(({ image, service }) => [image.reference, ...hookImages(service)]))]
}

function hookImages(service: Service): readonly string[] {
  return (service.pre_start ?? []).flatMap(({ image }) => image ?? [])
}

/** The images to be fetched or built, one entry a reference, in service order. */
export function imageNeeds(
  desired: DesiredState,
  observed: ObservedState,
  options: ReconcileOptions,
): readonly ImageNeed[] {
  const makers = new Map<string, { service: string; image: DesiredImage }>()
  for (const { name, image, replicas, service } of desired.services) {
    if (replicas === 0 || service.provider) continue
    const known = makers.get(image.reference)
    if (!known || (!known.image.build && image.build)) makers.set(image.reference, { service: name, image })
  }
  for (const { name, service, replicas, image } of desired.services) {
    for (const reference of replicas === 0 ? [] : hookImages(service)) {
      const platform = image.platform === undefined ? {} : { platform: image.platform }
      if (!makers.has(reference))
        makers.set(reference, { service: name, image: { reference, pullPolicy: 'missing', ...platform } })
    }
  }
  return [...makers.values()].flatMap(({ service, image }) => {
    if (options.refreshed?.has(image.reference)) return []
    const found = observed.images.get(image.reference)
    const fresh = observed.containers.every((container) => container.service !== service)
    const foreign = found && fresh && !isFor(found, image.platform) ? platformOf(found) : undefined
    const action = decide(service, image, { present: found !== undefined, foreign, options })
    return action ? [{ service, image, action }] : []
  })
}

/**
 * Needs that may change an image which existing containers were made of: settled before the rest can be planned.
 * A container of another reference is made anew in any case, so its new image can be a step of the one plan.
 */
export function refreshNeeds(
  needs: readonly ImageNeed[],
  desired: DesiredState,
  observed: ObservedState,
): readonly ImageNeed[] {
  const used = new Set(
    desired.services.flatMap(({ name, image: { reference } }) =>
      containersOf(observed, name).some(({ image }) => image === reference || isId(image)) ? [reference] : [],
    ),
  )
  return needs.filter(({ image }) => used.has(image.reference))
}

/** The engine lists a container's image by its id when its name has moved on to another image. */
function isId(image: string): boolean {
  return /^(sha256:)?[0-9a-f]{12,64}$/.test(image)
}

interface Situation {
  readonly present: boolean
  /** The platform of an image that is present, but not for the platform the service asks for. */
  readonly foreign: string | undefined
  readonly options: ReconcileOptions
}

function decide(
  service: string,
  image: DesiredImage,
  { present, foreign, options }: Situation,
): ImageAction | undefined {
  const policy = options.pull && options.pull !== 'policy' ? options.pull : image.pullPolicy
  if (image.build) return decideBuild(service, image, { policy, present, foreign, options })
  if (policy === 'never' || policy === 'build') {
    if (present) return undefined
    stop(
      'pull-failed',
      `service "${service}": image "${image.reference}" is not on the engine and its pull policy is "${policy}"`,
      `run "gantry pull --policy always ${service}", or change pull_policy`,
    )
  }
  if (policy === 'missing' || policy === 'if_not_present') {
    if (foreign !== undefined) {
      const reason = `the one on the engine is for ${foreign}, not for ${image.platform}`
      return { kind: 'pull', reason, optional: true }
    }
    return present ? undefined : { kind: 'pull', reason: 'not on the engine yet', optional: false }
  }
  return { kind: 'pull', reason: `pull policy is "${policy}"`, optional: present }
}

function decideBuild(
  service: string,
  image: DesiredImage,
  { policy, present, options }: Situation & { readonly policy: string },
): ImageAction | undefined {
  if (options.build === false) {
    if (present) return undefined
    stop(
      'build-failed',
      `service "${service}": image "${image.reference}" is not built yet, and --no-build forbids to build it`,
      'run without --no-build',
    )
  }
  if (options.build) return { kind: 'build', reason: 'asked for by --build' }
  if (policy === 'build') return { kind: 'build', reason: 'pull policy is "build"' }
  return present ? undefined : { kind: 'build', reason: 'not built yet' }
}

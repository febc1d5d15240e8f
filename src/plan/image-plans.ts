/** Images as steps: each is pulled once, equal builds are done once; and the plans of `pull` and `build`. */
import { createPlanBuilder, type PlanBuilder } from './builder.ts'
import type { DesiredImage, DesiredService, DesiredState } from './desired.ts'
import type { ImageNeed } from './images.ts'
import { labels } from './labels.ts'
import type { ObservedState } from './observed.ts'
import { stepId } from './planning.ts'
import type { ImageBuild, Plan } from './steps.ts'

/** Adds the steps of the needs; of equal builds the first is built, the others are further names of it. */
export function planImages(builder: PlanBuilder, needs: readonly ImageNeed[]): void {
  const built = new Map<string, string>()
  for (const { image, service, action } of needs) {
    const { reference, platform } = image
    const common = {
      id: stepId.image(reference),
      resource: { kind: 'image', name: reference, service },
      reason: { text: action.reason },
    } as const
    if (action.kind === 'build' && image.build) addBuild(builder, { ...common, build: image.build }, built)
    else if (action.kind === 'pull') {
      const args = { reference, optional: action.optional, ...(platform !== undefined && { platform }) }
      builder.add({ ...common, kind: 'pull-image', args })
    }
  }
}

interface BuildStep {
  readonly id: string
  readonly resource: { readonly kind: 'image'; readonly name: string; readonly service: string }
  readonly reason: { readonly text: string }
  readonly build: ImageBuild
}

/** `built`: what is built so far, by all that makes a difference. */
function addBuild(
  builder: PlanBuilder,
  { id, resource, reason, build }: BuildStep,
  built: Map<string, string>,
): void {
  const key = identityOf(build)
  const same = built.get(key)
  if (same === undefined) {
    built.set(key, build.reference)
    builder.add({ id, kind: 'build-image', resource, reason, args: build })
    return
  }
  builder.add({
    id,
    kind: 'tag-image',
    resource,
    reason: { text: `${reason.text}; the same build as "${same}"` },
    after: [stepId.image(same)],
    args: { reference: same, tag: build.reference },
  })
}

/** All of a build but the names that its image gets, and the label that says for which service it was first built. */
function identityOf({ build, platform, memory, ...image }: ImageBuild): string {
  const { tags: _, labels: _labels, ...rest } = build
  const own = Object.entries(image.labels).filter(([key]) => key !== labels.service)
  return JSON.stringify([sorted(rest), platform, memory, own.sort(byKey), [...image.tags].sort()])
}

/** With the keys of all maps in order. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  return Object.entries(value)
    .sort(byKey)
    .map(([key, below]) => [key, sorted(below)])
}

function byKey([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number {
  return one < other ? -1 : 1
}

export interface PullRequest {
  /** Services named on the command line. Empty: all. */
  readonly targets: readonly string[]
  /** Images that can be built are left out. */
  readonly ignoreBuildable?: boolean
  /** An image that cannot be pulled is a warning. */
  readonly ignoreFailures?: boolean
  /** Instead of every service's own policy. */
  readonly policy?: 'missing' | 'always' | undefined
}

/** The images of the services, each pulled once. */
export function pullPlan(desired: DesiredState, observed: ObservedState, request: PullRequest): Plan {
  const builder = createPlanBuilder(desired.project)
  const needs = desired.services.flatMap((target): ImageNeed[] => {
    const verdict = pullOf(target, observed, request)
    if ('reason' in verdict) {
      const optional = request.ignoreFailures === true
      return [{ image: target.image, service: target.name, action: { kind: 'pull', optional, ...verdict } }]
    }
    if (verdict.not !== undefined && request.targets.includes(target.name))
      builder.warn('not-pulled', `service "${target.name}" is not pulled: ${verdict.not}`)
    return []
  })
  planImages(builder, needs)
  return builder.build()
}

/** Why the image of a service is pulled, or why not; nothing is to be said where it is simply here. */
function pullOf(
  { service, image }: DesiredService,
  observed: ObservedState,
  { policy: asked, ignoreBuildable = false }: PullRequest,
): { readonly reason: string } | { readonly not: string | undefined } {
  const policy = asked ?? service.pull_policy ?? 'always'
  if (service.provider) return { not: 'a provider runs it' }
  if (service.image === undefined) return { not: 'it has no image but the one that is built' }
  if (policy === 'never' || policy === 'build') return { not: `its pull policy is "${policy}"` }
  if (service.build && ignoreBuildable) return { not: 'its image can be built' }
  const present = observed.images.has(image.reference)
  if (isMissingOnly(policy) && present && !isLatest(image.reference)) return { not: undefined }
  return { reason: present ? 'look for a newer one' : 'not on the engine yet' }
}

function isMissingOnly(policy: string): boolean {
  return policy === 'missing' || policy === 'if_not_present'
}

/** What `latest` names changes by and by, as docker compose sees it: being here does not count. */
function isLatest(reference: string): boolean {
  return !reference.includes('@') && !/:(?!latest$)[^/]+$/.test(reference)
}

export interface BuildRequest {
  readonly targets: readonly string[]
  /** Arguments over those of the files. */
  readonly args?: Readonly<Record<string, string>>
  readonly noCache?: boolean
  /** Base images are looked for in their registries. */
  readonly pull?: boolean
  /** Bytes; 0: no limit. */
  readonly memory?: number
}

/** The images of the services that have a build section, each built once. */
export function buildPlan(desired: DesiredState, request: BuildRequest): Plan {
  const builder = createPlanBuilder(desired.project)
  const needs = desired.services.flatMap(({ name, image }): ImageNeed[] => {
    const wanted = image.build && withRequest(image, image.build, request)
    if (wanted) return [{ image: wanted, service: name, action: { kind: 'build', reason: 'asked for' } }]
    if (request.targets.includes(name))
      builder.warn('not-built', `service "${name}" is not built: it has no build section`)
    return []
  })
  planImages(builder, needs)
  return builder.build()
}

function withRequest(
  image: DesiredImage,
  { build, ...rest }: ImageBuild,
  { args, noCache, pull, memory }: BuildRequest,
): DesiredImage {
  return {
    ...image,
    build: {
      ...rest,
      build: {
        ...build,
        ...(args && { args: { ...build.args, ...args } }),
        ...(noCache && { no_cache: true }),
        ...(pull && { pull: true }),
      },
      ...(memory && { memory }),
    },
  }
}

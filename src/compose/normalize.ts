/** What a document says only by leaving it out: networks, names, implied dependencies. */
import { cleanPath } from './attributes/grammar/volumes.ts'
import {
  change,
  changeAll,
  isNull,
  itemsOf,
  mapAt,
  mapItems,
  mapOf,
  mapValues,
  scalar,
  textOf,
  valueOf,
  withValue,
} from './attributes/nodes.ts'
import { nameResources } from './names.ts'
import { withDependencies } from './implied.ts'
import { resolveValues } from './unset-values.ts'
import type { Report } from './problems.ts'
import type { MapNode, Node } from './tree.ts'

export interface NormalizeContext {
  readonly projectName: string
  /** The environment of interpolation, for variables that are named without a value. */
  readonly environment: Readonly<Record<string, string>>
  /** Takes the warnings. */
  readonly report: Report
}

/** The normal form of a canonical document that has its defaults. */
export function normalize(root: MapNode, context: NormalizeContext): MapNode {
  const services = mapOf(valueOf(root, 'services'))
  const changes = serviceChanges(context)
  const normal = services
    ? withValue(
        root,
        'services',
        mapValues(services, (service) => (service.kind === 'map' ? ofService(service, changes) : service)),
      )
    : root
  return nameResources(withDefaultNetwork(normal), context.projectName)
}

type Changes = Readonly<Record<string, (node: Node) => Node>>

function serviceChanges({ environment, report }: NormalizeContext): Changes {
  return {
    pull_policy: (policy) => (textOf(policy) === 'if_not_present' ? scalar('missing', policy.span) : policy),
    build: (build) => (build.kind === 'map' ? ofBuild(build, environment, report) : build),
    environment: (node) => resolveValues(node, environment, 'keep'),
    volumes: (volumes) => (volumes.kind === 'list' ? mapItems(volumes, cleanTarget) : volumes),
  }
}

function ofService(service: MapNode, changes: Changes): MapNode {
  return withHookImages(withDependencies(withNetworks(changeAll(service, changes))))
}

/** A service that says nothing about networks joins the default one; an empty network_mode says something. */
function withNetworks(service: MapNode): MapNode {
  const named = !isAbsent(service, 'network_mode') || !isAbsent(service, 'provider')
  const networks = service.entries.get('networks')
  const size =
    networks && (networks.value.kind === 'map' ? networks.value.entries.size : itemsOf(networks.value).length)
  if (named || size) return service
  const span = networks?.keySpan ?? service.span
  return withValue(service, 'networks', mapAt(span, { default: null }))
}

function ofBuild(build: MapNode, environment: NormalizeContext['environment'], report: Report): MapNode {
  const filled = isAbsent(build, 'context') ? withValue(build, 'context', scalar('.', build.span)) : build
  const named =
    isAbsent(filled, 'dockerfile') && isAbsent(filled, 'dockerfile_inline')
      ? withValue(filled, 'dockerfile', scalar('Dockerfile', build.span))
      : filled
  return change(named, 'args', (args) =>
    resolveValues(args, environment, (name, span) =>
      report({
        severity: 'warning',
        code: 'unset-argument',
        message: `build argument "${name}" has no value here nor in the environment, so the build does not get it`,
        span,
        hint: `give it a value: ${name}=…`,
      }),
    ),
  )
}

function cleanTarget(volume: Node): Node {
  if (volume.kind !== 'map') return volume
  return change(volume, 'target', (target) => {
    const path = textOf(target) ?? ''
    const clean = path === '' ? path : cleanPath(path)
    return clean === path ? target : scalar(clean, target.span)
  })
}

/** A process before the start runs in the image of the service unless it names another. */
function withHookImages(service: MapNode): MapNode {
  const image = valueOf(service, 'image')
  if (!image || !textOf(image)) return service
  return change(service, 'pre_start', (hooks) =>
    hooks.kind === 'list'
      ? mapItems(hooks, (hook) =>
          hook.kind === 'map' && isMissing(hook, 'image') ? withValue(hook, 'image', image) : hook,
        )
      : hooks,
  )
}

function withDefaultNetwork(root: MapNode): MapNode {
  const services = mapOf(valueOf(root, 'services'))
  const user = [...(services?.entries.values() ?? [])].find(({ value }) =>
    mapOf(valueOf(mapOf(value), 'networks'))?.entries.has('default'),
  )
  const networks = mapOf(valueOf(root, 'networks'))
  if (!user || networks?.entries.has('default')) return root
  const span = user.keySpan
  return withValue(root, 'networks', withValue(networks ?? mapAt(span, {}), 'default', scalar(null, span)))
}

function isAbsent(map: MapNode, key: string): boolean {
  const value = valueOf(map, key)
  return !value || isNull(value)
}

function isMissing(map: MapNode, key: string): boolean {
  const value = valueOf(map, key)
  return !value || isNull(value) || textOf(value) === ''
}

/** Configs and secrets as a service, or a build, uses them. */
import type { ContainerBody } from '../../docker/bodies.ts'
import type { FileReference, Service } from '../service.ts'
import type { Node } from '../tree.ts'
import type { ApplyContext, Attribute } from './attribute.ts'
import { mode } from './decoders.ts'
import { itemText, textToMap } from './forms.ts'
import { mapItems, valueOf } from './nodes.ts'
import { addMount } from './write.ts'

/** `configs` and `secrets` of services. */
export const fileReferences: readonly Attribute[] = [
  {
    path: 'services.*.configs',
    effect: 'engine',
    canonical: longReferences,
    unique: target('/'),
    apply: mountConfigs,
  },
  ...parts('services.*.configs.[]'),
  {
    path: 'services.*.secrets',
    effect: 'engine',
    canonical: longReferences,
    unique: target('/run/secrets/'),
    apply: mountSecrets,
  },
  ...parts('services.*.secrets.[]'),
]

/** The records of a reference's attributes. */
export function parts(path: string): readonly Attribute[] {
  return [
    { path: `${path}.source`, effect: 'engine' },
    { path: `${path}.target`, effect: 'engine' },
    { path: `${path}.uid`, effect: 'engine' },
    { path: `${path}.gid`, effect: 'engine' },
    { path: `${path}.mode`, effect: 'engine', decode: mode },
  ]
}

/** The name of a config or secret becomes a map. */
export function longReferences(node: Node): Node {
  return node.kind === 'list' ? mapItems(node, textToMap('source')) : node
}

/** Where a config stands in the container. */
export function configTarget({ source = '', target = `/${source}` }: FileReference): string {
  return inside('/', target)
}

/** Where a secret stands in the container. */
export function secretTarget({ source = '', target = source }: FileReference): string {
  return inside('/run/secrets/', target)
}

function inside(folder: string, target: string): string {
  return target.startsWith('/') || /^[a-z]:\\|^\\\\/i.test(target) ? target : folder + target
}

/** References are the same by target, or by the target their source gives them. */
function target(folder: string): (item: Node) => string {
  return (item) => {
    if (item.kind !== 'map') return folder + itemText(item)
    const own = valueOf(item, 'target')
    return own ? itemText(own) : folder + itemText(valueOf(item, 'source') ?? item)
  }
}

function mountConfigs(service: Service, body: ContainerBody, context: ApplyContext): void {
  for (const config of service.configs ?? [])
    mountFile(body, context.configFile(config.source ?? ''), configTarget(config))
}

function mountSecrets(service: Service, body: ContainerBody, context: ApplyContext): void {
  for (const secret of service.secrets ?? [])
    mountFile(body, context.secretFile(secret.source ?? ''), secretTarget(secret))
}

function mountFile(body: ContainerBody, source: string | undefined, target: string): void {
  if (source !== undefined) addMount(body, { Type: 'bind', Source: source, Target: target, ReadOnly: true })
}

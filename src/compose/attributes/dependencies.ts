/** What a service waits for, and what runs beside its process. */
import type { Node } from '../tree.ts'
import type { Attribute } from './attribute.ts'
import { command } from './command.ts'
import { emptyObject, flag, keyValuesOrNull, optionalFlag, scalarText, text } from './decoders.ts'
import { namesToMap } from './forms.ts'
import { mapAt, mapValues, valueOf } from './nodes.ts'

/** `depends_on`, and what else must be there for a service: models, a provider. */
export const dependencies: readonly Attribute[] = [
  {
    path: 'services.*.depends_on',
    effect: 'client',
    recreates: false,
    mergeForm: (node) => namesToMap(node, dependency),
    canonical: fillConditions,
  },
  { path: 'services.*.depends_on.*.condition', effect: 'client' },
  { path: 'services.*.depends_on.*.restart', effect: 'client', cast: 'bool', decode: flag },
  { path: 'services.*.depends_on.*.required', effect: 'client', cast: 'bool', decode: optionalFlag },
  ...hook('post_start'),
  ...hook('pre_stop'),
  ...hook('pre_start'),
  { path: 'services.*.pre_start.[].image', effect: 'client' },
  { path: 'services.*.pre_start.[].per_replica', effect: 'client', decode: flag },
  {
    path: 'services.*.models',
    effect: 'client',
    mergeForm: (node) => namesToMap(node),
    canonical: (node) => namesToMap(node),
  },
  { path: 'services.*.models.*.endpoint_var', effect: 'client' },
  { path: 'services.*.models.*.model_var', effect: 'client' },
  { path: 'services.*.provider', effect: 'client' },
  { path: 'services.*.provider.type', effect: 'client', decode: text },
  { path: 'services.*.provider.options', effect: 'client', decode: optionLists },
]

function hook(name: string): readonly Attribute[] {
  return [{ path: `services.*.${name}`, effect: 'client' }, ...process(`services.*.${name}.[]`)]
}

/** The records of a process that is run in a container. */
export function process(path: string): readonly Attribute[] {
  return [
    { path: `${path}.command`, effect: 'client', decode: command },
    { path: `${path}.user`, effect: 'client' },
    { path: `${path}.privileged`, effect: 'client', decode: flag },
    { path: `${path}.working_dir`, effect: 'client' },
    { path: `${path}.environment`, effect: 'client', decode: keyValuesOrNull },
  ]
}

function dependency(item: Node): Node {
  return mapAt(item.span, { condition: 'service_started', required: true })
}

function fillConditions(node: Node): Node {
  const named = namesToMap(node, dependency)
  if (named.kind !== 'map') return node
  return mapValues(named, (value) => {
    if (value.kind !== 'map') return dependency(value)
    const missing = mapAt(value.span, {
      condition: valueOf(value, 'condition') ? undefined : 'service_started',
      required: valueOf(value, 'required') ? undefined : true,
    })
    return missing.entries.size === 0
      ? value
      : { ...value, entries: new Map([...value.entries, ...missing.entries]) }
  })
}

/** Each option of a provider is a list of texts. */
function optionLists(node: Node): unknown {
  if (node.kind !== 'map' || node.entries.size === 0) return undefined
  const object = emptyObject()
  for (const { key, value } of node.entries.values()) {
    const items = value.kind === 'list' ? value.items : [value]
    object[key] = items.flatMap((item) => (item.kind === 'scalar' ? [scalarText(item)] : []))
  }
  return object
}

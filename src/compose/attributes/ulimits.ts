/** Limits of the kernel per process, of services and builds. */
import type { Ulimit } from '../service.ts'
import type { Node } from '../tree.ts'
import type { Attribute, ReadContext } from './attribute.ts'
import { emptyObject, optionalWhole } from './decoders.ts'
import { valueOf } from './nodes.ts'

/** `ulimits` */
export const ulimits: readonly Attribute[] = [
  {
    path: 'services.*.ulimits',
    effect: 'engine',
    decode: limits,
    apply: (service, { HostConfig: host }) => {
      host.Ulimits = Object.entries(service.ulimits ?? {})
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([name, limit]) => toBody(name, limit))
    },
  },
  { path: 'services.*.ulimits.*', effect: 'engine', cast: 'int', merge: 'replace' },
  { path: 'services.*.ulimits.*.soft', effect: 'engine', cast: 'int' },
  { path: 'services.*.ulimits.*.hard', effect: 'engine', cast: 'int' },
]

/** By name, a number for both or `{soft, hard}`; zeros are left out, so that 0 for both is `{}`. */
export function limits(node: Node, context: ReadContext): unknown {
  if (node.kind !== 'map' || node.entries.size === 0) return undefined
  const object = emptyObject()
  for (const { key, value } of node.entries.values()) object[key] = limit(value, context)
  return object
}

function limit(node: Node, context: ReadContext): unknown {
  if (node.kind !== 'map') return optionalWhole(node, context) || emptyObject()
  const object = emptyObject()
  for (const name of ['soft', 'hard']) {
    const value = valueOf(node, name)
    const number = value && optionalWhole(value, context)
    if (number) object[name] = number
  }
  return object
}

function toBody(name: string, limit: Ulimit): { Name: string; Soft: number; Hard: number } {
  if (typeof limit === 'number') return { Name: name, Soft: limit, Hard: limit }
  return { Name: name, Soft: limit.soft ?? 0, Hard: limit.hard ?? 0 }
}

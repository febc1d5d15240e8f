/** Top-level networks. */
import type { ListNode, MapNode, Node } from '../tree.ts'
import type { Attribute } from './attribute.ts'
import { flag, keyValues, optionalFlag } from './decoders.ts'
import { externalName } from './external.ts'
import { beforeEquals, itemText } from './forms.ts'
import { isNull, mapOf, mergeMaps, valueOf } from './nodes.ts'

/** The section `networks`: each network of a project. */
export const networks: readonly Attribute[] = [
  { path: 'networks.*', effect: 'engine', canonical: externalName },
  { path: 'networks.*.name', effect: 'engine' },
  { path: 'networks.*.driver', effect: 'engine' },
  { path: 'networks.*.driver_opts', effect: 'engine', decode: keyValues },
  { path: 'networks.*.attachable', effect: 'engine', cast: 'bool', decode: flag },
  { path: 'networks.*.internal', effect: 'engine', cast: 'bool', decode: flag },
  {
    path: 'networks.*.enable_ipv4',
    effect: 'engine',
    since: (on) => (on === false ? '1.47' : undefined),
    cast: 'bool',
    decode: optionalFlag,
  },
  { path: 'networks.*.enable_ipv6', effect: 'engine', cast: 'bool', decode: optionalFlag },
  {
    path: 'networks.*.labels',
    effect: 'engine',
    merge: 'key-values',
    unique: beforeEquals,
    decode: keyValues,
  },
  { path: 'networks.*.external', effect: 'client', cast: 'bool', decode: flag },
  { path: 'networks.*.external.name', effect: 'client', note: 'deprecated: name beside external' },
  { path: 'networks.*.ipam.driver', effect: 'engine' },
  { path: 'networks.*.ipam.config', effect: 'engine', merge: mergePools },
  { path: 'networks.*.ipam.config.[].subnet', effect: 'engine' },
  { path: 'networks.*.ipam.config.[].ip_range', effect: 'engine' },
  { path: 'networks.*.ipam.config.[].gateway', effect: 'engine' },
  { path: 'networks.*.ipam.config.[].aux_addresses', effect: 'engine', decode: keyValues },
  { path: 'networks.*.ipam.options', effect: 'engine', unique: beforeEquals, decode: keyValues },
]

/**
 * Pools of an earlier file meet those of a later one by subnet. As in docker compose, an earlier pool without a partner is dropped,
 * and where the later pool is already there, its other attributes go into that one.
 */
function mergePools(base: Node, over: Node): Node {
  if (isNull(over)) return base
  if (base.kind !== 'list' || over.kind !== 'list') return over
  const merged: MapNode[] = []
  for (const earlier of base.items) {
    for (const later of over.items) {
      if (earlier.kind === 'map' && later.kind === 'map') meet(merged, earlier, later)
    }
  }
  return { kind: 'list', items: merged.length > 0 ? merged : over.items, span: over.span } satisfies ListNode
}

function meet(merged: MapNode[], earlier: MapNode, later: MapNode): void {
  const at = merged.findIndex((pool) => subnetOf(pool) === subnetOf(later))
  const same = subnetOf(earlier) === subnetOf(later)
  if (at === -1) merged.push(same ? mergeMaps(earlier, later) : later)
  else
    merged[at] = same
      ? mergeMaps(earlier, mapOf(merged[at]) ?? later)
      : withMissing(mapOf(merged[at]) ?? later, earlier)
}

function withMissing(pool: MapNode, other: MapNode): MapNode {
  return mergeMaps(
    { ...other, entries: new Map([...other.entries].filter(([key]) => key !== 'subnet')) },
    pool,
  )
}

function subnetOf(pool: MapNode): string {
  const subnet = valueOf(pool, 'subnet')
  return subnet ? itemText(subnet) : ''
}

/** The deploy section: resources and replicas count, what only a cluster could do does not. */
import type { ContainerBody } from '../../docker/bodies.ts'
import type { Service } from '../service.ts'
import type { Attribute } from './attribute.ts'
import {
  bytes,
  decimal,
  duration,
  float32,
  keyValues,
  natural,
  nonZeroDuration,
  optionalNatural,
  optionalWhole,
  texts,
  whole,
} from './decoders.ts'
import { addRequests, requestOf, requestParts } from './devices.ts'
import { beforeEquals } from './forms.ts'
import { put, toNumber } from './write.ts'
import { restartPolicy } from './restart.ts'

const path = 'services.*.deploy'
const resources = `${path}.resources`
const cluster = { effect: 'none', note: 'only a cluster has it' } as const

/** `deploy` */
export const deploy: readonly Attribute[] = [
  { path, effect: 'engine', apply: applyDeploy },
  { path: `${path}.mode`, ...cluster },
  { path: `${path}.endpoint_mode`, ...cluster },
  { path: `${path}.replicas`, effect: 'client', cast: 'int', recreates: false, decode: optionalWhole },
  {
    path: `${path}.labels`,
    effect: 'none',
    note: 'they are labels of a cluster service; containers take labels of the service itself',
    warn: true,
    merge: 'key-values',
    unique: beforeEquals,
    decode: keyValues,
  },
  { path: `${resources}.limits.cpus`, effect: 'engine', decode: float32 },
  { path: `${resources}.limits.memory`, effect: 'engine', decode: bytes },
  { path: `${resources}.limits.pids`, effect: 'engine', decode: whole },
  {
    path: `${resources}.reservations.cpus`,
    effect: 'none',
    note: 'the engine cannot reserve processors',
    warn: true,
    decode: float32,
  },
  { path: `${resources}.reservations.memory`, effect: 'engine', decode: bytes },
  { path: `${resources}.reservations.generic_resources`, ...cluster, warn: true },
  { path: `${resources}.reservations.generic_resources.[].discrete_resource_spec.kind`, ...cluster },
  {
    path: `${resources}.reservations.generic_resources.[].discrete_resource_spec.value`,
    ...cluster,
    decode: whole,
  },
  { path: `${resources}.reservations.devices`, effect: 'engine' },
  ...requestParts(`${resources}.reservations.devices.[]`),
  { path: `${path}.restart_policy.condition`, effect: 'engine' },
  {
    path: `${path}.restart_policy.delay`,
    effect: 'none',
    note: 'the engine chooses the delay itself',
    decode: duration,
  },
  { path: `${path}.restart_policy.max_attempts`, effect: 'engine', cast: 'int', decode: optionalNatural },
  {
    path: `${path}.restart_policy.window`,
    effect: 'none',
    note: 'the engine has no such window',
    decode: duration,
  },
  ...update('update_config'),
  ...update('rollback_config'),
  { path: `${path}.placement.constraints`, ...cluster, warn: true, decode: texts },
  { path: `${path}.placement.preferences`, ...cluster, warn: true },
  { path: `${path}.placement.preferences.[].spread`, ...cluster },
  { path: `${path}.placement.max_replicas_per_node`, ...cluster, cast: 'int', decode: natural },
]

function update(name: string): readonly Attribute[] {
  const here = `${path}.${name}`
  return [
    { path: here, effect: 'none', note: 'containers are replaced one service at a time', warn: true },
    { path: `${here}.parallelism`, ...cluster, cast: 'int', decode: optionalNatural },
    { path: `${here}.delay`, ...cluster, decode: nonZeroDuration },
    { path: `${here}.failure_action`, ...cluster },
    { path: `${here}.monitor`, ...cluster, decode: nonZeroDuration },
    { path: `${here}.max_failure_ratio`, ...cluster, cast: 'float', decode: decimal },
    { path: `${here}.order`, ...cluster },
  ]
}

/** Runs after the attributes of the service itself and goes before them. */
function applyDeploy(service: Service, body: ContainerBody): void {
  const { limits, reservations } = service.deploy?.resources ?? {}
  const host = body.HostConfig
  if (service.deploy?.restart_policy) restartPolicy(service, body)
  put(host, 'NanoCpus', limits?.cpus === undefined ? undefined : Math.round(limits.cpus * 1e9))
  put(host, 'Memory', toNumber(limits?.memory))
  if ((limits?.pids ?? 0) > 0) put(host, 'PidsLimit', limits?.pids)
  put(host, 'MemoryReservation', toNumber(reservations?.memory))
  addRequests(
    body,
    (reservations?.devices ?? []).map((device) => requestOf(device, device.capabilities ?? [])),
  )
}

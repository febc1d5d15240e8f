/** How much of the host a container gets. */
import type { HostConfig } from '../../docker/bodies.ts'
import type { Service } from '../service.ts'
import type { Attribute } from './attribute.ts'
import { bytes, flag, float32, whole } from './decoders.ts'
import { toNumber } from './write.ts'

/** Limits of memory, processors and processes. */
export const resources: readonly Attribute[] = [
  {
    path: 'services.*.cpu_count',
    effect: 'engine',
    cast: 'int64',
    decode: whole,
    apply: limit('cpu_count', 'CpuCount'),
  },
  {
    path: 'services.*.cpu_percent',
    effect: 'engine',
    cast: 'float',
    decode: float32,
    apply: limit('cpu_percent', 'CpuPercent', 100),
  },
  {
    path: 'services.*.cpu_period',
    effect: 'engine',
    cast: 'int64',
    decode: whole,
    apply: limit('cpu_period', 'CpuPeriod'),
  },
  {
    path: 'services.*.cpu_quota',
    effect: 'engine',
    cast: 'int64',
    decode: whole,
    apply: limit('cpu_quota', 'CpuQuota'),
  },
  {
    path: 'services.*.cpu_rt_period',
    effect: 'engine',
    cast: 'int64',
    decode: whole,
    apply: limit('cpu_rt_period', 'CpuRealtimePeriod'),
  },
  {
    path: 'services.*.cpu_rt_runtime',
    effect: 'engine',
    cast: 'int64',
    decode: whole,
    apply: limit('cpu_rt_runtime', 'CpuRealtimeRuntime'),
  },
  {
    path: 'services.*.cpu_shares',
    effect: 'engine',
    cast: 'int64',
    decode: whole,
    apply: limit('cpu_shares', 'CpuShares'),
  },
  {
    path: 'services.*.cpus',
    effect: 'engine',
    cast: 'float32',
    decode: float32,
    apply: limit('cpus', 'NanoCpus', 1e9),
  },
  {
    path: 'services.*.cpuset',
    effect: 'engine',
    apply: ({ cpuset }, { HostConfig: host }) => {
      if (cpuset !== undefined) host.CpusetCpus = cpuset
    },
  },
  { path: 'services.*.mem_limit', effect: 'engine', decode: bytes, apply: limit('mem_limit', 'Memory') },
  {
    path: 'services.*.mem_reservation',
    effect: 'engine',
    decode: bytes,
    apply: limit('mem_reservation', 'MemoryReservation'),
  },
  {
    path: 'services.*.mem_swappiness',
    effect: 'engine',
    decode: bytes,
    apply: limit('mem_swappiness', 'MemorySwappiness'),
  },
  {
    path: 'services.*.memswap_limit',
    effect: 'engine',
    decode: bytes,
    apply: limit('memswap_limit', 'MemorySwap'),
  },
  { path: 'services.*.shm_size', effect: 'engine', decode: bytes, apply: limit('shm_size', 'ShmSize') },
  {
    path: 'services.*.oom_kill_disable',
    effect: 'engine',
    cast: 'bool',
    decode: flag,
    apply: (service, { HostConfig: host }) => {
      if (service.oom_kill_disable) host.OomKillDisable = true
    },
  },
  {
    path: 'services.*.oom_score_adj',
    effect: 'engine',
    cast: 'int64',
    decode: whole,
    apply: limit('oom_score_adj', 'OomScoreAdj'),
  },
  {
    path: 'services.*.pids_limit',
    effect: 'engine',
    cast: 'int64',
    decode: whole,
    apply: limit('pids_limit', 'PidsLimit'),
  },
]

type NumberField = {
  [K in keyof HostConfig]-?: NonNullable<HostConfig[K]> extends number ? K : never
}[keyof HostConfig]

type Amount = {
  [K in keyof Service]-?: NonNullable<Service[K]> extends number | string ? K : never
}[keyof Service]

/** Writes a number, or a size in text, times `unit`. */
function limit(from: Amount, to: NumberField, unit = 1): NonNullable<Attribute['apply']> {
  return (service, { HostConfig: host }) => {
    const amount = service[from]
    const number = typeof amount === 'string' ? toNumber(amount) : Number(amount)
    if (number !== undefined) host[to] = Math.round(number * unit)
  }
}

/** What containers used lately: the newest samples of each, and the figures that come out of them. */

/** What the engine counted until a moment; counters grow from the container's start. */
export interface UsageSample {
  /** Seconds since the epoch. */
  readonly time: number
  /** Nanoseconds of processor time, of all processors together. */
  readonly cpu: { readonly total: number }
  /** Bytes; a limit of 0 is none. */
  readonly memory: { readonly used: number; readonly limit: number }
  /** Bytes. */
  readonly network: { readonly received: number; readonly sent: number }
  readonly block: { readonly read: number; readonly written: number }
  readonly pids: number
}

/** Figures at the moment of a sample; rates are bytes per second since the one before. */
export interface Usage {
  /** Of one processor: 250 is two and a half. */
  readonly cpuPercent: number
  readonly memory: number
  readonly memoryLimit: number
  readonly receivedRate: number
  readonly sentRate: number
  readonly readRate: number
  readonly writtenRate: number
  readonly processes: number
}

export interface UsageRings {
  readonly add: (container: string, sample: UsageSample) => void
  readonly forget: (container: string) => void
  /** Oldest first. */
  readonly of: (container: string) => readonly Usage[]
  readonly last: (container: string) => Usage | undefined
  /** Changes whenever a figure does. */
  readonly revision: () => number
}

/** Keeps the newest figures of each container, 120 unless said otherwise. */
export function createUsageRings(length = 120): UsageRings {
  const rings = new Map<string, Usage[]>()
  const before = new Map<string, UsageSample>()
  let revision = 0
  return {
    add: (container, sample) => {
      const last = before.get(container)
      before.set(container, sample)
      if (!last || sample.time <= last.time) return
      const ring = rings.get(container) ?? []
      ring.push(usageBetween(last, sample))
      if (ring.length > length) ring.shift()
      rings.set(container, ring)
      revision++
    },
    forget: (container) => {
      before.delete(container)
      if (rings.delete(container)) revision++
    },
    of: (container) => rings.get(container) ?? [],
    last: (container) => rings.get(container)?.at(-1),
    revision: () => revision,
  }
}

/** Counters that went down began anew with the container: they count from zero. */
export function usageBetween(before: UsageSample, now: UsageSample): Usage {
  const seconds = now.time - before.time
  const rate = (from: number, to: number) => (to < from ? to : to - from) / seconds
  return {
    cpuPercent: rate(before.cpu.total, now.cpu.total) / 1e7,
    memory: now.memory.used,
    memoryLimit: now.memory.limit,
    receivedRate: rate(before.network.received, now.network.received),
    sentRate: rate(before.network.sent, now.network.sent),
    readRate: rate(before.block.read, now.block.read),
    writtenRate: rate(before.block.written, now.block.written),
    processes: now.pids,
  }
}

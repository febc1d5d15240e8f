/** The engine's stream of what a container uses. */
import type { Client } from './client.ts'
import type { StatsSample } from './engine.ts'
import { segment } from './names.ts'
import { readNdjson } from './ndjson.ts'

/** Samples until the container stops: from then on the engine sends empty ones. */
export async function* containerStats(
  client: Client,
  id: string,
  signal?: AbortSignal,
): AsyncGenerator<StatsSample> {
  const { body } = await client.stream({
    method: 'GET',
    path: `/containers/${segment('container', id)}/stats`,
    query: { stream: true },
    doing: `read what container "${id}" uses`,
    signal,
  })
  for await (const answer of readNdjson<StatsAnswer>(body)) {
    const time = Date.parse(answer.read ?? '') / 1000
    if (!(time > 0)) return
    yield sampleOf(answer, time)
  }
}

/** What we read of a sample; old control groups, new ones and Podman leave out different parts. */
export interface StatsAnswer {
  /** RFC 3339; the year 1 when the container does not run. */
  readonly read?: string
  readonly pids_stats?: { readonly current?: number }
  readonly cpu_stats?: {
    readonly cpu_usage?: { readonly total_usage?: number; readonly percpu_usage?: readonly number[] | null }
    readonly system_cpu_usage?: number
    readonly online_cpus?: number
  }
  readonly memory_stats?: {
    readonly usage?: number
    readonly limit?: number
    readonly stats?: Readonly<Record<string, number>> | null
  }
  readonly networks?: Readonly<Record<string, NetworkUse>> | null
  readonly blkio_stats?: { readonly io_service_bytes_recursive?: readonly BlockUse[] | null }
}

interface NetworkUse {
  readonly rx_bytes?: number
  readonly tx_bytes?: number
}

interface BlockUse {
  /** `Read`, `Write`; small letters with new control groups. */
  readonly op?: string
  readonly value?: number
}

/** A sample in our words; what the engine does not tell is 0. */
export function sampleOf(answer: StatsAnswer, time: number): StatsSample {
  const { cpu_usage, system_cpu_usage = 0, online_cpus } = answer.cpu_stats ?? {}
  const networks = Object.values(answer.networks ?? {})
  const blocks = answer.blkio_stats?.io_service_bytes_recursive ?? []
  const bytes = (op: string) => sum(blocks.map((use) => (use.op?.toLowerCase() === op ? use.value : 0)))
  return {
    time,
    cpu: {
      total: cpu_usage?.total_usage ?? 0,
      system: system_cpu_usage,
      onlineCpus: online_cpus || cpu_usage?.percpu_usage?.length || 1,
    },
    memory: { used: memoryUsed(answer.memory_stats), limit: answer.memory_stats?.limit ?? 0 },
    network: {
      received: sum(networks.map(({ rx_bytes }) => rx_bytes)),
      sent: sum(networks.map(({ tx_bytes }) => tx_bytes)),
    },
    block: { read: bytes('read'), written: bytes('write') },
    pids: answer.pids_stats?.current ?? 0,
  }
}

/** Pages of files that nobody used lately do not count, as in `docker stats`; the two kinds of control groups name them apart. */
function memoryUsed({ usage = 0, stats }: NonNullable<StatsAnswer['memory_stats']> = {}): number {
  const cache = stats?.['total_inactive_file'] ?? stats?.['inactive_file'] ?? 0
  return cache < usage ? usage - cache : usage
}

function sum(values: readonly (number | undefined)[]): number {
  return values.reduce<number>((total, value = 0) => total + value, 0)
}

import { describe, expect, test } from 'vitest'
import { sampleOf } from '../../src/docker/stats.ts'

describe('a sample is read the same from every engine', () => {
  test('Docker with new control groups', () => {
    const answer = {
      pids_stats: { current: 3 },
      cpu_stats: { cpu_usage: { total_usage: 5_000 }, system_cpu_usage: 9_000_000, online_cpus: 4 },
      memory_stats: { usage: 1000, limit: 8000, stats: { inactive_file: 300, file: 700 } },
      networks: { eth0: { rx_bytes: 10, tx_bytes: 1 }, eth1: { rx_bytes: 20, tx_bytes: 2 } },
      blkio_stats: {
        io_service_bytes_recursive: [
          { op: 'read', value: 7 },
          { op: 'write', value: 5 },
          { op: 'read', value: 1 },
        ],
      },
    }
    expect(sampleOf(answer, 12.5)).toEqual({
      time: 12.5,
      cpu: { total: 5_000, system: 9_000_000, onlineCpus: 4 },
      memory: { used: 700, limit: 8000 },
      network: { received: 30, sent: 3 },
      block: { read: 8, written: 5 },
      pids: 3,
    })
  })

  test('Docker with old ones names the cache of all below, and operations with capitals', () => {
    const answer = {
      cpu_stats: { cpu_usage: { total_usage: 1, percpu_usage: [1, 0] } },
      memory_stats: { usage: 1000, stats: { total_inactive_file: 100, inactive_file: 300 } },
      blkio_stats: {
        io_service_bytes_recursive: [
          { op: 'Read', value: 4 },
          { op: 'Write', value: 2 },
          { op: 'Total', value: 6 },
        ],
      },
    }
    expect(sampleOf(answer, 1)).toMatchObject({
      cpu: { onlineCpus: 2 },
      memory: { used: 900 },
      block: { read: 4, written: 2 },
    })
  })

  test('Podman, and a container that has no network and has used nothing', () => {
    const answer = {
      networks: null,
      memory_stats: { usage: 5, limit: 10, stats: null },
      blkio_stats: { io_service_bytes_recursive: null },
    }
    expect(sampleOf(answer, 1)).toMatchObject({
      cpu: { total: 0, system: 0, onlineCpus: 1 },
      memory: { used: 5, limit: 10 },
      network: { received: 0, sent: 0 },
      block: { read: 0, written: 0 },
      pids: 0,
    })
  })

  test('a cache as big as all use is not taken off', () => {
    expect(sampleOf({ memory_stats: { usage: 5, stats: { inactive_file: 9 } } }, 1).memory.used).toBe(5)
  })
})

/** An engine in memory with the real one's rules: for plans that must touch nothing, for faults, and for scale. */
import { instrument } from './memory/calls.ts'
import { containerCalls } from './memory/containers.ts'
import { networkCalls } from './memory/networks.ts'
import type { MemoryEngine, MemoryOptions } from './memory/options.ts'
import { outputCalls } from './memory/output.ts'
import { changeHealth, endProcess, print } from './memory/process.ts'
import { readingCalls } from './memory/readings.ts'
import { plant } from './memory/seed.ts'
import { imageCalls, volumeCalls } from './memory/stores.ts'
import { createWorld, findContainer } from './memory/world.ts'

export type { Behaviour, Command, MemoryEngine, MemoryOptions, Terminal } from './memory/options.ts'

/** Deterministic: same calls, same ids, times and order. Restart policies are not played. */
export function createMemoryEngine(options: MemoryOptions = {}): MemoryEngine {
  const world = createWorld(options)
  plant(world, options.seed ?? {})
  const calls = {
    info: async () => ({
      apiVersion: '1.51',
      version: '28.5.2',
      os: 'linux',
      arch: 'amd64',
      builderVersion: 2,
    }),
    ...containerCalls(world),
    ...readingCalls(world),
    ...outputCalls(world),
    ...networkCalls(world),
    ...volumeCalls(world),
    ...imageCalls(world),
  }
  const named = (id: string) => findContainer(world, id, `use container "${id}"`)
  return {
    address: 'memory:',
    ...instrument(calls, options.delay ?? (async () => {})),
    exit: (id, exitCode) => endProcess(world, named(id), exitCode),
    setHealth: (id, health) => changeHealth(world, named(id), health),
    print: (id, text, stream = 'stdout') => print(world, named(id), { stream, text }),
    close: () => {
      for (const subscriber of world.subscribers) subscriber.close()
    },
  }
}

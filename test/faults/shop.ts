/** A project with something of everything, in two versions, on an engine in memory; and time that passes when nothing else happens. */
import { vi } from 'vitest'
import { createMemoryEngine, type MemoryEngine } from '../../src/docker/memory.ts'
import type { Engine } from '../../src/docker/engine.ts'
import type { Event, LoadedProject } from '../../src/index.ts'
import { load } from '../plan/rig.ts'

/** What a run is given. */
export interface Door {
  readonly engine: Engine
  readonly signal?: AbortSignal
  readonly onEvent?: (event: Event) => void
  readonly parallel?: number
}

const first = `
services:
  db:
    image: db:1
    healthcheck: {test: ready}
    volumes: ["data:/data", /scratch]
    networks: [back]
  migrate:
    image: job
    depends_on: {db: {condition: service_healthy}}
    networks: [back]
  web:
    build: {context: ${import.meta.dirname}, dockerfile_inline: FROM scratch, tags: ["web:extra"]}
    environment: {LEVEL: info}
    configs: [motd]
    networks: [front, back]
    depends_on:
      db: {condition: service_healthy, restart: true}
      migrate: {condition: service_completed_successfully}
    post_start: [{command: warm}]
    pre_stop: [{command: drain}]
  cache:
    image: cache
    volumes: [/scratch]
    networks: [front]
    pre_start: [{command: fill}]
  old: {image: cache, networks: [front]}
networks: {front: {}, back: {}}
volumes: {data: {}}
configs: {motd: {content: hello}}
`

/** Another image, another environment, a network that must be made anew, another content, a service gone, one more. */
const second = first
  .replace('db:1', 'db:2')
  .replace('LEVEL: info', 'LEVEL: debug')
  .replace('back: {}', 'back: {internal: true}')
  .replace('hello', 'goodbye')
  .replace('  old: {image: cache, networks: [front]}\n', '  mail: {image: mail, networks: [front]}\n')

/** Both versions, loaded. */
export async function versions(): Promise<{ readonly v1: LoadedProject; readonly v2: LoadedProject }> {
  return { v1: await load(first), v2: await load(second) }
}

/** An engine on which jobs and hooks end well; `delay` gets the number of calls before this one. */
export function engineForShop(delay: (calls: number) => Promise<void> = async () => {}): MemoryEngine {
  let calls = 0
  return createMemoryEngine({
    delay: async () => delay(calls++),
    behaviour: ({ name, body }) =>
      body.Image === 'job' || name.includes('pre_start') ? { exitCode: 0, output: [] } : {},
  })
}

/** What the engine holds of any project, as text; images do not count. */
export async function holdings(engine: Engine): Promise<readonly string[]> {
  const everything = { labels: [] }
  const [containers, networks, volumes] = await Promise.all([
    engine.listContainers(everything),
    engine.listNetworks(everything),
    engine.listVolumes(everything),
  ])
  return [
    ...containers.map(({ name, state }) => `container ${name} ${state}`),
    ...networks.filter(({ labels }) => Object.keys(labels).length > 0).map(({ name }) => `network ${name}`),
    ...volumes.map(({ name }) => `volume ${name}`),
  ]
}

/** The volumes without a name of their own that containers have, as `holdings` says them. */
export async function anonymousVolumes(engine: Engine): Promise<readonly string[]> {
  const containers = await engine.listContainers({ labels: [] })
  const names = containers.flatMap(({ mounts }) => mounts.map(({ name = '' }) => name))
  return names.filter((name) => /^[0-9a-f]{64}$/.test(name)).map((name) => `volume ${name}`)
}

/** How long a run may take before it counts as hung, in milliseconds: a healthy one takes a hundredth. */
const limit = 30_000
/** Turns of the event loop without which no timer fires: more than any call takes. */
const patience = 5

/**
 * Waits for a run while timers are faked, and lets each timer fire as soon as nothing else goes on. Rejects with `hung` where
 * the run does not end.
 */
export async function ended<T>(running: Promise<T>): Promise<T> {
  const run = { over: false }
  const until = performance.now() + limit
  const settled = running.finally(() => (run.over = true))
  settled.catch(() => undefined)
  while (!run.over && performance.now() < until) {
    await passed(patience)
    if (!run.over) vi.advanceTimersToNextTimer()
  }
  if (!run.over) throw new Error('hung')
  return settled
}

/** Resolves after so many turns of the event loop. */
export async function passed(turns: number): Promise<void> {
  for (let left = turns; left > 0; left--) await turn()
}

async function turn(): Promise<void> {
  return new Promise((resolve) => void setImmediate(resolve))
}

import { describe, expect, test } from 'vitest'
import { createMemoryEngine } from '../src/docker/memory.ts'
import { createLatch } from '../src/util/latch.ts'
import {
  Cancelled,
  ProjectError,
  StepError,
  UsageError,
  build,
  down,
  loadProject,
  plan,
  pull,
  remove,
  restart,
  start,
  stop,
  up,
  type Engine,
  type Event,
  type FileReader,
  type LoadedProject,
} from '../src/index.ts'

const stack = `
services:
  web: {image: web, depends_on: {db: {condition: service_healthy}}}
  db: {image: db, healthcheck: {test: ready}, volumes: ["data:/data"]}
volumes: {data: {}}
`

/** A project from text, as if its file lay in `/shop`. */
async function project(text: string): Promise<LoadedProject> {
  const reader: FileReader = {
    read: async (path) =>
      path === '/shop/compose.yaml'
        ? text
        : Promise.reject(Object.assign(new Error(path), { code: 'ENOENT' })),
    kind: async (path) => (path === '/shop/compose.yaml' ? 'file' : undefined),
    real: async (path) => path,
    stdin: async () => '',
  }
  return loadProject({ cwd: '/shop', env: {}, reader })
}

describe('the library', () => {
  test('plans, brings up, has nothing left to do, and takes down', async () => {
    const engine = createMemoryEngine()
    const shop = await project(stack)
    const events: Event[] = []
    const steps = (await plan({ project: shop, engine })).steps.length
    expect(steps).toBeGreaterThan(5)
    expect(await up({ project: shop, engine, onEvent: (event) => events.push(event) })).toEqual({
      done: steps,
      skipped: 0,
    })
    expect(events.map(({ seq }) => seq)).toEqual(events.map((_, at) => at + 1))
    expect(events.filter(({ type }) => type === 'step-done')).toHaveLength(steps)
    expect((await plan({ project: shop, engine })).steps).toEqual([])
    await down({ project: shop, engine, volumes: true })
    expect(await engine.listContainers({ labels: [] })).toEqual([])
    expect(await engine.listVolumes({ labels: [] })).toEqual([])
  })

  test('lets one run at a time work on a project', async () => {
    const memory = createMemoryEngine()
    const [going, gate] = [createLatch(), createLatch()]
    // Not "memory:": such an engine is nobody else's.
    const engine: Engine = {
      ...memory,
      address: `unix:///test/${process.pid}.sock`,
      createContainer: async (spec) => {
        going.open()
        await gate.opened
        return memory.createContainer(spec)
      },
    }
    const shop = await project(stack)
    const first = up({ project: shop, engine })
    await going.opened
    await expect(down({ project: 'shop', engine, lockTimeout: 0 })).rejects.toMatchObject({ code: 'locked' })
    const events: Event[] = []
    const waits = createLatch()
    const onEvent = (event: Event) => {
      events.push(event)
      waits.open()
    }
    const second = up({ project: shop, engine, onEvent })
    await waits.opened
    gate.open()
    expect((await first).done).toBeGreaterThan(5)
    expect(await second).toEqual({ done: 0, skipped: 0 })
    expect(events[0]).toMatchObject({
      type: 'warning',
      code: 'locked',
      message: expect.stringContaining(
        `waiting for another run of project "shop": up (process ${process.pid}`,
      ),
    })
  })

  test('takes a project down by its name alone', async () => {
    const engine = createMemoryEngine()
    await up({ project: await project(stack), engine })
    expect(await down({ project: 'shop', engine })).toMatchObject({ skipped: 0 })
    expect(await engine.listContainers({ labels: [] })).toEqual([])
    expect(await engine.listVolumes({ labels: [] })).toHaveLength(1)
  })

  test('rejects with all problems of the files', async () => {
    const error = await project('services: {web: {imag: x}, db: {}}').catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(ProjectError)
    expect(error instanceof ProjectError && error.problems.length).toBeGreaterThan(1)
  })

  test('rejects with the cause when a container does not become healthy', async () => {
    const engine = createMemoryEngine({ behaviour: () => ({ health: 'unhealthy' }) })
    const error = await up({ project: await project(stack), engine }).catch((reason: unknown) => reason)
    expect(error).toBeInstanceOf(StepError)
    expect(error).toMatchObject({ code: 'unhealthy' })
  })

  test('stops when the signal aborts', async () => {
    const engine = createMemoryEngine({ behaviour: () => ({ health: 'starting' }) })
    const abort = new AbortController()
    const running = up({
      project: await project(stack),
      engine,
      signal: abort.signal,
      onEvent: (event) => event.type === 'step-started' && event.operation === 'wait' && abort.abort(),
    })
    await expect(running).rejects.toBeInstanceOf(Cancelled)
  })

  test('refuses to scale a service that is not there', async () => {
    const wanted = {
      project: await project(stack),
      engine: createMemoryEngine(),
      scale: new Map([['wbe', 2]]),
    }
    await expect(up(wanted)).rejects.toBeInstanceOf(UsageError)
  })

  test('stops, starts, restarts and removes, by project and by name alone', async () => {
    const engine = createMemoryEngine()
    const shop = await project(stack)
    const states = async () =>
      (await engine.listContainers({ labels: [] })).map(({ name, state }) => `${name} ${state}`).toSorted()
    await up({ project: shop, engine })
    expect(await stop({ project: shop, engine, services: ['web'], timeout: 1 })).toEqual({
      done: 1,
      skipped: 0,
    })
    expect(await states()).toEqual(['shop-db-1 running', 'shop-web-1 exited'])
    await start({ project: 'shop', engine, wait: true })
    expect(await states()).toEqual(['shop-db-1 running', 'shop-web-1 running'])
    expect(await restart({ project: shop, engine, services: ['db'] })).toEqual({ done: 2, skipped: 0 })
    await stop({ project: 'shop', engine, services: ['db'] })
    await remove({ project: shop, engine })
    expect(await states()).toEqual(['shop-web-1 running'])
    await remove({ project: 'shop', engine, stop: true, volumes: true })
    expect(await states()).toEqual([])
  })

  test('pulls and builds, and refuses a service that is not there', async () => {
    const engine = createMemoryEngine()
    const shop = await project(
      `services: {web: {build: {context: /, dockerfile_inline: FROM scratch}}, db: {image: db}}`,
    )
    expect(await pull({ project: shop, engine })).toEqual({ done: 1, skipped: 0 })
    expect(await engine.inspectImage('db')).toBeDefined()
    const built = build({ project: shop, engine, services: ['db'] })
    expect(await built).toEqual({ done: 0, skipped: 0 })
    for (const act of [pull, build, stop]) {
      const refused = act({ project: shop, engine, services: ['wbe'] })
      await expect(refused).rejects.toThrow('no such service: "wbe"')
    }
  })
})

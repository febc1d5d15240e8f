import { describe, expect, test } from 'vitest'
import type { ContainerBody } from '../../src/docker/bodies.ts'
import type { ContainerSummary, ImageDetails } from '../../src/docker/engine.ts'
import { createMemoryEngine } from '../../src/docker/memory.ts'
import { EngineError } from '../../src/errors.ts'
import { collect, describeContract, rejection, scenes } from './contract.ts'

const busybox: ImageDetails = {
  id: `sha256:${'b'.repeat(64)}`,
  tags: ['busybox:latest'],
  os: 'linux',
  architecture: 'amd64',
  variant: '',
  volumes: [],
  hasHealthcheck: false,
}

const body: ContainerBody = { Image: 'busybox', HostConfig: {} }

describeContract('the engine in memory', {
  prefix: 'dkr-memory',
  connect: async () =>
    createMemoryEngine({
      seed: { images: [busybox] },
      behaviour: ({ body }) =>
        Object.values(scenes).find(({ script }) => script === body.Cmd?.[2])?.behaviour ?? {},
    }),
})

describe('for tests and dry runs', () => {
  test('the same calls give the same ids and times', async () => {
    const lives = await Promise.all(
      [1, 2].map(async () => {
        const engine = createMemoryEngine({ seed: { images: [busybox] } })
        const { id } = await engine.createContainer({ name: 'web', body })
        await engine.startContainer(id)
        await engine.stopContainer(id)
        return engine.inspectContainer(id)
      }),
    )
    expect(lives[0]).toEqual(lives[1])
  })

  test('what was observed elsewhere is there, under its ids', async () => {
    const container: ContainerSummary = {
      id: 'c1',
      name: 'web',
      image: 'busybox',
      imageId: busybox.id,
      command: 'sh',
      created: 1,
      state: 'running',
      status: 'Up 2 minutes (healthy)',
      health: 'healthy',
      labels: { project: 'shop' },
      ports: [{ ip: '0.0.0.0', privatePort: 80, publicPort: 8080, type: 'tcp' }],
      mounts: [{ type: 'volume', name: 'data', source: '/x', destination: '/data' }],
      networks: { shop_default: { networkId: 'n1', ipAddress: '10.0.0.2' } },
    }
    const engine = createMemoryEngine({
      seed: {
        containers: [container],
        networks: [{ id: 'n1', name: 'shop_default', driver: 'bridge', labels: {} }],
        volumes: [{ name: 'data', driver: 'local', labels: {} }],
        images: [busybox],
      },
    })
    expect(await engine.listContainers({ labels: ['project=shop'] })).toMatchObject([
      { id: 'c1', health: 'healthy' },
    ])
    expect(await rejection(engine.removeNetwork('n1'))).toMatchObject({ status: 403 })
    expect(await rejection(engine.removeVolume('data'))).toMatchObject({ status: 409 })
    const PortBindings = { '80/tcp': [{ HostPort: '8080' }] }
    await engine.createContainer({
      name: 'other',
      body: { ...body, ExposedPorts: { '80/tcp': {} }, HostConfig: { PortBindings } },
    })
    expect(await rejection(engine.startContainer('other'))).toMatchObject({ code: 'port-taken' })
    await engine.stopContainer('web')
    await engine.startContainer('other')
  })

  test('calls are recorded in their order with what they are about', async () => {
    const engine = createMemoryEngine()
    await engine.createNetwork({ Name: 'net' })
    await collect(engine.pullImage({ reference: 'redis:7' }))
    await engine.createContainer({ name: 'cache', body: { ...body, Image: 'redis:7' } })
    await engine.startContainer('cache')
    expect(engine.calls.map(({ method, subject }) => `${method} ${subject}`)).toEqual([
      'createNetwork net',
      'pullImage redis:7',
      'createContainer cache',
      'startContainer cache',
    ])
  })

  test('a fault takes the place of a call, or hits after its effect, until it is taken away', async () => {
    const engine = createMemoryEngine({ seed: { images: [busybox] } })
    const broken = new EngineError('engine-unreachable', 'the connection broke')
    const repair = engine.fail('createContainer', ({ subject }) => subject === 'web', broken)
    await expect(engine.createContainer({ name: 'web', body })).rejects.toBe(broken)
    await engine.createContainer({ name: 'db', body })
    repair()
    await engine.createContainer({ name: 'web', body })
    engine.fail('startContainer', () => true, { after: broken })
    await expect(engine.startContainer('web')).rejects.toBe(broken)
    expect(await engine.inspectContainer('web')).toMatchObject({ state: 'running' })
  })

  test('a call that hangs ends with the reason of the abort', async () => {
    const engine = createMemoryEngine()
    engine.fail('listVolumes', () => true, 'hang')
    const stop = new AbortController()
    const hanging = engine.listVolumes({ labels: [] }, stop.signal)
    const reason = new Error('stop')
    stop.abort(reason)
    await expect(hanging).rejects.toBe(reason)
  })

  test('calls take the time they are told to', async () => {
    const order: string[] = []
    const gates = new Map<string, () => void>()
    const engine = createMemoryEngine({
      delay: ({ subject }) => new Promise<void>((resolve) => void gates.set(subject, resolve)),
    })
    const first = engine.createNetwork({ Name: 'first' }).then(() => order.push('first'))
    const second = engine.createNetwork({ Name: 'second' }).then(() => order.push('second'))
    gates.get('second')?.()
    await second
    gates.get('first')?.()
    await first
    expect(order).toEqual(['second', 'first'])
  })

  test('equal builds make equal images, and a tag moves to the newest', async () => {
    const engine = createMemoryEngine()
    const request = { context: emptyContext(), dockerfile: 'Dockerfile', tags: ['app:1'] }
    const build = async (args: Record<string, string>) => {
      await collect(engine.buildImage({ ...request, args }))
      return (await engine.inspectImage('app:1'))?.id
    }
    const [one, again, two] = [await build({ A: '1' }), await build({ A: '1' }), await build({ A: '2' })]
    expect(again).toBe(one)
    expect(two).not.toBe(one)
  })

  test('failures of pulls, builds and starts can be told', async () => {
    const engine = createMemoryEngine({
      seed: { images: [busybox] },
      registry: () => undefined,
      builder: () => ({ error: 'process "/bin/sh -c false" did not complete successfully: exit code: 1' }),
      behaviour: () => ({ startError: 'exec: "nope": executable file not found in $PATH' }),
    })
    expect(await rejection(collect(engine.pullImage({ reference: 'x' })))).toMatchObject({
      code: 'pull-failed',
    })
    const request = { context: emptyContext(), dockerfile: 'Dockerfile', tags: ['app:1'] }
    expect(await rejection(collect(engine.buildImage(request)))).toMatchObject({ code: 'build-failed' })
    await engine.createContainer({ name: 'web', body })
    expect(await rejection(engine.startContainer('web'))).toMatchObject({ status: 400 })
    expect(await engine.inspectContainer('web')).toMatchObject({ state: 'created', exitCode: 127 })
  })

  test('a process that ignores its stop signal is given its grace period first', async () => {
    const waited: unknown[] = []
    const engine = createMemoryEngine({
      seed: { images: [busybox] },
      behaviour: () => ({ ignoredSignals: ['USR1'] }),
      delay: async ({ method, args }) => void (method === 'grace' && waited.push(args[0])),
    })
    const deaf = { ...body, StopSignal: 'SIGUSR1', StopTimeout: 3 }
    await engine.createContainer({ name: 'web', body: deaf })
    await engine.startContainer('web')
    await engine.killContainer('web', { signal: '10' })
    expect(await engine.inspectContainer('web')).toMatchObject({ state: 'running' })
    await engine.stopContainer('web')
    expect(await engine.inspectContainer('web')).toMatchObject({ state: 'exited', exitCode: 137 })
    await engine.startContainer('web')
    await engine.stopContainer('web', { timeout: 7 })
    expect(waited).toEqual([3, 7])
    await engine.startContainer('web')
    await engine.killContainer('web', { signal: 'SIGTERM' })
    expect(await engine.inspectContainer('web')).toMatchObject({ exitCode: 143 })
  })

  test('a container can be ended, made ill and made to print', async () => {
    const engine = createMemoryEngine({ seed: { images: [busybox] } })
    await engine.createContainer({ name: 'web', body: { ...body, Healthcheck: { Test: ['CMD', 'x'] } } })
    await engine.startContainer('web')
    const logs = collect(engine.containerLogs('web', { follow: true }))
    await engine.inspectContainer('web')
    engine.print('web', 'hello\n')
    engine.setHealth('web', 'unhealthy')
    expect(await engine.inspectContainer('web')).toMatchObject({ health: 'unhealthy' })
    engine.exit('web', 9)
    expect(await engine.inspectContainer('web')).toMatchObject({ state: 'exited', exitCode: 9 })
    expect((await logs).map(({ data }) => Buffer.from(data).toString())).toEqual(['hello\n'])
  })
})

async function* emptyContext(): AsyncGenerator<Uint8Array> {}

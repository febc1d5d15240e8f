import { describe, expect, test } from 'vitest'
import { createMemoryEngine, type MemoryEngine } from '../../src/docker/memory.ts'
import { refusalError } from '../../src/docker/failures.ts'
import { anotherRun, namingHolder, namingPublisher, overLeftover } from '../../src/execute/conflicts.ts'

async function engineWith(name: string, project?: string): Promise<MemoryEngine> {
  const engine = createMemoryEngine({})
  for await (const _ of engine.pullImage({ reference: 'busybox' })) void _
  const labels = project === undefined ? {} : { 'com.docker.compose.project': project }
  const ports = { PortBindings: { '80/tcp': [{ HostIp: '', HostPort: '8080' }] } }
  await engine.createContainer({
    name,
    body: { Image: 'busybox', Labels: labels, ExposedPorts: { '80/tcp': {} }, HostConfig: ports },
  })
  await engine.startContainer(name)
  return engine
}

const going = new AbortController().signal

describe('a name that is taken', () => {
  const taken = async (engine: MemoryEngine, signal = going) =>
    namingHolder(engine.createContainer({ name: 'shop-web-1', body: { Image: 'busybox', HostConfig: {} } }), {
      engine,
      signal,
      name: 'shop-web-1',
      project: 'shop',
    })

  test('by a container of the same project: another run is at work', async () => {
    await expect(taken(await engineWith('shop-web-1', 'shop'))).rejects.toMatchObject({
      code: 'locked',
      message: 'another run is at work on this project: it has made container "shop-web-1" meanwhile',
      hint: expect.stringContaining('run the command again'),
    })
  })

  test.each([
    ['other', 'a container of project "other"'],
    [undefined, 'a container outside any project'],
  ])('by one of project %s: the holder is named', async (project, words) => {
    await expect(taken(await engineWith('shop-web-1', project))).rejects.toMatchObject({
      code: 'engine-failed',
      message: expect.stringContaining(`the name "shop-web-1" is taken by ${words}, which is running`),
      hint: expect.stringContaining('container_name'),
    })
  })

  test('by whom is not asked of an engine that hangs, once the run was cut short', async () => {
    const engine = await engineWith('shop-web-1', 'other')
    engine.fail('inspectContainer', () => true, 'hang')
    const stop = new AbortController()
    const refused = taken(engine, stop.signal)
    stop.abort()
    await expect(refused).rejects.toMatchObject({ code: 'engine-failed', status: 409 })
  })
})

describe('a port that is taken', () => {
  const refused = () =>
    Promise.reject(
      refusalError({
        doing: 'start container "shop-web-1"',
        text: 'Bind for 0.0.0.0:8080 failed: port is already allocated',
      }),
    )

  test.each([
    ['other', ' by container "holder" of project "other"', /gantry -p other stop/],
    [undefined, ' by container "holder"', /docker stop holder/],
  ])('by a container of project %s: it is named', async (project, words, hint) => {
    const engine = await engineWith('holder', project)
    await expect(namingPublisher(refused(), { engine, signal: going })).rejects.toMatchObject({
      code: 'port-taken',
      message: `cannot start container "shop-web-1": port 8080 is already taken${words}`,
      hint: expect.stringMatching(hint),
    })
  })

  test('by no container: the engine has the last word', async () => {
    await expect(
      namingPublisher(refused(), { engine: createMemoryEngine({}), signal: going }),
    ).rejects.toMatchObject({
      hint: expect.stringContaining('ss -ltnp'),
    })
  })
})

test('what another run made has an exit code of its own', () => {
  const cause = refusalError({
    doing: 'create network "n"',
    text: 'network with name n already exists',
    status: 409,
  })
  expect(anotherRun('network "n"', cause)).toMatchObject({ code: 'locked', status: 409, cause })
})

describe('a name that is taken, for who is alone at work', () => {
  const create = async (engine: MemoryEngine) =>
    overLeftover(
      async () => engine.createContainer({ name: 'shop-web-1', body: { Image: 'busybox', HostConfig: {} } }),
      { engine, signal: going, name: 'shop-web-1', project: 'shop' },
    )
  const labels = { 'com.docker.compose.project': 'shop', 'gantry.definition': '{}' }

  async function holder(own: Readonly<Record<string, string>>): Promise<MemoryEngine> {
    const engine = createMemoryEngine({})
    for await (const _ of engine.pullImage({ reference: 'busybox' })) void _
    await engine.createContainer({
      name: 'shop-web-1',
      body: { Image: 'busybox', Labels: own, HostConfig: {} },
    })
    return engine
  }

  test('by one that a killed run had asked for: it gives way', async () => {
    const engine = await holder(labels)
    const before = (await engine.inspectContainer('shop-web-1')).id
    expect((await create(engine)).id).not.toBe(before)
    expect((await engine.inspectContainer('shop-web-1')).labels).toEqual({})
  })

  test('by one that has run, or that is not ours: it stays', async () => {
    const started = await holder(labels)
    await started.startContainer('shop-web-1')
    const foreign = await holder({ 'com.docker.compose.project': 'shop' })
    for (const engine of [started, foreign]) {
      await expect(create(engine)).rejects.toMatchObject({ status: 409 })
      expect((await engine.inspectContainer('shop-web-1')).labels).not.toEqual({})
    }
  })
})

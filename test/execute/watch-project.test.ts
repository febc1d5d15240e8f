import { expect, test } from 'vitest'
import { createMemoryEngine, type MemoryEngine } from '../../src/docker/memory.ts'
import { EngineError } from '../../src/errors.ts'
import { sampleStats } from '../../src/execute/sample-stats.ts'
import { watchProject } from '../../src/execute/watch-project.ts'

const labels = { 'com.docker.compose.project': 'shop', 'com.docker.compose.service': 'web' }

async function withContainers(...names: readonly string[]): Promise<MemoryEngine> {
  const engine = createMemoryEngine()
  for await (const _ of engine.pullImage({ reference: 'app:1' }));
  for (const name of names) {
    await engine.createContainer({ name, body: { Image: 'app:1', Labels: labels, HostConfig: {} } })
    await engine.startContainer(name)
  }
  return engine
}

async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve))
}

function watching(engine: MemoryEngine) {
  const over = new AbortController()
  const seen = { states: '', lists: 0, lost: [] as (string | undefined)[], events: [] as string[] }
  const done = watchProject({
    engine,
    project: 'shop',
    signal: over.signal,
    pause: 1,
    onContainers: (containers) => {
      seen.lists++
      seen.states = containers.map(({ name, state }) => `${name} ${state}`).join(', ')
    },
    onEvent: ({ action }) => seen.events.push(action),
    onLost: (reason) => seen.lost.push(reason),
  })
  return { seen, end: async () => (over.abort(), done) }
}

test('the containers as they are, and again after each change', async () => {
  const engine = await withContainers('web')
  const { seen, end } = watching(engine)
  await until(() => seen.states === 'web running')
  engine.exit('web', 1)
  await until(() => seen.states === 'web exited')
  await engine.removeContainer('web')
  await until(() => seen.states === '')
  expect(seen.events).toContain('die')
  expect(seen.lost).toEqual([])
  await end()
})

test('many events at once are few lists', async () => {
  const names = Array.from({ length: 30 }, (_, at) => `web-${at}`)
  const engine = await withContainers(...names)
  const { seen, end } = watching(engine)
  await until(() => seen.lists === 1)
  for (const name of names) engine.exit(name, 0)
  await until(() => seen.events.length === 30 && !seen.states.includes('running'))
  expect(seen.lists).toBeLessThanOrEqual(4)
  await end()
})

test('an engine that is gone is told and waited for', async () => {
  const engine = await withContainers('web')
  const { seen, end } = watching(engine)
  await until(() => seen.lists === 1)
  const gone = new EngineError('engine-unreachable', 'cannot reach the engine')
  const back = engine.fail('events', () => true, gone)
  engine.close()
  await until(() => seen.lost.includes('cannot reach the engine'))
  engine.exit('web', 1)
  back()
  await until(() => seen.states === 'web exited')
  expect(seen.lost.at(-1)).toBeUndefined()
  await end()
})

test('a list that fails is the same as an engine that is gone', async () => {
  const engine = await withContainers('web')
  const back = engine.fail('listContainers', () => true, new EngineError('engine-failed', 'too busy'))
  const { seen, end } = watching(engine)
  await until(() => seen.lost.includes('too busy'))
  back()
  await until(() => seen.states === 'web running')
  expect(seen.lost).toEqual(['too busy', undefined])
  await end()
})

test('only what is looked at is sampled', async () => {
  const engine = await withContainers('aa', 'bb')
  const over = new AbortController()
  const samples: string[] = []
  const sampler = sampleStats({ engine, signal: over.signal, pause: 1, onSample: (id) => samples.push(id) })
  const asked = () =>
    engine.calls.filter(({ method }) => method === 'containerStats').map(({ subject }) => subject)
  sampler.want(['aa'])
  await until(() => samples.length === 1)
  sampler.want(['aa', 'bb'])
  await until(() => samples.length === 2)
  expect([samples, asked()]).toEqual([
    ['aa', 'bb'],
    ['aa', 'bb'],
  ])
  sampler.want(['bb'])
  engine.exit('aa', 0)
  await engine.startContainer('aa')
  engine.exit('bb', 0)
  await engine.startContainer('bb')
  await until(() => samples.length === 3)
  expect(samples).toEqual(['aa', 'bb', 'bb'])
  over.abort()
})

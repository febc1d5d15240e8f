import { expect, onTestFinished, test } from 'vitest'
import { createMemoryEngine } from '../../src/docker/memory.ts'
import type { EventBody } from '../../src/events.ts'
import { createFollower } from '../../src/execute/follow.ts'
import { followStates } from '../../src/execute/states.ts'

/** A container of the project that was created and is attached to. */
async function rig() {
  const engine = createMemoryEngine()
  const ending = new AbortController()
  onTestFinished(() => ending.abort())
  for await (const _ of engine.pullImage({ reference: 'busybox' })) void _
  const body = { Image: 'busybox', Labels: { 'com.docker.compose.project': 'shop' }, HostConfig: {} }
  await engine.createContainer({ name: 'web', body })
  const told: EventBody['type'][] = []
  const follower = createFollower({
    engine,
    states: followStates(engine, 'shop', ending.signal),
    emit: ({ type }) => void told.push(type),
    signal: ending.signal,
  })
  await follower.attach('web', 'web')
  return { engine, follower, told }
}

test('last words are waited for until the end of a container has been told', async () => {
  const { engine, follower, told } = await rig()
  await engine.startContainer('web')
  const over = follower.lastWords(['web']).then(() => [...told])
  await engine.killContainer('web')
  expect(await over).toContain('container-exited')
})

test('nobody waits for the last words of what was not attached to', async () => {
  const { follower } = await rig()
  const first = await Promise.race([
    follower.lastWords(['other']).then(() => 'at once'),
    new Promise((resolve) => setImmediate(() => resolve('later'))),
  ])
  expect(first).toBe('at once')
})

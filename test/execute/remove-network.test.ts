import { expect, test } from 'vitest'
import { EngineError } from '../../src/errors.ts'
import { world } from '../plan/rig.ts'

const inUse = (name: string) =>
  new EngineError(
    'engine-failed',
    `network shop_default has active endpoints (name:"${name}" id:"e9f1dc3c3230")`,
    {
      status: 403,
    },
  )

test('an endpoint of a container that is gone does not keep its network', async () => {
  const { engine, up, down, run } = world()
  await up('services: {web: {image: x}}')
  const taken = await down()
  let refusals = 1
  engine.fail('removeNetwork', () => refusals-- > 0, inUse('shop-web-1'))
  const disconnected: unknown[] = []
  engine.disconnectNetwork = async (_, request) => void disconnected.push(request)
  expect(await run(taken)).toMatchObject({ failures: [] })
  expect(disconnected).toEqual([{ container: 'shop-web-1', force: true }])
  expect(await engine.listNetworks({ labels: ['com.docker.compose.project=shop'] })).toEqual([])
})

test('a network that strangers use stays, and they are named', async () => {
  const { engine, up, down, run, events } = world()
  await up('services: {web: {image: x}}')
  const taken = await down()
  const networking = { EndpointsConfig: { shop_default: {} } }
  await engine.createContainer({
    name: 'stranger',
    body: { Image: 'x', HostConfig: { NetworkMode: 'shop_default' }, NetworkingConfig: networking },
  })
  await engine.startContainer('stranger')
  engine.fail('removeNetwork', () => true, inUse('stranger'))
  expect(await run(taken)).toMatchObject({ failures: [] })
  expect(events.find((event) => event.type === 'warning')).toMatchObject({
    code: 'network-in-use',
    message: 'network "shop_default" stays: container "stranger", outside the project, still uses it',
  })
})

test('a network that the engine cannot free of such an endpoint stays, and the cure is told', async () => {
  const { engine, up, down, run, events } = world()
  await up('services: {web: {image: x}}')
  const taken = await down()
  engine.fail('removeNetwork', () => true, inUse('shop-web-1'))
  expect(await run(taken)).toMatchObject({ failures: [] })
  expect(events.find((event) => event.type === 'warning')).toMatchObject({
    message: expect.stringMatching(/still counts "shop-web-1", which is gone.*restart of the engine/),
  })
})

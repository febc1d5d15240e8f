import { describe, expect, test } from 'vitest'
import { checkPorts } from '../../src/execute/check-ports.ts'
import { portsIn } from '../../src/execute/host-ports.ts'
import { collides, takersOf, wantedPorts } from '../../src/execute/published-ports.ts'
import { text, world } from '../plan/rig.ts'

const file = (port: string) => `services: {web: {image: nginx, ports: ["${port}"]}}`

/** A stack of another project that publishes port 8080 of the host, and an engine that lists it. */
async function occupied(port = '8080:80') {
  const rig = world({ now: () => 1_000_000 })
  for await (const _ of rig.engine.pullImage({ reference: 'nginx' })) void _
  const [host = '', target = ''] = port.split(':')
  await rig.engine.createContainer({
    name: 'other-api-1',
    body: {
      Image: 'nginx',
      Labels: { 'com.docker.compose.project': 'other', 'com.docker.compose.service': 'api' },
      ExposedPorts: { [`${target}/tcp`]: {} },
      HostConfig: { PortBindings: { [`${target}/tcp`]: [{ HostIp: '', HostPort: host }] } },
    },
  })
  await rig.engine.startContainer('other-api-1')
  const check = async (yaml: string, more = {}) =>
    checkPorts(await rig.plan(yaml, more), {
      engine: rig.engine,
      signal: new AbortController().signal,
      now: () => new Date(1_000_000_000 + 3 * 3600_000),
    })
  return { ...rig, check }
}

describe('a taken port', () => {
  test('is told before anything is made, with its owner and what to do', async () => {
    const { check } = await occupied()
    await expect(check(file('8080:80'))).rejects.toMatchObject({
      code: 'port-taken',
      message:
        'port 8080, which service "web" publishes, is already taken by container "other-api-1" of project "other", service "api", created 3 h ago',
      hint: 'stop it ("gantry -p other down"), or publish another port',
    })
  })

  test.each([
    ['another port', '8081:80'],
    ['another protocol', '8080:80/udp'],
    ['a port that the engine chooses', '80'],
    ['a range that has room', '8080-8081:80'],
  ])('is not in the way of %s', async (_, port) => {
    const { check } = await occupied()
    await expect(check(file(port))).resolves.toBeUndefined()
  })

  test('is in the way of a range when the whole of it is taken', async () => {
    const { check } = await occupied()
    await expect(check(file('8080-8080:80'))).rejects.toThrow('port 8080')
  })

  test('is not looked for when no new container publishes one, or is only created', async () => {
    const { check, engine } = await occupied()
    const before = engine.calls.filter(({ method }) => method === 'listContainers').length
    await check('services: {web: {image: nginx}}')
    await check(file('8080:80'), { start: false })
    const lists = engine.calls.filter(({ method }) => method === 'listContainers').length
    expect(lists - before).toBe(2)
  })
})

describe('a fixed port of a service with several containers', () => {
  const two = `services: {web: {image: nginx, ports: ["8080:80"], scale: 2}}`
  const hint = expect.stringContaining('publish a range for the others')
  const now = () => new Date(1_000_000_000)

  test('is refused before the first of them is made', async () => {
    const { plan, engine } = world()
    const checked = checkPorts(await plan(two), { engine, signal: new AbortController().signal, now })
    await expect(checked).rejects.toMatchObject({
      code: 'port-taken',
      message:
        'port 8080, which service "web" publishes, cannot be had by both "shop-web-1" and "shop-web-2"',
      hint,
    })
  })

  test('is refused when the second comes later, and nobody is told to stop the first', async () => {
    const { up, plan, engine } = world()
    await up(file('8080:80'))
    const checked = checkPorts(await plan(two), { engine, signal: new AbortController().signal, now })
    await expect(checked).rejects.toMatchObject({ code: 'port-taken', hint })
  })
})

test('a container that is replaced keeps its port to itself', async () => {
  const { up, plan, engine } = world()
  await up(file('8080:80'))
  const changed = await plan(`services: {web: {image: nginx, ports: ["8080:80"], environment: {A: b}}}`)
  const signal = new AbortController().signal
  await expect(checkPorts(changed, { engine, signal, now: () => new Date() })).resolves.toBeUndefined()
})

test('one taken port for each is told, all at once', async () => {
  const { check } = await occupied()
  const yaml = text`
    services:
      a: {image: nginx, ports: ["8080:80"]}
      b: {image: nginx, ports: ["127.0.0.1:8080:90"]}
  `
  await expect(check(yaml)).rejects.toThrow(/service "a".*\n.*service "b"/)
})

describe('addresses', () => {
  test.each([
    ['', '127.0.0.1', true],
    ['127.0.0.1', '0.0.0.0', true],
    ['127.0.0.1', '127.0.0.1', true],
    ['127.0.0.1', '10.0.0.1', false],
    ['::', '10.0.0.1', true],
  ])('%j and %j: %s', (ip, other, expected) => {
    expect(collides({ ip, protocol: 'tcp' }, { ip: other, protocol: 'tcp' })).toBe(expected)
  })

  test('a range is taken when each of its ports is', () => {
    const wanted = { service: 'a', container: 'a-1', ip: '', first: 1, last: 2, protocol: 'tcp' }
    const used = (port: number) => ({ ip: '', port, protocol: 'tcp' })
    expect(takersOf(wanted, [used(1)])).toBeUndefined()
    expect(takersOf(wanted, [used(2), used(1)])).toHaveLength(2)
  })
})

test("the kernel's table of sockets is read: address, port, state, inode", () => {
  const table = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F90 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0 100 0 0 10 0
   1: 00000000:0016 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 12 1 0 100 0 0 10 0
   2: 0100007F:9999 0100007F:1F90 01 00000000:00000000 00:00000000 00000000     0        0 13 1 0 100 0 0 10 0
`
  expect(portsIn(table, { protocol: 'tcp', state: '0A' })).toEqual([
    { ip: '127.0.0.1', port: 8080, protocol: 'tcp', inode: '4711' },
    { ip: '', port: 22, protocol: 'tcp', inode: '12' },
  ])
  const six = `h
   0: 0000000000000000FFFF00000100007F:1F90 0:0 0A 0:0 0:0 0 0 0 9 1
   1: 00000000000000000000000001000000:1F91 0:0 0A 0:0 0:0 0 0 0 8 1
`
  expect(portsIn(six, { protocol: 'tcp', state: '0A' }).map(({ ip }) => ip)).toEqual(['127.0.0.1', '::1'])
})

test('only what the plan starts counts', async () => {
  const { plan } = world()
  const wanted = wantedPorts(await plan(file('127.0.0.1:8000-8001:80/udp')))
  expect(wanted).toEqual([
    { service: 'web', container: 'shop-web-1', ip: '127.0.0.1', first: 8000, last: 8001, protocol: 'udp' },
  ])
})

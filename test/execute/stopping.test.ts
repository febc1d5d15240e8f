import { describe, expect, test } from 'vitest'
import { createMemoryEngine, type Behaviour } from '../../src/docker/memory.ts'
import type { ContainerBody } from '../../src/docker/bodies.ts'
import { findDeafness } from '../../src/execute/deaf.ts'
import { signalsIn, signalsInTable } from '../../src/execute/first-process.ts'
import { hears } from '../../src/execute/signals.ts'
import { signalNumber } from '../../src/util/signals.ts'
import { world } from '../plan/rig.ts'

const mask = (...signals: readonly number[]) =>
  signals.reduce((bits, signal) => bits | (1n << BigInt(signal - 1)), 0n)
const asleep = { caught: 0n, blocked: 0n, sleepsIn: 'do_wait', program: 'sh' }

describe('the first process of a container', () => {
  test.each([
    ['has a handler', { caught: mask(15) }, true],
    ['has blocked the signal to read it later', { blocked: mask(15) }, true],
    ['waits for signals', { sleepsIn: 'do_sigtimedwait.isra.0' }, true],
    ['is an init that passes signals on', { program: 'tini' }, true],
    ['handles others only', { caught: mask(2, 17) }, false],
  ])('%s', (_, more, heard) => {
    expect(hears({ ...asleep, ...more }, 15)).toBe(heard)
  })

  test('cannot help hearing SIGKILL', () => {
    expect(hears(asleep, 9)).toBe(true)
  })
})

test.each([
  ['SIGTERM', 15],
  ['term', 15],
  ['QUIT', 3],
  ['15', 15],
  ['SIGWINCH', 28],
  ['SIGRTMIN', 34],
  ['RTMIN+3', 37],
  ['SIGRTMAX-1', 63],
  ['RTMAX', 64],
  ['99', undefined],
  ['SIGNOTHING', undefined],
])('%s is signal %s', (name, number) => {
  expect(signalNumber(name)).toBe(number)
})

describe('what the kernel says', () => {
  const status = (pids: string, state = 'S (sleeping)') =>
    `Name:\tpython\nState:\t${state}\nNSpid:\t${pids}\nSigBlk:\t0000000000000000\nSigIgn:\t0000000001001000\nSigCgt:\t0000000000000002\n`

  test('is read from /proc for the first process of its own namespace only', () => {
    expect(signalsIn(status('21950\t1'), 'hrtimer_nanosleep')).toEqual({
      caught: 2n,
      blocked: 0n,
      sleepsIn: 'hrtimer_nanosleep',
      program: 'python',
    })
    expect(signalsIn(status('21950\t7'), 'hrtimer_nanosleep')).toBeUndefined()
  })

  test.each(['0', '', '-', '?'])('says nothing where it hides what the process does ("%s")', (sleepsIn) => {
    expect(signalsIn(status('21950\t1'), sleepsIn)).toBeUndefined()
  })

  test('is all there is to know of a process that runs at this moment', () => {
    expect(signalsIn(status('21950\t1', 'R (running)'), '0')).toMatchObject({ caught: 2n, sleepsIn: '' })
  })

  test('is found in the table of processes by the pid', () => {
    const zero = '0000000000000000'
    const processes = [
      ['9', zero, zero, 'S', 'do_wait', 'other'],
      ['7', '0000000000004000', zero, 'Ss', 'do_wait', 'my app'],
    ]
    expect(signalsInTable({ titles: [], processes }, 7)).toMatchObject({
      caught: mask(15),
      program: 'my app',
    })
    expect(signalsInTable({ titles: [], processes }, 0)).toBeUndefined()
    expect(signalsInTable({ titles: [], processes: [['7', '-', '-', '-', '-', 'x']] }, 7)).toBeUndefined()
  })
})

describe('deafness', () => {
  async function find(
    behaviour: Behaviour,
    { timeout, ...body }: Partial<ContainerBody> & { timeout?: number } = {},
  ) {
    const engine = createMemoryEngine({ behaviour: () => behaviour })
    for await (const _ of engine.pullImage({ reference: 'busybox' })) void _
    await engine.createContainer({ name: 'web', body: { Image: 'busybox', HostConfig: {}, ...body } })
    await engine.startContainer('web')
    const found = await findDeafness(engine, 'web', { timeout, signal: new AbortController().signal })
    return { found, calls: engine.calls.map(({ method }) => method).slice(3) }
  }
  const deaf: Behaviour = { ignoredSignals: ['SIGTERM'] }

  test('is found for the signal that the container is stopped with', async () => {
    expect((await find(deaf)).found).toEqual({ signal: 'SIGTERM', program: 'sh' })
    expect((await find({})).found).toBeUndefined()
    expect((await find({ ignoredSignals: ['SIGQUIT'] }, { StopSignal: 'SIGQUIT' })).found?.signal).toBe(
      'SIGQUIT',
    )
    expect((await find(deaf, { StopSignal: 'SIGQUIT' })).found).toBeUndefined()
  })

  test.each([
    ['the engine gives it an init', { HostConfig: { Init: true } }],
    ['it shares the namespace of processes with the host', { HostConfig: { PidMode: 'host' } }],
    ['its own grace period is short', { StopTimeout: 1 }],
  ])('is not looked for where %s', async (_, body) => {
    const { found, calls } = await find(deaf, body)
    expect([found, calls]).toEqual([undefined, ['rawContainer']])
  })

  test('costs nothing where the grace period was given and is short', async () => {
    expect(await find(deaf, { timeout: 1 })).toEqual({ found: undefined, calls: [] })
  })
})

test('a stack that ignores its stop signal goes at once, which is said once a service', async () => {
  const graces: string[] = []
  const { up, down, run, engine, events } = world({
    behaviour: ({ name }) => (name.includes('deaf') ? { ignoredSignals: ['SIGTERM'] } : {}),
    delay: async ({ method, args }) => {
      if (method === 'grace') graces.push(String(args[0]))
    },
  })
  await up('services: {deaf: {image: x, scale: 3}, other: {image: x}}')
  const { failures } = await run(await down())
  expect(failures).toEqual([])
  expect(graces).toEqual(['0', '0', '0'])
  const warnings = events.filter((event) => event.type === 'warning')
  expect(warnings).toMatchObject([
    {
      code: 'stop-signal-unheard',
      message: expect.stringMatching(/service "deaf".*SIGTERM.*init: true.*--full-grace/),
    },
  ])
  expect(await engine.listContainers({ labels: [] })).toEqual([])
})

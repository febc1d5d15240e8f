import { describe, expect, test } from 'vitest'
import type { ContainerDetails } from '../../src/docker/engine.ts'
import { createMemoryEngine, type Behaviour } from '../../src/docker/memory.ts'
import { examine, waitingFor } from '../../src/execute/autopsy.ts'
import { judge } from '../../src/execute/judge.ts'
import { secretsIn } from '../../src/execute/secrets.ts'
import type { Wait } from '../../src/plan/steps.ts'
import { text, world } from '../plan/rig.ts'

async function examined(behaviour: Behaviour, changes: Partial<ContainerDetails> = {}, env: string[] = []) {
  const engine = createMemoryEngine({ behaviour: () => behaviour })
  for await (const _ of engine.pullImage({ reference: 'busybox' })) void _
  const body = { Image: 'busybox', Env: env, HostConfig: {}, Healthcheck: { Test: ['CMD', 'true'] } }
  await engine.createContainer({ name: 'db', body })
  await engine.startContainer('db')
  const details = { ...(await engine.inspectContainer('db')), ...changes }
  return examine({ engine, details })
}

describe('an autopsy', () => {
  test('tells how the process ended, since when, and its last lines, secrets masked', async () => {
    const output = [{ stream: 'stderr' as const, text: 'postgres://u:hush@db\nthe password is hunter22\n' }]
    const found = await examined(
      { output, exitCode: 1 },
      { state: 'exited', exitCode: 127, finishedAt: '2026-11-21T12:00:00Z' },
      ['DB_PASSWORD=hunter22'],
    )
    expect(found).toMatchObject({
      since: '2026-11-21T12:00:00Z',
      exit: { code: 127, meaning: 'its command was not found', oomKilled: false },
      log: ['postgres://u:***@db', 'the password is ***'],
      advice: [expect.stringContaining('"command"')],
    })
  })

  test.each([
    { why: 'memory', changes: { state: 'exited', oomKilled: true, exitCode: 137 }, says: /mem_limit/ },
    { why: 'a missing right', changes: { state: 'exited', exitCode: 126 }, says: /chmod/ },
    { why: 'a kill', changes: { state: 'exited', exitCode: 137 }, says: /killed it/ },
    {
      why: 'a check without its program',
      changes: { health: 'unhealthy', healthLog: [{ exitCode: 127, output: 'curl: not found' }] },
      says: /must be in the image/,
    },
    {
      why: 'a slow check',
      changes: { health: 'unhealthy', healthLog: [{ exitCode: -1, output: 'timed out' }] },
      says: /timeout/,
    },
    {
      why: 'a check that fails',
      changes: { health: 'unhealthy', healthLog: [{ exitCode: 1, output: 'no' }] },
      says: /start_period/,
    },
  ] as const)('knows what to do about $why', async ({ changes, says }) => {
    const { advice = [] } = await examined({}, changes)
    expect(advice.join()).toMatch(says)
  })

  test('holds what the health check said itself', async () => {
    const healthLog = [{ exitCode: 1, output: 'no response\nbye\n' }]
    expect((await examined({}, { health: 'unhealthy', healthLog })).health).toEqual(['no response', 'bye'])
  })
})

test('those that waited for a step are the services after it, however far', async () => {
  const plan = await world().plan(text`
    services:
      db: {image: a, healthcheck: {test: "true"}}
      api: {image: a, depends_on: {db: {condition: service_healthy}}}
      web: {image: a, depends_on: [api]}
      alone: {image: a}
  `)
  const wait = plan.steps.find(({ kind }) => kind === 'wait')
  expect(wait && waitingFor(plan, wait)).toEqual(['api', 'web'])
})

test('values of variables with secret-looking names are secrets, short ones and others are not', () => {
  expect(secretsIn(['DB_PASSWORD=hunter22', 'TOKEN=a=b=c', 'PORT=8080', 'PASS=abc', 'EMPTY'])).toEqual([
    'hunter22',
    'a=b=c',
  ])
})

describe('what a state means to those who wait', () => {
  const wait = (condition: Wait['condition']): Wait => ({
    service: 'x',
    condition,
    containers: ['x'],
    required: true,
  })
  const base = { restarts: 0, seconds: 0, settled: false }
  const details = { state: 'running', health: 'none', exitCode: 0 } as const

  test.each([
    ['running, not long enough', 'ready', details, {}, 'up'],
    ['running and settled', 'ready', details, { settled: true }, 'met'],
    ['between two restarts', 'ready', { ...details, state: 'restarting', exitCode: 1 }, {}, 'pending'],
    [
      'restarted again and again',
      'ready',
      { ...details, state: 'restarting', exitCode: 1 },
      { restarts: 9, seconds: 60 },
      'looping',
    ],
    ['done with 0', 'ready', { ...details, state: 'exited' }, {}, 'met'],
    ['done with 3', 'ready', { ...details, state: 'exited', exitCode: 3 }, {}, 'exited'],
    [
      'done with 3',
      'service_completed_successfully',
      { ...details, state: 'exited', exitCode: 3 },
      {},
      'failed',
    ],
    ['still at work', 'service_completed_successfully', details, {}, 'pending'],
    ['starting', 'service_healthy', { ...details, health: 'starting' }, {}, 'pending'],
    ['running without a check', 'service_healthy', details, {}, 'no-healthcheck'],
    [
      'restarting without a check',
      'service_healthy',
      { ...details, state: 'restarting' },
      {},
      'no-healthcheck',
    ],
    ['created, its check unknown', 'service_healthy', { ...details, state: 'created' }, {}, 'pending'],
    [
      'restarting with a check',
      'service_healthy',
      { ...details, state: 'restarting', health: 'unhealthy' },
      {},
      'pending',
    ],
  ] as const)('%s, for %s', (_, condition, state, more, verdict) => {
    expect(judge({ ...base, ...more, details: state }, wait(condition))).toBe(verdict)
  })
})

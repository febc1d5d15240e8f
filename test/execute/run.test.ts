import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { createMemoryEngine, type MemoryEngine, type MemoryOptions } from '../../src/docker/memory.ts'
import { EngineError, exitCodeOf } from '../../src/errors.ts'
import type { EventBody } from '../../src/events.ts'
import { startDeadline } from '../../src/execute/deadline.ts'
import { createLanes } from '../../src/execute/lanes.ts'
import { errorOf, runPlan } from '../../src/execute/run.ts'
import { followStates } from '../../src/execute/states.ts'
import type { Plan, Step, Wait } from '../../src/plan/steps.ts'

const labels = { 'com.docker.compose.project': 'shop' }
const resource = (name: string) => ({ kind: 'container', name, service: name }) as const
const common = (id: string, after: readonly string[] = []) => ({
  id,
  resource: resource(id.split(':')[0] ?? id),
  reason: { text: 'test' },
  after,
})

const start = (name: string, after: readonly string[] = []): Step => ({
  ...common(`${name}:start`, after),
  kind: 'start-container',
  lane: 'api',
  args: { container: name, files: [] },
})
const wait = (
  name: string,
  condition: Wait['condition'],
  options: { after?: readonly string[]; required?: boolean } = {},
): Step => ({
  ...common(`${name}:wait`, options.after ?? [`${name}:start`]),
  kind: 'wait',
  lane: 'none',
  args: { service: name, condition, containers: [name], required: options.required ?? true },
})

interface Rig {
  readonly engine: MemoryEngine
  readonly events: EventBody[]
  readonly abort: AbortController
  readonly run: (steps: readonly Step[]) => ReturnType<typeof runPlan>
  /** The events of one type, as `step` ids. */
  readonly steps: (type: EventBody['type']) => string[]
}

/** The events of an engine that loses them all. */
const nothing = { [Symbol.asyncIterator]: () => ({ next: async () => new Promise<never>(() => {}) }) }

/** A project of created containers on an engine in memory; `parallel` bounds its lanes. */
async function rig(
  names: readonly string[],
  options: MemoryOptions & { parallel?: number; healthcheck?: boolean; silent?: boolean } = {},
): Promise<Rig> {
  const engine = createMemoryEngine(options)
  for await (const _ of engine.pullImage({ reference: 'busybox' })) void _
  for (const name of names) {
    const body = {
      Image: 'busybox',
      Labels: labels,
      HostConfig: {},
      ...(options.healthcheck && { Healthcheck: { Test: ['CMD', 'true'] } }),
    }
    await engine.createContainer({ name, body })
  }
  const events: EventBody[] = []
  const abort = new AbortController()
  const ending = new AbortController()
  const heard = options.silent ? { ...engine, events: async () => nothing } : engine
  const states = followStates(heard, 'shop', ending.signal)
  const run = async (steps: readonly Step[]) => {
    const plan: Plan = { project: 'shop', steps, warnings: [] }
    const emit = (event: EventBody) => void events.push(event)
    return runPlan(plan, {
      engine,
      states,
      emit,
      lanes: createLanes({ parallel: options.parallel }),
      signal: abort.signal,
      now: () => 0,
      delay: async () => {},
    })
  }
  const steps = (type: EventBody['type']) =>
    events.flatMap((event) => (event.type === type && 'step' in event ? [event.step] : []))
  return { engine, events, abort, run, steps }
}

test('a failed step skips what comes after it, and the rest goes on', async () => {
  const { run, steps } = await rig(['db', 'cache'])
  const result = await run([
    start('gone'),
    start('web', ['gone:start']),
    start('web2', ['web:start']),
    start('db'),
  ])
  expect(steps('step-failed')).toEqual(['gone:start'])
  expect(steps('step-skipped')).toEqual(['web:start', 'web2:start'])
  expect(steps('step-done')).toEqual(['db:start'])
  expect(result).toMatchObject({ done: 1, skipped: 2, cancelled: false })
  expect(result.failures).toHaveLength(1)
})

test('a hook takes away the container that it made, not one that another run put in its place', async () => {
  const name = 'web-pre_start-1'
  const body = { Image: 'busybox', Labels: labels, HostConfig: {} }
  let meanwhile: () => Promise<unknown> = async () => undefined
  const { engine, run } = await rig(['web'], {
    delay: async ({ method }) => {
      if (method === 'attachContainer') await meanwhile()
    },
  })
  meanwhile = async () => {
    await engine.removeContainer(name, { force: true })
    await engine.createContainer({ name, body })
  }
  const hook: Step = {
    ...common('web:pre_start:1'),
    kind: 'run-hook',
    lane: 'api',
    args: { container: 'web', hook: { command: ['fill'] }, own: { name, body } },
  }
  const { failures } = await run([hook])
  expect(failures.map(({ error }) => String(error))).toEqual([expect.stringContaining('is gone')])
  expect(await engine.inspectContainer(name)).toMatchObject({ state: 'created' })
})

test('the order of the steps in the plan does not matter', async () => {
  const { run, steps } = await rig(['db', 'web'])
  await run([start('web', ['db:start']), start('db')])
  expect(steps('step-done')).toEqual(['db:start', 'web:start'])
})

test('engine calls are bounded, and a wait holds no slot', async () => {
  const names = Array.from({ length: 12 }, (_, index) => `s${index}`)
  let [running, most] = [0, 0]
  const { engine, run } = await rig([...names, 'db'], {
    parallel: 2,
    healthcheck: true,
    behaviour: () => ({ health: 'starting' }),
    delay: async ({ method }) => {
      if (method !== 'startContainer') return
      most = Math.max(most, ++running)
      await new Promise((resolve) => setImmediate(resolve))
      running--
    },
  })
  const waits = ['a', 'b', 'c'].map((id): Step => ({ ...wait('db', 'service_healthy'), id: `db:wait:${id}` }))
  const result = run([start('db'), ...waits, ...names.map((name) => start(name))])
  const started = async () => engine.calls.filter(({ method }) => method === 'startContainer').length
  while ((await started()) < 13) await new Promise((resolve) => setImmediate(resolve))
  engine.setHealth('db', 'healthy')
  expect(await result).toMatchObject({ done: 16 })
  expect(most).toBe(2)
})

describe('waiting', () => {
  test('looks again after half a minute without a word: an engine may have lost the event', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] })
    onTestFinished(() => void vi.useRealTimers())
    const { engine, run } = await rig(['db'], {
      healthcheck: true,
      behaviour: () => ({ health: 'starting' }),
      silent: true,
    })
    const looks = () => engine.calls.filter(({ method }) => method === 'inspectContainer').length
    const result = run([start('db'), wait('db', 'service_healthy')])
    while (looks() === 0) await new Promise((resolve) => setImmediate(resolve))
    engine.setHealth('db', 'healthy')
    await vi.advanceTimersByTimeAsync(29_000)
    expect(looks()).toBe(1)
    await vi.advanceTimersByTimeAsync(1000)
    expect(await result).toMatchObject({ done: 2 })
    expect(looks()).toBe(2)
  })

  test('ends when the engine says healthy, with one look before and one after', async () => {
    const { engine, run, events } = await rig(['db'], {
      healthcheck: true,
      behaviour: () => ({ health: 'starting' }),
    })
    const result = run([start('db'), wait('db', 'service_healthy')])
    while (!events.some((event) => event.type === 'step-started' && event.step === 'db:wait'))
      await new Promise((resolve) => setImmediate(resolve))
    engine.setHealth('db', 'healthy')
    expect(await result).toMatchObject({ done: 2 })
    expect(engine.calls.filter(({ method }) => method === 'inspectContainer').length).toBeLessThanOrEqual(2)
  })

  test.each([
    {
      state: 'unhealthy',
      behaviour: { health: 'unhealthy' as const },
      condition: 'service_healthy' as const,
      code: 'unhealthy',
      says: /unhealthy/,
    },
    {
      state: 'exited',
      behaviour: { exitCode: 3 },
      condition: 'service_healthy' as const,
      code: 'exited-early',
      says: /exited with code 3/,
    },
    {
      state: 'failed',
      behaviour: { exitCode: 1 },
      condition: 'service_completed_successfully' as const,
      code: 'dependency-failed',
      says: /exited with code 1/,
    },
  ])('fails when the container is $state, with code $code', async ({ behaviour, condition, code, says }) => {
    const { run, events } = await rig(['db'], { healthcheck: true, behaviour: () => behaviour })
    await run([start('db'), wait('db', condition)])
    const failed = events.find((event) => event.type === 'step-failed')
    expect(failed).toMatchObject({ step: 'db:wait', failure: { code, message: expect.stringMatching(says) } })
  })

  test('for health without a health check says what to do', async () => {
    const { run, events } = await rig(['db'])
    await run([start('db'), wait('db', 'service_healthy')])
    expect(events.find((event) => event.type === 'step-failed')).toMatchObject({
      failure: { code: 'dependency-failed', hint: expect.stringMatching(/healthcheck/) },
    })
  })

  test('for completion is met by exit 0, for readiness by running', async () => {
    const { run, steps } = await rig(['job', 'web'], {
      behaviour: ({ name }) => (name === 'job' ? { exitCode: 0 } : {}),
    })
    await run([
      start('job'),
      wait('job', 'service_completed_successfully'),
      start('web'),
      wait('web', 'ready'),
    ])
    expect(steps('step-done').sort()).toEqual(['job:start', 'job:wait', 'web:start', 'web:wait'])
  })

  test('for an optional dependency that fails is a warning, and its dependents go on', async () => {
    const { run, steps, events } = await rig(['db', 'web'], {
      behaviour: ({ name }) => (name === 'db' ? { exitCode: 1 } : {}),
    })
    await run([
      start('db'),
      wait('db', 'service_completed_successfully', { required: false }),
      start('web', ['db:wait']),
    ])
    expect(steps('step-done')).toContain('web:start')
    expect(events.find((event) => event.type === 'warning')).toMatchObject({ code: 'optional-dependency' })
  })
})

test('cancelling ends a wait at once and starts nothing more', async () => {
  const { run, abort, steps, events } = await rig(['db', 'web'], {
    healthcheck: true,
    behaviour: () => ({ health: 'starting' }),
  })
  const result = run([start('db'), wait('db', 'service_healthy'), start('web', ['db:wait'])])
  while (!events.some((event) => event.type === 'step-started' && event.step === 'db:wait'))
    await new Promise((resolve) => setImmediate(resolve))
  abort.abort()
  expect(await result).toMatchObject({ done: 1, cancelled: true, failures: [] })
  expect(steps('step-skipped')).toEqual(['db:wait', 'web:start'])
})

test('an engine that goes away ends the waits with an error, not with silence', async () => {
  const { engine, run, events } = await rig(['db'], {
    healthcheck: true,
    behaviour: () => ({ health: 'starting' }),
  })
  const result = run([start('db'), wait('db', 'service_healthy')])
  while (!events.some((event) => event.type === 'step-started' && event.step === 'db:wait'))
    await new Promise((resolve) => setImmediate(resolve))
  engine.close()
  const { failures } = await result
  expect(failures[0]?.error).toBeInstanceOf(EngineError)
  expect(failures[0]?.error).toMatchObject({ code: 'engine-unreachable' })
})

test('a deadline ends the run with 32, and its error names what was waited for', async () => {
  const { run, abort, events } = await rig(['db'], {
    healthcheck: true,
    behaviour: () => ({ health: 'starting' }),
  })
  const result = run([start('db'), wait('db', 'service_healthy')])
  while (!events.some((event) => event.type === 'step-started' && event.step === 'db:wait'))
    await new Promise((resolve) => setImmediate(resolve))
  const deadline = startDeadline(1, '--deadline')
  deadline.signal.addEventListener('abort', () => abort.abort(deadline.signal.reason))
  const error = errorOf(await result)
  expect(error).toMatchObject({
    code: 'deadline-passed',
    message: 'gave up after 0.001 s (--deadline), still waiting for "db"',
  })
  expect(exitCodeOf(error)).toBe(32)
  expect(events.find((event) => event.type === 'step-skipped')).toMatchObject({ because: 'out of time' })
})

test('many waits at once are no leak of listeners', async () => {
  const names = Array.from({ length: 30 }, (_, index) => `s${index}`)
  const { engine, run, events } = await rig(names, {
    healthcheck: true,
    behaviour: () => ({ health: 'starting' }),
  })
  const warnings: Error[] = []
  const note = (warning: Error) => void warnings.push(warning)
  process.on('warning', note)
  const result = run(names.flatMap((name) => [start(name), wait(name, 'service_healthy')]))
  const waiting = () => events.filter(({ type }) => type === 'step-started').length
  while (waiting() < 60) await new Promise((resolve) => setImmediate(resolve))
  for (const name of names) engine.setHealth(name, 'healthy')
  expect(await result).toMatchObject({ done: 60 })
  await new Promise((resolve) => setImmediate(resolve))
  process.off('warning', note)
  expect(warnings).toEqual([])
})

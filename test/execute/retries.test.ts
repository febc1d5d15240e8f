import { describe, expect, test } from 'vitest'
import { EngineError } from '../../src/errors.ts'
import { pauseBefore } from '../../src/execute/retries.ts'
import { world } from '../plan/rig.ts'

const failed = (message: string, more: { transient?: boolean; retryAfter?: number } = {}) =>
  new EngineError('pull-failed', message, more)

describe('another try', () => {
  test('is worth it for what may pass, with growing pauses and an end', () => {
    const error = failed('unexpected EOF', { transient: true })
    expect([1, 2, 3, 4].map((count) => pauseBefore(error, count))).toEqual([1000, 2000, 4000, undefined])
  })

  test('is not worth it for what stays', () => {
    expect(pauseBefore(failed('manifest unknown'), 1)).toBeUndefined()
    expect(pauseBefore(new Error('timeout'), 1)).toBeUndefined()
  })

  test('waits as long as the registry asks, unless that is too long', () => {
    const limited = (retryAfter: number) => failed('slow down', { transient: true, retryAfter })
    expect([7, 0.3, 600].map((seconds) => pauseBefore(limited(seconds), 1))).toEqual([7000, 1000, undefined])
  })
})

const stack = 'services: {a: {image: x}, b: {image: x}, c: {image: other}}'

test('a pull that fails in passing is tried again, once for all who need the image, and said', async () => {
  const { engine, up, events } = world()
  let left = 2
  engine.fail(
    'pullImage',
    ({ subject }) => subject === 'x' && left-- > 0,
    failed('unexpected EOF', { transient: true }),
  )
  expect(await up(stack)).toMatchObject({ failures: [] })
  expect(
    engine.calls.filter(({ method, subject }) => method === 'pullImage' && subject === 'x'),
  ).toHaveLength(3)
  const warnings = events.filter((event) => event.type === 'warning')
  expect(warnings).toMatchObject([
    { code: 'pull-retried', message: 'unexpected EOF; trying again in 1 s' },
    { code: 'pull-retried', message: 'unexpected EOF; trying again in 2 s' },
  ])
})

test('a pull that fails for good leaves out what needs it, and the others go on', async () => {
  const { engine, up } = world()
  engine.fail('pullImage', ({ subject }) => subject === 'x', failed('manifest unknown'))
  const { failures, skipped } = await up(stack)
  expect(failures.map(({ step }) => step.id)).toEqual(['image:x'])
  expect(skipped).toBe(4)
  const containers = await engine.listContainers({ labels: [] })
  expect(containers.map(({ name, state }) => `${name} ${state}`)).toEqual(['shop-c-1 running'])
})

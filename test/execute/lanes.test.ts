import * as fc from '../generated.ts'
import { expect, test } from 'vitest'
import { createLanes } from '../../src/execute/lanes.ts'

const tick = async () => new Promise<void>((resolve) => void setImmediate(resolve))

/** Counts how many tasks hold a slot at once. */
function counter() {
  let [inside, most] = [0, 0]
  return {
    enter: () => (most = Math.max(most, ++inside)),
    leave: () => void inside--,
    most: () => most,
  }
}

test('the limit is never exceeded, whatever the tasks do with their slots', async () => {
  const tasks = fc.array(
    fc.record({ urgency: fc.nat(5), ticks: fc.nat(3), waits: fc.nat(2), fails: fc.boolean() }),
    { minLength: 1, maxLength: 40 },
  )
  await fc.assert(
    fc.asyncProperty(tasks, fc.integer({ min: 1, max: 6 }), async (list, parallel) => {
      const lanes = createLanes({ parallel })
      const count = counter()
      const done = list.map(async ({ urgency, ticks, waits, fails }) =>
        lanes({ lane: 'api', urgency }, async ({ leave, retake }) => {
          count.enter()
          for (let left = ticks; left > 0; left--) await tick()
          for (let left = waits; left > 0; left--) {
            count.leave()
            leave()
            await tick()
            await retake()
            count.enter()
          }
          count.leave()
          if (fails) throw new Error('failed')
        }),
      )
      const results = await Promise.allSettled(done)
      expect(results.filter(({ status }) => status === 'rejected')).toHaveLength(
        list.filter(({ fails }) => fails).length,
      )
      expect(count.most()).toBeLessThanOrEqual(parallel)
    }),
    { numRuns: fc.runs(50) },
  )
})

test('the most urgent goes first, among equals the one that came first', async () => {
  const lanes = createLanes({ parallel: 1 })
  const order: string[] = []
  const tasks = [
    ['a', 1],
    ['b', 5],
    ['c', 1],
    ['d', 9],
    ['e', 5],
  ] as const
  await Promise.all(
    tasks.map(async ([name, urgency]) =>
      lanes({ lane: 'api', urgency }, async () => {
        order.push(name)
        await tick()
      }),
    ),
  )
  expect(order).toEqual(['a', 'd', 'b', 'e', 'c'])
})

test('a task that has given its slot up lets others in, and what does not count is not bounded', async () => {
  const lanes = createLanes({ parallel: 1 })
  const order: string[] = []
  let go = () => {}
  const waited = new Promise<void>((resolve) => (go = resolve))
  await Promise.all([
    lanes({ lane: 'api' }, async ({ leave }) => {
      leave()
      await waited
      order.push('waited')
    }),
    lanes({ lane: 'api' }, async () => {
      order.push('other')
      go()
    }),
    ...Array.from({ length: 50 }, async () => lanes({ lane: 'none' }, async () => waited)),
  ])
  expect(order).toEqual(['other', 'waited'])
})

/** What is asked for with `--parallel` bounds the calls of a run, whatever fails in it. */
import * as fc from '../generated.ts'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { faulty, type Method } from './faulty-engine.ts'
import { ways } from './faults.ts'
import { scenarios } from './scenarios.ts'
import { ended, engineForShop, passed } from './shop.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

/** One of these is a whole step of the lane for calls. Stops are left out: they give their slot up while the process ends. */
const bounded: ReadonlySet<Method> = new Set([
  'createContainer',
  'startContainer',
  'removeContainer',
  'renameContainer',
  'createNetwork',
  'removeNetwork',
  'createVolume',
])

const story = fc.record({
  scenario: fc.constantFrom(...scenarios),
  parallel: fc.integer({ min: 1, max: 4 }),
  /** Which calls fail, and how. */
  faults: fc.dictionary(fc.nat(60).map(String), fc.constantFrom(...ways.filter(({ hangs }) => !hangs)), {
    maxKeys: 4,
  }),
})

test('the limit of calls is never exceeded, whatever fails', async () => {
  await fc.assert(
    fc.asyncProperty(story, async ({ scenario, parallel, faults }) => {
      const engine = engineForShop(async () => passed(2))
      for (const act of scenario.before) await ended(act({ engine }))
      let [inside, most, count] = [0, 0, 0]
      const broken = faulty(engine, {
        choose: ({ method }) => {
          const way = faults[count++]
          return way?.hits(method) ? way : undefined
        },
        onCall: ({ method }) => {
          if (!bounded.has(method)) return () => undefined
          most = Math.max(most, ++inside)
          return () => void inside--
        },
      })
      await ended(scenario.act({ engine: broken, parallel })).catch(() => undefined)
      expect(most).toBeLessThanOrEqual(parallel)
      expect(inside).toBe(0)
    }),
    { numRuns: fc.runs(60) },
  )
})

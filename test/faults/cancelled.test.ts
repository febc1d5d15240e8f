/** Cancelled at any call, however the calls take their time: the next `up` or `down` takes over completely. */
import * as fc from '../generated.ts'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Cancelled, type Event } from '../../src/index.ts'
import { faulty } from './faulty-engine.ts'
import { scenarios } from './scenarios.ts'
import { ended, engineForShop, holdings, passed } from './shop.ts'
import { orderFaults } from './story.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

const story = fc.record({
  scenario: fc.constantFrom(...scenarios),
  /** The calls at which the run, and the first that takes over, are cancelled. */
  cancelledAt: fc.array(fc.nat(60), { minLength: 1, maxLength: 2 }),
  /** Turns of the event loop that one call after the other takes. */
  turns: fc.array(fc.nat(4), { minLength: 1, maxLength: 12 }),
  next: fc.constantFrom('up' as const, 'down' as const),
})

test('a run that is cancelled is taken over by the next one', async () => {
  await fc.assert(
    fc.asyncProperty(story, async ({ scenario, cancelledAt, turns, next }) => {
      const engine = engineForShop(async (calls) => passed(turns[calls % turns.length] ?? 0))
      for (const act of scenario.before) await ended(act({ engine }))
      const earlier = await holdings(engine)
      const acts = [scenario.act, scenario.up]
      for (const [at, number] of cancelledAt.entries()) {
        const events: Event[] = []
        const abort = new AbortController()
        let count = 0
        const choose = () => {
          if (count++ === number) abort.abort(new Cancelled())
          return undefined
        }
        const onEvent = (event: Event) => void events.push(event)
        const door = { engine: faulty(engine, { choose }), signal: abort.signal, onEvent }
        const error = await ended(acts[at]?.(door) ?? Promise.resolve()).then(
          () => undefined,
          (reason: unknown) => reason,
        )
        // A run that had nothing left to begin has ended well.
        if (error !== undefined) expect(error).toBeInstanceOf(Cancelled)
        expect(orderFaults(events)).toEqual([])
      }
      if (next === 'up') {
        await ended(scenario.up({ engine }))
        expect((await scenario.plan({ engine })).steps).toEqual([])
      }
      await ended(scenario.down({ engine }))
      const kept = (thing: string) => /^volume [0-9a-f]{64}$/.test(thing) && earlier.includes(thing)
      expect((await holdings(engine)).filter((thing) => !kept(thing))).toEqual([])
    }),
    { numRuns: fc.runs(60) },
  )
})

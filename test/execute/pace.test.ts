import * as fc from '../generated.ts'
import { describe, expect, test } from 'vitest'
import { nextPace, startPace, type Pace, type Sample } from '../../src/execute/pace.ts'

/** An engine that answers `calls` calls with as many at once as the pace allows; `latency` is that of a call beside others. */
function simulate(
  latency: (atOnce: number) => number,
  { calls = 400, cap }: { calls?: number; cap?: number } = {},
) {
  let pace: Pace = startPace(cap)
  const running: { ends: number; began: number }[] = []
  const limits: number[] = []
  let now = 0
  for (let left = calls; left > 0 || running.length > 0;) {
    while (left > 0 && running.length < pace.limit) {
      running.push({ began: now, ends: now + latency(running.length + 1) })
      left--
    }
    running.sort((one, other) => one.ends - other.ends)
    const { began, ends } = running.shift() ?? { began: now, ends: now }
    now = ends
    pace = nextPace(pace, { kind: 'start', began, ended: now, busy: left > 0 })
    limits.push(pace.limit)
  }
  return limits
}

test('grows as long as more get done', () => {
  const limits = simulate(() => 100)
  expect(Math.max(...limits)).toBeGreaterThanOrEqual(12)
  expect(limits[0]).toBe(8)
})

test('stays where more at once takes just as much longer', () => {
  const limits = simulate((atOnce) => 50 * atOnce)
  expect(Math.max(...limits)).toBeLessThanOrEqual(10)
})

test('shrinks when the engine gets slower', () => {
  let calls = 0
  const limits = simulate(() => (++calls > 100 ? 2000 : 100), { calls: 300 })
  expect(Math.min(...limits.slice(100))).toBeLessThan(limits[99] ?? 0)
})

describe('whatever the engine does', () => {
  const samples = fc.array(
    fc.record({
      kind: fc.constantFrom('create', 'start'),
      began: fc.nat(10_000),
      lasted: fc.nat(10_000),
      busy: fc.boolean(),
    }),
    { maxLength: 300 },
  )

  test('the limit stays between one and the cap', () => {
    fc.assert(
      fc.property(samples, fc.integer({ min: 1, max: 40 }), (list, cap) => {
        let pace = startPace(cap)
        for (const { lasted, ...sample } of list) {
          const next: Sample = { ...sample, ended: sample.began + lasted }
          pace = nextPace(pace, next)
          expect(pace.limit).toBeGreaterThanOrEqual(1)
          expect(pace.limit).toBeLessThanOrEqual(cap)
        }
      }),
    )
  })

  test('calls that nobody waited behind change nothing', () => {
    fc.assert(
      fc.property(samples, (list) => {
        let pace = startPace()
        for (const { lasted, ...sample } of list)
          pace = nextPace(pace, { ...sample, busy: false, ended: sample.began + lasted })
        expect(pace.limit).toBe(startPace().limit)
      }),
    )
  })
})

import * as fc from '../../generated.ts'
import { describe, expect, test } from 'vitest'
import type { EventBody } from '../../../src/events.ts'
import { createPaint } from '../../../src/ui/paint.ts'
import { finalTable, liveFrame, type FrameOptions } from '../../../src/ui/inline/frame.ts'
import { begin, reduce, type Progress } from '../../../src/ui/inline/state.ts'
import { displayWidth } from '../../../src/ui/width.ts'
import { container, image, network, stamped, stepOf, upEnds, upEvents, upFails } from '../support.ts'

function fold(bodies: readonly EventBody[]): Progress {
  const [first, ...events] = stamped(bodies)
  if (first?.type !== 'plan') throw new Error('a run begins with its plan')
  return events.reduce((state, event) => reduce(state, event, 1000), begin(first, 0))
}

const options: FrameOptions = {
  command: 'up',
  now: 4000,
  columns: 80,
  rows: 24,
  ascii: false,
  paint: createPaint(false),
}
const text = (lines: readonly string[]) => lines.join('\n')

test('what is under way comes first, what is done last', () => {
  expect(text(liveFrame(fold(upEvents), options))).toBe(
    `[+] up shop 4/8  4s
 ⠼ Image     shop-web     Building  [2/3] RUN pip install flask              3s
 ⠼ Container shop-db-1    Waiting   web waits for it                         3s
 · Container shop-web-1   Pending   waits for image shop-web                 4s
 ✔ Image     postgres:16  Pulled                                           3.4s
 ✔ Network   shop_default Created                                          0.1s`,
  )
})

test('a pull has a bar', () => {
  const pulling = text(liveFrame(fold(upEvents.slice(0, 6)), options))
  expect(pulling).toContain(' Image     postgres:16  Pulling   ━━━━━───── 60.0MB/120MB ')
})

test('a build has a bar of steps', () => {
  const build = stepOf('build-image', image('shop-web', 'web'))
  const state = fold([
    ...upEvents,
    { type: 'step-progress', text: '[2/3] RUN pip install flask', current: 2, total: 5, ...build },
  ])
  expect(text(liveFrame(state, options))).toContain(
    ' Image     shop-web     Building  ━━━━────── 2/5 [2/3] RUN pip instal…     3s',
  )
})

test('in 40 columns nouns and reasons go', () => {
  expect(text(liveFrame(fold(upEvents), { ...options, columns: 40, rows: 10 }))).toBe(
    `[+] up shop 4/8  4s
 ⠼ shop-web     Building     3s
 ⠼ shop-db-1    Waiting      3s
 · shop-web-1   Pending      4s
 ✔ postgres:16  Pulled     3.4s
 ✔ shop_default Created    0.1s`,
  )
})

test('a failure comes first and says why', () => {
  const [, first] = liveFrame(fold([...upEvents, ...upFails.slice(0, 1)]), options)
  expect(first).toBe(' ✘ Container shop-db-1    Error     exited with code 1                     5.7s')
})

test('ASCII has signs of its own', () => {
  const lines = liveFrame(fold([...upEvents, ...upFails]), { ...options, ascii: true })
  expect(text(lines)).toMatch(/^[ -~\n]*$/)
  expect(lines.slice(1).map((line) => line.charAt(1))).toEqual(['x', '+', '+', '+', '-'])
})

test('colours come with words and signs', () => {
  const paint = createPaint(true)
  const lines = liveFrame(fold([...upEvents, ...upFails]), { ...options, paint })
  expect(lines[1]).toContain(' \u001B[31m✘\u001B[39m Container ')
  expect(lines[1]).toContain('\u001B[31mError   \u001B[39m')
})

test('what stays is every resource in the plan’s order', () => {
  expect(text(finalTable(fold([...upEvents, ...upEnds]), { ...options, now: 12_300 }))).toBe(
    `[+] up shop 8/8  12.3s
 ✔ Network   shop_default Created                                          0.1s
 ✔ Image     postgres:16  Pulled                                           3.4s
 ✔ Image     shop-web     Built                                            8.1s
 ✔ Container shop-db-1    Healthy                                          5.7s
 ✔ Container shop-web-1   Started                                          0.4s`,
  )
})

const many = (number: number): EventBody[] => {
  const resources = Array.from({ length: number }, (_, at) => container(`s${at}`))
  return [
    { type: 'plan', project: 'big', steps: number, resources },
    ...resources.slice(0, 120).map((resource): EventBody => {
      return { type: 'step-started', reason: 'new', ...stepOf('start-container', resource) }
    }),
    ...resources.slice(0, 100).map((resource): EventBody => {
      return { type: 'step-done', seconds: 1, ...stepOf('start-container', resource) }
    }),
  ]
}

test('of many resources those without room are counted', () => {
  const lines = liveFrame(fold(many(200)), options)
  expect(lines).toHaveLength(12)
  expect(lines.at(-1)).toBe(' … and 10 active, 80 waiting, 100 done')
})

test('of many resources the final table counts those that went well', () => {
  const ended = fold([
    ...many(100),
    { type: 'step-started', reason: 'x', ...stepOf('wait', container('s7')) },
    {
      type: 'step-failed',
      seconds: 2,
      failure: { code: 'unhealthy', message: 'unhealthy' },
      ...stepOf('wait', container('s7')),
    },
  ])
  expect(text(finalTable(ended, options))).toMatch(/ ✘ Container shop-s7-1 .*\n … and 99 done$/)
})

describe('whatever the window and the names', () => {
  const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 120 })
  const window = fc.record({
    columns: fc.integer({ min: 20, max: 200 }),
    rows: fc.integer({ min: 3, max: 60 }),
  })
  const runs = fc.array(fc.tuple(name, fc.constantFrom('started', 'done', 'failed', 'pull', 'none')), {
    minLength: 1,
    maxLength: 60,
  })

  test('a frame is lower and narrower than the window', () => {
    fc.assert(
      fc.property(window, runs, fc.boolean(), (window, runs, ascii) => {
        const state = fold(runFrom(runs))
        const lines = liveFrame(state, { ...options, ...window, ascii })
        expect(lines.length).toBeLessThanOrEqual(Math.max(2, Math.min(12, window.rows - 2)))
        for (const line of [...lines, ...finalTable(state, { ...options, ...window, ascii })]) {
          expect(displayWidth(line)).toBeLessThan(Math.max(window.columns, 40))
          expect(line).not.toMatch(/\p{Cc}/u)
        }
      }),
    )
  })
})

function runFrom(runs: readonly (readonly [string, string])[]): EventBody[] {
  const resources = runs.map(([name]) => ({ ...network, name }))
  return [
    { type: 'plan', project: runs[0]?.[0] ?? '', steps: runs.length, resources },
    ...runs.flatMap(([name, what]): EventBody[] => {
      const step = stepOf(what === 'pull' ? 'pull-image' : 'create-network', { ...network, name })
      const failure = { code: 'bug', message: `it failed\n${name}` } as const
      const started: EventBody = { type: 'step-started', reason: `because ${name}`, ...step }
      if (what === 'done') return [started, { type: 'step-done', seconds: 4000, outcome: name, ...step }]
      if (what === 'failed') return [started, { type: 'step-failed', seconds: 1, failure, ...step }]
      if (what === 'pull')
        return [started, { type: 'step-progress', current: 5e9, total: 7e10, text: name, ...step }]
      return what === 'started' ? [started] : []
    }),
  ]
}

test('an image of many layers never shows more than all', () => {
  const pull = stepOf('pull-image', image('a', 'b'))
  const state = fold([
    { type: 'plan', project: 'p', steps: 1, resources: [image('a', 'b')] },
    { type: 'step-started', reason: '', ...pull },
    { type: 'step-progress', current: 30, total: 20, ...pull },
  ])
  expect(text(liveFrame(state, options))).toContain('━━━━━━━━━━ 30B/20B')
})

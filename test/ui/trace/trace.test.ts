import * as fc from '../../generated.ts'
import { describe, expect, test } from 'vitest'
import { createEmitter, type Event, type EventBody } from '../../../src/events.ts'
import { createPaint } from '../../../src/ui/paint.ts'
import { chromeTrace } from '../../../src/ui/trace/chrome.ts'
import { readTimeline } from '../../../src/ui/trace/read.ts'
import { spansOf } from '../../../src/ui/trace/spans.ts'
import { formatTimeline } from '../../../src/ui/trace/timeline.ts'
import { displayWidth } from '../../../src/ui/width.ts'
import { container, image, network, stepOf } from '../support.ts'

/** Events at seconds of a clock. */
function at(...timed: readonly (readonly [number, EventBody])[]): readonly Event[] {
  const events: Event[] = []
  let seconds = 0
  const emit = createEmitter(
    (event) => events.push(event),
    () => new Date(Date.parse('2026-11-21T12:00:00Z') + seconds * 1000),
  )
  for (const [time, body] of timed) {
    seconds = time
    emit(body)
  }
  return events
}

const pull = stepOf('pull-image', image('postgres:16', 'db'))
const build = stepOf('build-image', image('shop-web', 'web'))
const net = stepOf('create-network', network)
const start = stepOf('start-container', container('db'))
const wait = stepOf('wait', container('db'))

const plan: EventBody = {
  type: 'plan',
  project: 'shop',
  steps: 5,
  resources: [net.resource, pull.resource, build.resource, start.resource, wait.resource],
  order: [
    { step: net.step, after: [] },
    { step: pull.step, after: [] },
    { step: build.step, after: [] },
    { step: start.step, after: [net.step, pull.step] },
    { step: wait.step, after: [start.step] },
  ],
}
const begins = (step: typeof pull): EventBody => ({ type: 'step-started', reason: 'it is new', ...step })
const ends = (step: typeof pull, outcome?: string): EventBody => {
  return { type: 'step-done', seconds: 1, ...(outcome !== undefined && { outcome }), ...step }
}

/** The pull decides when the database starts, and its health when the run ends; the build is long done. */
const upRun = at(
  [0, plan],
  [0, begins(net)],
  [0, begins(pull)],
  [0, begins(build)],
  [0.1, ends(net)],
  [3, ends(build)],
  [4, ends(pull)],
  [4.5, begins(start)],
  [5, ends(start)],
  [5, begins(wait)],
  [10, ends(wait, 'healthy')],
  [10, { type: 'summary', exitCode: 0, seconds: 10, done: 5, failed: 0, skipped: 0 }],
)

describe('the spans of a run', () => {
  test('tell what the length of the run came from, and what queued', () => {
    expect(
      spansOf(upRun).map(({ title, lane, start, end, ready, critical }) => [
        title,
        lane,
        ready,
        start,
        end,
        critical,
      ]),
    ).toEqual([
      ['Network shop_default Created', 'engine', 0, 0, 100, false],
      ['Image shop-web Built', 'builds', 0, 0, 3000, false],
      ['Image postgres:16 Pulled', 'pulls', 0, 0, 4000, true],
      ['Container shop-db-1 Started', 'engine', 4000, 4500, 5000, true],
      ['Container shop-db-1 Healthy', 'waits', 5000, 5000, 10_000, true],
    ])
  })

  test('a second plan comes after the whole of the first', () => {
    const stop = stepOf('stop-container', container('db'))
    const spans = spansOf([
      ...upRun,
      ...at(
        [
          20,
          {
            type: 'plan',
            project: 'shop',
            steps: 1,
            resources: [stop.resource],
            order: [{ step: stop.step, after: [] }],
          },
        ],
        [20, begins(stop)],
        [21, ends(stop)],
      ),
    ])
    expect(spans.filter(({ critical }) => critical).map(({ title }) => title)).toEqual([
      'Image postgres:16 Pulled',
      'Container shop-db-1 Started',
      'Container shop-db-1 Healthy',
      'Container shop-db-1 Stopped',
    ])
  })

  test('of a step that failed or was broken off say so', () => {
    const spans = spansOf(
      at(
        [0, plan],
        [0, begins(pull)],
        [0, begins(build)],
        [1, { type: 'step-failed', seconds: 1, failure: { code: 'pull-failed', message: 'no' }, ...pull }],
        [2, { type: 'step-skipped', because: 'cancelled', ...build }],
        [2, { type: 'step-skipped', because: pull.step, ...start }],
      ),
    )
    expect(spans.map(({ title, ending }) => [title, ending])).toEqual([
      ['Image postgres:16 Pulling', 'failed'],
      ['Image shop-web Building', 'cut off'],
    ])
  })
})

describe('Chrome’s format', () => {
  const trace = chromeTrace(upRun, { program: 'gantry 1', command: 'up' })

  test('says of what run it is', () => {
    expect(trace.otherData).toEqual({
      program: 'gantry 1',
      command: 'up',
      project: 'shop',
      began: '2026-11-21T12:00:00.000Z',
      exitCode: 0,
    })
  })

  test('has a named row for each lane, more where steps overlap, and no two steps at once in one', () => {
    const names = trace.traceEvents.filter(({ name }) => name === 'thread_name')
    expect(names.map(({ args }) => args?.['name'])).toEqual(['pulls 1', 'builds 1', 'engine 1', 'waits 1'])
    const twice = chromeTrace(
      at(
        [0, begins(pull)],
        [1, begins(stepOf('pull-image', image('redis:7', 'cache')))],
        [2, ends(pull)],
        [3, ends(stepOf('pull-image', image('redis:7', 'cache')))],
      ),
      { program: 'gantry 1', command: 'pull' },
    )
    expect(twice.traceEvents.filter(({ ph }) => ph === 'X').map(({ tid }) => tid)).toEqual([1000, 1001])
  })

  test('marks the critical path and joins it by arrows', () => {
    const marked = trace.traceEvents.filter(({ ph, args }) => ph === 'X' && args?.['critical'] === true)
    expect(marked.map(({ cname, cat }) => [cname, cat])).toEqual([
      ['terrible', 'pulls,critical'],
      ['terrible', 'engine,critical'],
      ['terrible', 'waits,critical'],
    ])
    expect(trace.traceEvents.filter(({ ph }) => ph === 's' || ph === 'f')).toHaveLength(4)
  })

  test('is written for a run of which nothing is known', () => {
    expect(chromeTrace([], { program: 'gantry 1', command: 'up' }).traceEvents).toHaveLength(1)
  })
})

describe('the timeline', () => {
  const style = { columns: 80, ascii: false, paint: createPaint(false) }
  const read = (events: readonly Event[]) => {
    const timeline = readTimeline(JSON.stringify(chromeTrace(events, { program: 'gantry 1', command: 'up' })))
    if (!timeline) throw new Error('our own trace could not be read')
    return timeline
  }

  test('draws the bars, the critical path by another sign', () => {
    expect(formatTimeline(read(upRun), style)).toBe(
      `up shop: 5 steps in 10.0s, 9.5s of it on the critical path
                                0s               5.0s             10.0s
  Network shop_default Created  ▒                                           0.1s
  Image shop-web Built          ▒▒▒▒▒▒▒▒▒▒▒▒                                3.0s
▸ Image postgres:16 Pulled      ████████████████                            4.0s
▸ Container shop-db-1 Started                  ··███                        0.5s
▸ Container shop-db-1 Healthy                      ████████████████████     5.0s

█ critical path: what the run's length came from, ▒ beside it, · queued for its lane
`,
    )
  })

  test('is ASCII where there is nothing else, and no wider than the window', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 40, max: 200 }),
        fc.array(fc.tuple(fc.string({ unit: 'grapheme' }), fc.nat(1e6), fc.nat(1e6)), { minLength: 1 }),
        (columns, rows) => {
          const bars = rows.map(([title, start, length]) => {
            return {
              title,
              start,
              end: start + length,
              queued: length,
              critical: length % 2 === 0,
              ending: 'done' as const,
            }
          })
          const text = formatTimeline({ command: 'up', project: 'p', bars }, { ...style, columns })
          const lines = text.split('\n').slice(1, bars.length + 2)
          for (const line of lines) expect(displayWidth(line)).toBeLessThanOrEqual(columns)
        },
      ),
    )
    expect(formatTimeline(read(upRun), { ...style, ascii: true })).toMatch(/^[ -~\n]*$/)
  })

  test.each(['', 'x', '[]', 'null', '{}', '{"traceEvents":[]}', '{"otherData":{},"traceEvents":{}}'])(
    '%j is no trace of ours',
    (text) => {
      expect(readTimeline(text)).toBeUndefined()
    },
  )

  test('strange values in a trace are no reason to fail', () => {
    const text = JSON.stringify({
      otherData: { command: 1 },
      traceEvents: [null, 7, { ph: 'X' }, { ph: 'X', name: '\u001B[2J', ts: -5, dur: 'x', args: {} }],
    })
    const timeline = readTimeline(text)
    expect(timeline?.bars).toHaveLength(1)
    expect(timeline && formatTimeline(timeline, style)).not.toContain('\u001B')
  })
})

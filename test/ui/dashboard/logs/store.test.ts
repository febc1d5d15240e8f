import * as fc from '../../../generated.ts'
import { describe, expect, test } from 'vitest'
import { parseFilter, type LogFilter } from '../../../../src/ui/dashboard/logs/filter.ts'
import { costOf, type IncomingLine } from '../../../../src/ui/dashboard/logs/line.ts'
import { createLogStore, type LogStore } from '../../../../src/ui/dashboard/logs/store.ts'
import { anyLine, line } from './lines.ts'

function filter(text: string): LogFilter {
  const parsed = parseFilter(text)
  if ('problem' in parsed) throw new Error(parsed.problem)
  return parsed.filter
}

function texts(store: LogStore, request: Parameters<LogStore['view']>[0]): readonly string[] {
  return store.view(request).lines.map(({ text }) => text)
}

const filters = ['', 'a', '!a', 'level:warn', '/[a-f]/', 'service:web,db', '!service:web level:error'].map(
  filter,
)
const selections = [undefined, new Set(['web']), new Set(['web', 'db']), new Set(['nobody'])]

function said({ service, stream, time, text }: IncomingLine): string {
  return JSON.stringify([service, stream, time, text])
}

/** Lines in order of time, of equal times in order of arrival. */
function byTime(lines: readonly IncomingLine[]): readonly IncomingLine[] {
  return [...lines].sort((a, b) => a.time - b.time)
}

test('a view of any selection is what a look at all lines would give, whenever it is read', () => {
  const step = fc.record({
    lines: fc.array(anyLine, { maxLength: 30 }),
    filter: fc.constantFrom(undefined, ...filters),
    services: fc.constantFrom(...selections),
  })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 12 }), (steps) => {
      const store = createLogStore()
      const all: IncomingLine[] = []
      for (const { lines, filter, services } of steps) {
        for (const one of lines) store.append(one)
        all.push(...lines)
        const request = { rows: 1000, ...(filter && { filter }), ...(services && { services }) }
        const kept = byTime(all).filter(({ service }) => services?.has(service) ?? true)
        const expected = kept.filter((one) => filter?.matches(line(one)) ?? true)
        const view = store.view(request)
        expect(view.lines.map(said)).toEqual(expected.map(said))
        expect(view).toMatchObject({ matched: expected.length, total: kept.length, dropped: 0, atEnd: true })
      }
    }),
  )
})

test('never more than its limits; what goes is the oldest, and it is counted', () => {
  const limits = fc.record({
    linesPerService: fc.integer({ min: 1, max: 20 }),
    bytes: fc.integer({ min: 200, max: 4000 }),
  })
  fc.assert(
    fc.property(limits, fc.array(anyLine, { maxLength: 120 }), (limits, lines) => {
      const store = createLogStore(limits)
      const web = { rows: 1000, services: new Set(['web']), filter: filter('e') }
      for (const [at, one] of lines.entries()) {
        store.append(one)
        if (at % 7 === 0) store.view(web)
        const { lines: kept, total, dropped } = store.view({ rows: 1000 })
        expect(total + dropped).toBe(at + 1)
        expect(kept.reduce((bytes, line) => bytes + costOf(line), 0)).toBeLessThanOrEqual(limits.bytes)
        for (const service of ['web', 'db', 'cache'])
          expect(kept.filter((line) => line.service === service).length).toBeLessThanOrEqual(
            limits.linesPerService,
          )
      }
      const { lines: kept } = store.view({ rows: 1000 })
      expect(kept).toEqual([...kept].sort((a, b) => a.time - b.time || a.id - b.id))
      const { lines: filtered } = store.view(web)
      expect(filtered).toEqual(kept.filter((line) => line.service === 'web' && web.filter.matches(line)))
    }),
  )
})

describe('the window', () => {
  const store = createLogStore({ linesPerService: 100 })
  for (let time = 0; time < 100; time++) store.append(line({ time, text: `line ${time}` }))
  const at = (text: string) => store.view({ rows: 100 }).lines.find((one) => one.text === text)!

  test.each([
    ['the newest lines', {}, ['line 97', 'line 98', 'line 99'], true],
    ['lines up to the bottom one', { bottom: at('line 50') }, ['line 48', 'line 49', 'line 50'], false],
    ['further up', { bottom: at('line 50'), by: -10 }, ['line 38', 'line 39', 'line 40'], false],
    [
      'further down than there are lines',
      { bottom: at('line 98'), by: 5 },
      ['line 97', 'line 98', 'line 99'],
      true,
    ],
    ['further up than there are lines', { by: -1000 }, ['line 0', 'line 1', 'line 2'], false],
    ['a filter', { filter: filter('7') }, ['line 79', 'line 87', 'line 97'], true],
    [
      'a bottom line that the filter hides',
      { filter: filter('7'), bottom: at('line 50') },
      ['line 37', 'line 47', 'line 57'],
      false,
    ],
    ['lines after the view was cleared', { after: at('line 97') }, ['line 98', 'line 99'], true],
    ['no line', { after: at('line 99') }, [], true],
  ])('%s', (_, request, shown, atEnd) => {
    expect(texts(store, { rows: 3, ...request })).toEqual(shown)
    expect(store.view({ rows: 3, ...request }).atEnd).toBe(atEnd)
  })

  test('stays where it is while lines come and go', () => {
    const store = createLogStore({ linesPerService: 10 })
    for (let time = 0; time < 10; time++) store.append(line({ time, text: String(time) }))
    const bottom = store.view({ rows: 2, by: -3 }).lines.at(-1)!
    for (let time = 10; time < 13; time++) store.append(line({ time, text: String(time) }))
    expect(texts(store, { rows: 2, bottom })).toEqual(['5', '6'])
    for (let time = 13; time < 18; time++) store.append(line({ time, text: String(time) }))
    expect(texts(store, { rows: 2, bottom })).toEqual(['8', '9'])
  })

  test('a line that comes late goes to its place', () => {
    const store = createLogStore()
    for (const time of [10, 30, 20.5, 20]) store.append(line({ time, text: String(time) }))
    expect(texts(store, { rows: 10 })).toEqual(['10', '20', '20.5', '30'])
  })

  test('lines are walked from the bottom line on, in both directions', () => {
    const walked = (request: Parameters<LogStore['walk']>[0], step: 1 | -1) =>
      [...store.walk(request, step)].map(({ time }) => time)
    const bottom = at('line 50')
    expect(walked({ bottom }, 1).slice(0, 2)).toEqual([51, 52])
    expect(walked({ bottom }, -1).slice(0, 2)).toEqual([49, 48])
    expect(walked({ bottom }, -1)).toHaveLength(50)
    expect(walked({}, -1)).toHaveLength(100)
    expect(walked({ bottom, filter: filter('7') }, 1).slice(0, 2)).toEqual([57, 67])
    expect(walked({ bottom: at('line 0') }, -1)).toEqual([])
  })
})

test('a very long line is cut, and says by how much', () => {
  const store = createLogStore()
  store.append(line({ text: 'x'.repeat(20_000) }))
  const [text = ''] = texts(store, { rows: 1 })
  expect(text.length).toBeLessThanOrEqual(16 * 1024)
  expect(text).toMatch(/x … \d+ more characters$/)
})

test('a filter that never ends is given up, in words, and the others go on', () => {
  const store = createLogStore()
  store.append(line({ text: `${'a'.repeat(60)}b` }))
  const view = store.view({ rows: 1, filter: filter('/^(a+)+$/') })
  expect(view.problem).toBe('the filter /^(a+)+$/ takes too long: make its regex simpler')
  expect(texts(store, { rows: 1, filter: filter('ab') })).toHaveLength(1)
})

import { describe, expect, test } from 'vitest'
import type { LogFilter } from '../../../../src/ui/dashboard/logs/filter.ts'
import type { LogLine } from '../../../../src/ui/dashboard/logs/line.ts'
import { logRows } from '../../../../src/ui/dashboard/logs/pane.ts'
import { createSortedLines } from '../../../../src/ui/dashboard/logs/sorted-lines.ts'
import { createLogStore } from '../../../../src/ui/dashboard/logs/store.ts'
import { line } from './lines.ts'

const services = Array.from({ length: 200 }, (_, at) => `s${at}`)
const lineCount = 100_000

/** A filter that counts the lines it is asked about. */
function counting(): { readonly filter: LogFilter; readonly asked: () => number } {
  let asked = 0
  return {
    asked: () => asked,
    filter: {
      text: 'even',
      unbounded: false,
      matches: ({ text }) => {
        asked++
        return text.endsWith('0')
      },
    },
  }
}

test('200 services with 100,000 lines scroll by the page: no frame looks at more than it shows and at what came', () => {
  const store = createLogStore()
  const append = (at: number) =>
    store.append(line({ service: services[at % services.length]!, time: at, text: `line ${at}` }))
  for (let at = 0; at < lineCount; at++) append(at)
  const { filter, asked } = counting()
  const chosen = new Set(services.slice(0, 100))
  const request = { rows: 40, services: chosen, filter }
  const first = store.view(request)
  expect(first).toMatchObject({ total: lineCount / 2, matched: lineCount / 20, dropped: 0 })
  expect(asked()).toBe(lineCount / 2)

  let bottom = first.lines.at(-1)
  for (let frame = 0; frame < 100; frame++) {
    const view = store.view({ ...request, by: -39, ...(bottom && { bottom }) })
    const rows = logRows(view.lines, {
      width: 100,
      rows: 40,
      color: true,
      ascii: false,
      wrap: false,
      timestamps: true,
    })
    expect([view.lines.length, rows.length]).toEqual([40, 40])
    bottom = view.lines.at(-1)
  }
  expect(asked(), 'scrolling asks about no line again').toBe(lineCount / 2)
  for (let at = 0; at < 400; at++) append(lineCount + at)
  store.view(request)
  expect(asked(), 'what came is asked about once').toBe(lineCount / 2 + 200)
})

describe('of 100,000 sorted lines', () => {
  /** Lines that count how often their times are looked at. */
  function counted() {
    let looks = 0
    const lines = createSortedLines()
    const made = (time: number): LogLine => {
      const one = { ...line({ id: time }), time }
      return Object.defineProperty(one, 'time', {
        get: () => {
          looks++
          return time
        },
      })
    }
    const all = Array.from({ length: lineCount }, (_, at) => made(2 * at))
    for (const one of all) lines.add(one)
    const during = (act: () => unknown) => {
      const before = looks
      act()
      return looks - before
    }
    return { lines, all, made, during }
  }

  test.each([40_001, 1, 200_001])('putting in, finding and taking out one at %i looks at a few', (time) => {
    const { lines, made, during } = counted()
    const late = made(time)
    expect(during(() => lines.add(late))).toBeLessThan(60)
    expect(
      during(() => expect(lines.rank(late)).toBe(Math.min(lineCount, Math.ceil(time / 2)))),
    ).toBeLessThan(60)
    expect(during(() => expect(lines.remove(late)).toBe(true))).toBeLessThan(60)
    expect(lines.count()).toBe(lineCount)
  })

  test('a page anywhere looks at none', () => {
    const { lines, all, during } = counted()
    let page: readonly LogLine[] = []
    expect(during(() => (page = lines.slice(50_000, 50_040)))).toBe(0)
    expect(page).toEqual(all.slice(50_000, 50_040))
  })
})

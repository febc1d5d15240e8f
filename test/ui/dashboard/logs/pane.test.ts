import { stripVTControlCharacters } from 'node:util'
import * as fc from '../../../generated.ts'
import { describe, expect, test } from 'vitest'
import { clockOf } from '../../../../src/ui/dashboard/logs/clock.ts'
import { createServiceColors } from '../../../../src/ui/dashboard/logs/colors.ts'
import type { LogLine } from '../../../../src/ui/dashboard/logs/line.ts'
import { logRows, type LogPaneOptions } from '../../../../src/ui/dashboard/logs/pane.ts'
import { parseSearch, type Search } from '../../../../src/ui/dashboard/logs/search.ts'
import { displayWidth } from '../../../../src/ui/width.ts'
import { line } from './lines.ts'

const plain: LogPaneOptions = {
  width: 20,
  rows: 5,
  color: false,
  ascii: false,
  wrap: false,
  timestamps: false,
}
const named = { nameOf: ({ container }: LogLine) => container.slice(5), nameWidth: 5 }

function shown(texts: readonly string[], options: Partial<LogPaneOptions> = {}): readonly string[] {
  const lines = texts.map((text, at) => line({ id: at + 1, time: at, text }))
  return logRows(lines, { ...plain, ...options }).map(({ text }) => text)
}

function search(text: string): Search {
  const parsed = parseSearch(text)
  if ('problem' in parsed) throw new Error(parsed.problem)
  return parsed.search
}

test('the last lines that fit, cut to the width', () => {
  expect(shown(['one', 'two', 'a line that is too long', 'four'], { rows: 3 })).toEqual([
    'two',
    'a line that is too …',
    'four',
  ])
  expect(shown(['a line that is too long'], { ascii: true })).toEqual(['a line that is too >'])
})

test('wrapped, a long line takes several rows, the rest below the name', () => {
  expect(shown(['one', 'abcdefghijklmnopqrstu'], { ...named, wrap: true, width: 16 })).toEqual([
    'web-1 │ one',
    'web-1 │ abcdefgh',
    '        ijklmnop',
    '        qrstu',
  ])
})

test('lines moved sideways lose their first columns', () => {
  expect(shown(['0123456789abcdefghijklmnop'], { shift: 10, width: 8 })).toEqual(['abcdefg…'])
  expect(shown(['数据库abc'], { shift: 1 })).toEqual([' 据库abc'])
  expect(shown(['short'], { shift: 10 })).toEqual([''])
})

test('standard error and the time are marked by signs, not by colour alone', () => {
  const lines = [line({ time: 1_700_000_000_123, stream: 'stderr', text: 'no', service: 'web' })]
  const options = { ...plain, ...named, width: 60, timestamps: true }
  expect(logRows(lines, options)[0]?.text).toBe(`${clockOf(1_700_000_000_123)} web-1 ! no`)
  const color = createServiceColors(['db', 'web'])
  expect(logRows(lines, { ...options, color: true, colorOf: color })[0]?.text).toContain('\u001B[33mweb-1 ! ')
})

test('colours of the line stay and end with it; what could drive the terminal goes', () => {
  expect(
    shown(['\u001B[31mred\u001B[2J\u001B[3J\u001B]0;title\u0007 \u001B[1mbold'], { color: true }),
  ).toEqual(['\u001B[31mred \u001B[0m\u001B[31m\u001B[1mbold\u001B[0m'])
  expect(shown(['\u001B[31mred'])).toEqual(['red'])
  expect(shown(['10%\r100%'])).toEqual(['100%'])
  expect(shown(['a\tb\t数\tc'], { width: 40 })).toEqual(['a       b       数      c'])
})

test('grave lines stand out where they have no colour of their own', () => {
  expect(shown(['ERROR no', '\u001B[32mERROR\u001B[0m'], { color: true })).toEqual([
    '\u001B[31mERROR no\u001B[0m',
    '\u001B[32mERROR\u001B[0m',
  ])
})

test('matches of the search are in reverse, across colours too', () => {
  expect(shown(['a needle, a Needle'], { search: search('needle') })).toEqual([
    'a \u001B[7mneedle\u001B[0m, a \u001B[7mNeedle\u001B[0m',
  ])
  expect(shown(['nee\u001B[31mdle'], { color: true, search: search('/e+d/') })).toEqual([
    'n\u001B[7mee\u001B[0m\u001B[31m\u001B[7md\u001B[0m\u001B[31mle\u001B[0m',
  ])
})

describe('whatever containers write', () => {
  const colors = new RegExp(String.raw`\u001B\[[\d;:]*m`, 'g')
  const nasty = fc.array(
    fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 30 }),
      fc.string({ unit: 'binary', maxLength: 10 }),
      fc.constantFrom(
        '\u001B[31m',
        '\u001B[0m',
        '\u001B[2J',
        '\u001B]8;;http://x\u0007',
        '\t',
        '数据',
        '👩‍👩‍👧',
        '\r',
        '\u009B3J',
      ),
    ),
    { maxLength: 12 },
  )
  const options = fc.record({
    width: fc.integer({ min: 1, max: 50 }),
    rows: fc.integer({ min: 1, max: 8 }),
    color: fc.boolean(),
    ascii: fc.boolean(),
    wrap: fc.boolean(),
    timestamps: fc.boolean(),
    shift: fc.integer({ min: 0, max: 20 }),
  })
  test('no row is wider than the pane, none drives the terminal, every colour is closed', () => {
    fc.assert(
      fc.property(fc.array(nasty, { maxLength: 6 }), options, (texts, options) => {
        const rows = shown(
          texts.map((parts) => parts.join('')),
          { ...named, ...options },
        )
        expect(rows.length).toBeLessThanOrEqual(options.rows)
        for (const row of rows) {
          const bare = row.replaceAll(colors, '')
          expect(bare).not.toMatch(/\p{Cc}/u)
          expect(displayWidth(stripVTControlCharacters(row))).toBeLessThanOrEqual(options.width)
          expect(row === bare || row.includes('\u001B[0m')).toBe(true)
        }
      }),
    )
  })

  test('wrapped, nothing of a line is lost', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'grapheme-ascii', maxLength: 200 }),
        fc.integer({ min: 1, max: 40 }),
        (text, width) => {
          expect(shown([text], { width, rows: 1000, wrap: true }).join('')).toBe(text)
        },
      ),
    )
  })
})

import * as fc from '../generated.ts'
import { describe, expect, test } from 'vitest'
import { displayWidth, isNarrow, padEnd, padStart, truncate, truncateMiddle } from '../../src/ui/width.ts'

test.each([
  ['', 0],
  ['shop-db-1', 9],
  ['Größe', 5],
  ['Gro\u0308ße', 5],
  ['数据库', 6],
  ['デ－タ', 6],
  ['🚀 up', 5],
  ['👩‍👩‍👧', 2],
  ['❤️', 2],
  ['✔✘·━', 4],
])('%j takes %i columns', (text, width) => {
  expect(displayWidth(text)).toBe(width)
})

test.each([
  ['shop-database-1', 9, 'shop-dat…'],
  ['short', 9, 'short'],
  ['数据库服务', 6, '数据…'],
  ['abc', 1, '…'],
  ['abc', 0, ''],
])('%j cut to %i columns is %j', (text, width, cut) => {
  expect(truncate(text, width)).toBe(cut)
})

test('cutting in the middle keeps both ends', () => {
  expect(truncateMiddle('registry.example.com/team/shop-web:1.2', 20)).toBe('registry.e…p-web:1.2')
})

test('padding counts columns', () => {
  expect(padEnd('库', 4)).toBe('库  ')
  expect(padStart('库', 4)).toBe('  库')
})

describe('whatever the text', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 40 })
  const width = fc.integer({ min: 0, max: 50 })
  test('what is cut fits', () => {
    fc.assert(
      fc.property(text, width, (text, width) => {
        expect(displayWidth(truncate(text, width))).toBeLessThanOrEqual(width)
        expect(displayWidth(truncateMiddle(text, width))).toBeLessThanOrEqual(width)
        expect(displayWidth(truncate(text, width, '...'))).toBeLessThanOrEqual(width)
      }),
    )
  })
})

test('what is measured by its length has that width by its characters too', () => {
  const wide = Array.from({ length: 0x10000 }, (_, code) => String.fromCharCode(code)).filter(
    (unit) => isNarrow(unit) && displayWidth(`${unit}\u0001`) !== 1,
  )
  expect(wide).toEqual([])
})

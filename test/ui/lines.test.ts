import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { createLineSplitter } from '../../src/ui/lines.ts'

function split(chunks: readonly Uint8Array[]): string[] {
  const lines: string[] = []
  const splitter = createLineSplitter((line) => lines.push(line))
  for (const chunk of chunks) splitter.push(chunk)
  splitter.end()
  return lines
}

test.each([
  ['two lines', 'a\nb\n', ['a', 'b']],
  ['an unfinished last line', 'a\nb', ['a', 'b']],
  ['empty lines', '\n\na\n', ['', '', 'a']],
  ['endings of Windows', 'a\r\nb\r\n', ['a', 'b']],
  ['nothing', '', []],
])('%s', (_, text, lines) => {
  expect(split([Buffer.from(text)])).toEqual(lines)
})

test('a line that does not end is passed on in pieces', () => {
  const pieces = split([Buffer.from('x'.repeat(20_000)), Buffer.from('x'.repeat(20_000))])
  expect(pieces.map(({ length }) => length)).toEqual([16_384, 16_384, 7232])
})

test('it does not matter where chunks are cut', () => {
  fc.assert(
    fc.property(
      fc
        .array(fc.constantFrom('a', 'ü', '🚀', '\n', '\r\n'), { maxLength: 30 })
        .map((parts) => parts.join('')),
      fc.array(fc.nat(60), { maxLength: 6 }),
      (text, cuts) => {
        const bytes = Buffer.from(text)
        const places = [0, ...cuts.filter((cut) => cut < bytes.length).sort((a, b) => a - b), bytes.length]
        const chunks = places.slice(1).map((end, at) => bytes.subarray(places[at], end))
        expect(split(chunks)).toEqual(split([bytes]))
      },
    ),
  )
})

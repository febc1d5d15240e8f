import * as fc from '../generated.ts'
import { expect, test } from 'vitest'
import { printable } from '../../src/util/printable.ts'

test('ordinary text stays as it is', () => {
  expect(printable('naïve "web" ✓ 日本')).toBe('naïve "web" ✓ 日本')
})

test('several lines become one, and no control character is left', () => {
  expect(printable('one\r\n\ttwo\u0000 \u001b[2Jthree\u001b]0;title\u0007')).toBe('one two three')
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      // oxlint-disable-next-line no-control-regex
      expect(printable(text)).not.toMatch(/[\u0000-\u001f\u007f-\u009f\u2028\u2029\u202a-\u202e]/)
    }),
  )
})

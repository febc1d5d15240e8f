import * as fc from '../generated.ts'
import { describe, expect, test } from 'vitest'
import { cleanLine } from '../../src/ui/terminal-text.ts'

test.each([
  ['plain text stays', 'GET / 200', 'GET / 200'],
  ['tabs stay', 'a\tb', 'a\tb'],
  ['colours stay and end with the line', '\u001B[1;31mred', '\u001B[1;31mred\u001B[0m'],
  ['24-bit colours stay', '\u001B[38:2::1:2:3mx\u001B[0m', '\u001B[38:2::1:2:3mx\u001B[0m'],
  [
    'a colour that is left on is put out',
    '\u001B[31mx\u001B[0m \u001B[1my',
    '\u001B[31mx\u001B[0m \u001B[1my\u001B[0m',
  ],
  ['cursor movements go', 'a\u001B[2Ab\u001B[2Jc\u001B[3J', 'abc'],
  ['private modes go', '\u001B[?1049hx\u001B[?25l', 'x'],
  ['m with a private mark is no colour', '\u001B[>4;2mx', 'x'],
  ['titles go', '\u001B]0;pwned\u0007x', 'x'],
  ['links go, their text stays', '\u001B]8;;http://evil\u001B\\click\u001B]8;;\u001B\\', 'click'],
  ['clipboard writes go', '\u001B]52;c;cm0gLXJm\u0007x', 'x'],
  ['device control strings go', '\u001BP+q544e\u001B\\x', 'x'],
  ['C1 controls go', '\u009B2Jx\u009D0;t\u0007y', 'xy'],
  ['an unfinished sequence goes', 'x\u001B[3', 'x'],
  ['a bell goes', 'x\u0007', 'x'],
  ['changes of direction go', 'a\u202Eb', 'ab'],
  ['a line ending of Windows goes', 'x\r', 'x'],
  ['what a progress bar overwrote goes', '10%\r50%\r100%\r\n', '100%'],
])('%s', (_, text, clean) => {
  expect(cleanLine(text, { color: true })).toBe(clean)
})

test('without colours, colours go too', () => {
  expect(cleanLine('\u001B[1;31mred\u001B[0m', { color: false })).toBe('red')
})

test('very long lines are cut and what is missing is counted', () => {
  const line = cleanLine('x'.repeat(20_000), { color: true })
  expect(line).toBe(`${'x'.repeat(16_384)} ... 3616 more characters`)
})

describe('whatever a container writes', () => {
  const pieces = fc.constantFrom(
    '\u001B',
    '[',
    ']',
    '\u009B',
    '\u0007',
    '2J',
    '31m',
    ';',
    '\r',
    'P',
    '\\',
    'x',
    '\t',
  )
  const text = fc.array(fc.oneof(pieces, fc.string()), { maxLength: 30 }).map((parts) => parts.join(''))
  test('the only escape sequences that are left are colours', () => {
    fc.assert(
      fc.property(text, (text) => {
        const rest = cleanLine(text, { color: true }).replaceAll(/\p{Cc}\[[\d;:]*m/gu, '')
        expect(rest).not.toMatch(/[^\t\P{Cc}]/u)
        expect(cleanLine(text, { color: false })).not.toMatch(/[^\t\P{Cc}]/u)
      }),
    )
  })
})

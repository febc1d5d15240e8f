import { array, assert, constantFrom, nat, property } from '../../generated.ts'
import { expect, test } from 'vitest'
import { decodeInput, decodeRest } from '../../../src/ui/dashboard/input.ts'

const keysOf = (text: string) =>
  decodeInput(text).inputs.map((input) => (input.type === 'key' ? input.key : input))

test.each([
  ['jK?/', ['j', 'K', '?', '/']],
  ['\r\t \u007F', ['enter', 'tab', 'space', 'backspace']],
  ['\u0003\u001A\u000C', ['ctrl-c', 'ctrl-z', 'ctrl-l']],
  ['\u001B[A\u001BOB\u001B[5~\u001B[6~', ['up', 'down', 'pageup', 'pagedown']],
  ['\u001B[H\u001B[F\u001B[1~\u001B[4~\u001B[Z', ['home', 'end', 'home', 'end', 'shift-tab']],
  ['\u001B[1;5C\u001B[5;2~', ['right', 'pageup']],
  ['ü漢🙂', ['ü', '漢', '🙂']],
])('%j are keys', (text, keys) => {
  expect(keysOf(text)).toEqual(keys)
})

test('what means nothing to us is skipped whole: mouse, focus, Alt', () => {
  expect(keysOf('a\u001B[I\u001B[<0;1;1Mb\u001Bxc')).toEqual(['a', 'b', 'c'])
})

test('a paste is one text, whatever is in it', () => {
  expect(decodeInput('\u001B[200~q\u0003D\u001B[201~x').inputs).toEqual([
    { type: 'paste', text: 'q\u0003D' },
    { type: 'key', key: 'x' },
  ])
})

test('an Escape that nothing follows is the key', () => {
  expect(decodeInput('\u001B')).toEqual({ inputs: [], rest: '\u001B' })
  expect(decodeRest('\u001B')).toEqual([{ type: 'key', key: 'esc' }])
  expect(keysOf('\u001B\u001B[A')).toEqual(['esc', 'up'])
})

test('keys are the same however the bytes come in', () => {
  const key = constantFrom(
    'a',
    'G',
    '\u001B[A',
    '\u001BOB',
    '\u001B[5~',
    '\r',
    '\u001B[200~text\u001B[201~',
    '🙂',
  )
  assert(
    property(array(key, { maxLength: 8 }), nat(), (keys, at) => {
      const text = keys.join('')
      const cut = text.length === 0 ? 0 : at % text.length
      // A terminal sends whole characters: the decoder before us puts them together.
      const middle = cut + (/^[\uDC00-\uDFFF]/.test(text.slice(cut)) ? 1 : 0)
      const first = decodeInput(text.slice(0, middle))
      const second = decodeInput(first.rest + text.slice(middle))
      expect([...first.inputs, ...second.inputs]).toEqual(decodeInput(text).inputs)
      expect(second.rest).toBe('')
    }),
  )
})

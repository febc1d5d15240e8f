import { describe, expect, test } from 'vitest'
import * as fc from '../generated.ts'
import { parseDotenv } from '../../src/compose/dotenv.ts'
import { parseRawEnvFile } from '../../src/compose/raw-env-file.ts'
import type { Finding } from '../../src/compose/problems.ts'

const shell: Readonly<Record<string, string>> = { B: 'b', IN_SHELL: 'shell' }
const lookup = (name: string) => (Object.hasOwn(shell, name) ? shell[name] : undefined)

function read(text: string) {
  const found: Finding[] = []
  const values = parseDotenv(
    { path: '/p/.env', text },
    { lookup, report: (finding) => found.push(finding), onUnset: () => {} },
  )
  return { values: Object.fromEntries(values), found }
}

describe('a value', () => {
  test.each([
    ['A=a#b', 'a#b'],
    ['A=a #b', 'a'],
    ['A=a\t#b', 'a\t#b'],
    ['A= #b', '#b'],
    ['A="a" #c', 'a'],
    ['A="a"b', 'a'],
    ['A="a\\nb"', 'a\nb'],
    ["A='a\\nb'", 'a\\nb'],
    ['A=a\\nb', 'a\\nb'],
    ['A="\\x41"', '\\x41'],
    ['A="\\0101"', 'A'],
    ['A="\\q"', '\\q'],
    ['A="\\$B"', '$B'],
    ['A=$$B', '$B'],
    ['A=\\$B', '\\b'],
    ["A='$B'", '$B'],
    ['A="${NOPE:-x}"', 'x'],
    ['A: 1', '1'],
    ['A = 1', '1'],
    ['export A=1 B=2', '1 B=2'],
    ['A="l1\nl2"', 'l1\nl2'],
    ['X=1\nA=${X}2', '12'],
    ['A=1\r\nZ=2', '1'],
    ['\uFEFFA=1', '1'],
    ['A=1\nA=2', '2'],
  ])('%j sets A to %j', (text, expected) => {
    expect(read(text).values['A']).toBe(expected)
  })

  test('a name alone is inherited, also at the end of the file, and absent where it is unset', () => {
    expect(read('NOPE\nIN_SHELL').values).toEqual({ IN_SHELL: 'shell' })
  })

  test('names take dots, dashes, digits and letters of any script', () => {
    expect(read('a.b=1\na-b=2\n9=3\nÜ=4').values).toEqual({ 'a.b': '1', 'a-b': '2', '9': '3', Ü: '4' })
  })
})

describe('a fault', () => {
  test.each([
    ['X=1\nA B=1', 'contains a space'],
    ['A/B=1', 'unexpected character "/"'],
    ['"A"=1', 'unexpected character'],
    ['A="a""b"', 'unexpected character'],
    ['A="x\ny', 'never closes'],
    ['A=${U:?e}', 'required variable U is missing a value: e'],
    ['A=${U', 'no valid template'],
  ])('%j is told: %s', (text, message) => {
    expect(read(text).found[0]?.message).toContain(message)
  })

  test('an open quote stands at the line where it begins', () => {
    const [finding] = read('A=1\n# c\nT="abc\nB=2').found
    expect(finding?.span?.source.text.slice(0, finding.span.start)).toBe('A=1\n# c\nT=')
  })

  test('no text throws', () => {
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.string(), fc.constantFrom('A=', '"', "'", '\n', '#', '$', '${', 'export '))),
        (parts) => {
          const text = parts.join('')
          for (const { span } of read(text).found) expect(span?.end).toBeLessThanOrEqual(text.length)
        },
      ),
    )
  })
})

test('raw files keep quotes, dollars and blanks', () => {
  const text = '# c\nQ="a b"\n  I=1\nT=two  \nIN_SHELL\nNOPE\nE=\n'
  const values = parseRawEnvFile({ path: 'x', text }, lookup, () => {})
  expect(Object.fromEntries(values)).toEqual({ Q: '"a b"', I: '1', T: 'two  ', IN_SHELL: 'shell', E: '' })
})

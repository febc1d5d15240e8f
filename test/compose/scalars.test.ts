import { describe, expect, test } from 'vitest'
import { resolvePlain, resolveTagged, scalarText } from '../../src/compose/scalars.ts'

const span = { source: { path: 'x', text: '' }, start: 0, end: 0 }
const textOf = (text: string) => scalarText({ kind: 'scalar', ...resolvePlain(text), span })

describe('a plain scalar', () => {
  test.each([
    ['22:22', 'str', '22:22'],
    ['0o17', 'int', '15'],
    ['017', 'int', '15'],
    ['-017', 'int', '-15'],
    ['0x1F', 'int', '31'],
    ['0b101', 'int', '5'],
    ['1_000', 'int', '1000'],
    ['1_0.5', 'float', '10.5'],
    ['08', 'float', '8'],
    ['.5', 'float', '0.5'],
    ['5.', 'float', '5'],
    ['+12', 'int', '12'],
    ['-0', 'float', '-0'],
    ['1.10', 'float', '1.1'],
    ['999999.0', 'float', '999999'],
    ['1000000.0', 'float', '1e+06'],
    ['1234567.5', 'float', '1.2345675e+06'],
    ['0.0001', 'float', '0.0001'],
    ['0.00001', 'float', '1e-05'],
    ['.inf', 'float', '+Inf'],
    ['12345678901234567890', 'int', '12345678901234567890'],
    ['99999999999999999999999', 'float', '1e+23'],
    ['yes', 'str', 'yes'],
    ['TRUE', 'bool', 'true'],
    ['tRUE', 'str', 'tRUE'],
    ['~', 'null', ''],
    ['nULL', 'str', 'nULL'],
    ['555-0100', 'str', '555-0100'],
    ['2024-05', 'str', '2024-05'],
    ['2024-02-30', 'str', '2024-02-30'],
    ['2024-05-01', 'time', '2024-05-01 00:00:00 +0000 UTC'],
    ['2024-5-1T1:2:3Z', 'time', '2024-05-01 01:02:03 +0000 UTC'],
    ['2024-05-01 10:20:30.50', 'time', '2024-05-01 10:20:30.5 +0000 UTC'],
    ['2024-05-01T10:20:30+02:00', 'time', '2024-05-01 10:20:30 +0200 +0200'],
    ['2024-05-01 10:20:30 +02:00', 'str', '2024-05-01 10:20:30 +02:00'],
  ])('%s is typed %s and becomes the text %s', (text, type, expected) => {
    expect([resolvePlain(text).type, textOf(text)]).toEqual([type, expected])
  })
})

test.each([
  ['tag:yaml.org,2002:str', '0x10', 'str', '0x10'],
  ['tag:yaml.org,2002:int', '42', 'int', 42],
  ['tag:yaml.org,2002:float', '3', 'float', 3],
  ['tag:yaml.org,2002:binary', 'aGVsbG8=', 'str', 'hello'],
  ['!vault', '010', 'str', '010'],
])('the tag %s on %s', (tag, text, type, value) => {
  expect(resolveTagged(text, tag)).toEqual({ type, value })
})

import { describe, expect, test } from 'vitest'
import { parseYaml } from '../../src/compose/parse.ts'
import type { Finding } from '../../src/compose/problems.ts'
import { toValue } from '../../src/compose/tree.ts'

function read(text: string) {
  const findings: Finding[] = []
  const documents = parseYaml({ path: 'compose.yaml', text }, (finding) => {
    findings.push(finding)
  })
  return { values: documents?.map(({ root }) => toValue(root)), findings }
}

describe('lines that are indented less than their key', () => {
  test.each([
    ['in double quotes', 'a:\n  b: "x\ny"\n  c: z\n', { a: { b: 'x y', c: 'z' } }],
    ['in single quotes', "a:\n  b: 'x\n y'\n  c: z\n", { a: { b: 'x y', c: 'z' } }],
    ['in a list', 'a:\n  b: [\nx,\n"y"\n]\n  c: z\n', { a: { b: ['x', 'y'], c: 'z' } }],
    ['in a map', 'a:\n  b: {\n  x: "1",\n y: "2"\n}\n  c: z\n', { a: { b: { x: '1', y: '2' }, c: 'z' } }],
  ])('are read %s', (_, text, value) => {
    expect(JSON.parse(JSON.stringify(read(text)))).toEqual({ values: [value], findings: [] })
  })

  test('leave the fault of an open bracket where it was', () => {
    const text = 'a:\n  b: [x\n  c: z\nd: e\n'
    const { values, findings } = read(text)
    expect(values).toBeUndefined()
    expect(findings[0]?.span?.start).toBeLessThan(text.indexOf('d:'))
  })
})

describe('a block text at the end of a file', () => {
  test.each([
    ['a: |\n  x', 'x'],
    ['a: >\n  x\n  y', 'x y'],
    ['a: |+\n  x', 'x'],
    ['a: |\n  x\n', 'x\n'],
    ['a: |\n  x\n  ', 'x\n'],
    ['a: |\n  x\n# end', 'x\n'],
  ])('%j ends as the file does', (text, a) => {
    expect(JSON.parse(JSON.stringify(read(text).values))).toEqual([{ a }])
  })
})

import { describe, expect, test } from 'vitest'
import type { Problem } from '../../src/errors.ts'
import { problemsJson } from '../../src/ui/problems-json.ts'
import { formatProblems } from '../../src/ui/problems.ts'
import { sarif } from '../../src/ui/sarif.ts'

const style = { color: false, cwd: '/home/me/shop' }
const unknownService: Problem = {
  severity: 'error',
  code: 'undefined-service',
  message: 'service "web" depends on unknown service "bd"',
  place: { file: '/home/me/shop/compose.yaml', line: 12, column: 9, length: 2 },
  frame: '      - bd',
  hint: 'did you mean "db"?',
}
const obsolete: Problem = {
  severity: 'warning',
  code: 'obsolete-version',
  message: '"version" is obsolete and ignored',
  place: { file: '/etc/base.yaml', line: 1, column: 1, length: 7 },
  frame: "version: '3'",
}

test('a problem is told with its place, its line and what to do', () => {
  expect(formatProblems([unknownService], style))
    .toBe(`compose.yaml:12:9: error: service "web" depends on unknown service "bd"
   12 |       - bd
      |         ^^
  hint: did you mean "db"?
`)
})

test('several are separated and counted; files elsewhere keep their path', () => {
  expect(formatProblems([unknownService, obsolete], style))
    .toBe(`compose.yaml:12:9: error: service "web" depends on unknown service "bd"
   12 |       - bd
      |         ^^
  hint: did you mean "db"?

/etc/base.yaml:1:1: warning: "version" is obsolete and ignored
    1 | version: '3'
      | ^^^^^^^

2 problems (1 error, 1 warning) in 2 files
`)
})

test.each([
  [[unknownService, unknownService, unknownService], '3 problems in 1 file'],
  [[obsolete, obsolete], '2 warnings in 1 file'],
])('the last line counts', (problems, last) => {
  expect(formatProblems(problems, style).trimEnd().split('\n').at(-1)).toBe(last)
})

test('no problem is no text', () => {
  expect(formatProblems([], style)).toBe('')
})

test('a problem without a place, and one of standard input', () => {
  const { place: _, frame: __, hint: ___, ...bare } = unknownService
  expect(formatProblems([bare], style)).toBe('error: service "web" depends on unknown service "bd"\n')
  const piped = { ...bare, place: { file: '-', line: 1, column: 2 } }
  expect(formatProblems([piped], style)).toMatch(/^<stdin>:1:2: error: /)
})

test('colours mark place, severity and hint', () => {
  const text = formatProblems([unknownService], { ...style, color: true })
  expect(text).toContain('\u001B[1mcompose.yaml:12:9\u001B[22m: \u001B[31merror\u001B[39m: service')
  expect(text).toContain('\u001B[31m^^\u001B[39m')
  expect(text).toContain('\u001B[36mhint:\u001B[39m')
})

describe('the marks stand below the place', () => {
  const frameOf = (frame: string, column: number, length: number) => {
    const place = { file: '/home/me/shop/a.yaml', line: 3, column, length }
    return formatProblems([{ ...unknownService, place, frame }], { ...style, width: 60 })
      .split('\n')
      .slice(1, 3)
  }
  test('behind tabs', () => {
    expect(frameOf('\t\tbad: 1', 3, 3)).toEqual(['    3 |     bad: 1', '      |     ^^^'])
  })
  test('behind and under wide characters', () => {
    expect(frameOf('名前: 値', 5, 1)).toEqual(['    3 | 名前: 値', '      |       ^^'])
  })
  test('at the end of a line', () => {
    expect(frameOf('image:', 7, 1)).toEqual(['    3 | image:', '      |       ^'])
  })
  test('in the middle of a long line, which is cut around them', () => {
    const [code = '', marks = ''] = frameOf(`${'a'.repeat(200)}BAD${'b'.repeat(200)}`, 201, 3)
    expect(code).toMatch(/^ {4}3 \| …a+BADb+…$/)
    expect(code.length).toBeLessThanOrEqual(60)
    expect(marks.indexOf('^')).toBe(code.indexOf('BAD'))
    expect(marks.endsWith('^^^')).toBe(true)
  })
  test('when the place itself is too long', () => {
    const [code = '', marks = ''] = frameOf('a'.repeat(300), 1, 300)
    expect(code.length).toBeLessThanOrEqual(60)
    expect(marks.length).toBeLessThanOrEqual(60)
  })
  test('and control characters of the file do nothing', () => {
    expect(frameOf('a\u001B[2Jb: x', 7, 1)).toEqual(['    3 | a·[2Jb: x', '      |       ^'])
  })
})

test('--format json counts problems and gives their places', () => {
  expect(JSON.parse(problemsJson([unknownService, obsolete]))).toEqual({
    errors: 1,
    warnings: 1,
    problems: [
      {
        severity: 'error',
        code: 'undefined-service',
        message: 'service "web" depends on unknown service "bd"',
        file: '/home/me/shop/compose.yaml',
        line: 12,
        column: 9,
        length: 2,
        hint: 'did you mean "db"?',
      },
      {
        severity: 'warning',
        code: 'obsolete-version',
        message: '"version" is obsolete and ignored',
        file: '/etc/base.yaml',
        line: 1,
        column: 1,
        length: 7,
      },
    ],
  })
})

test('as SARIF: a rule for each code, places relative to the folder', () => {
  const { version, runs } = JSON.parse(
    sarif([unknownService, obsolete, unknownService], { version: '1.0.0', cwd: style.cwd }),
  )
  expect(version).toBe('2.1.0')
  const [{ tool, results, originalUriBaseIds }] = runs
  expect(tool.driver.rules).toEqual([
    { id: 'obsolete-version', name: 'ObsoleteVersion' },
    { id: 'undefined-service', name: 'UndefinedService' },
  ])
  expect(originalUriBaseIds.ROOT.uri).toBe('file:///home/me/shop/')
  expect(results).toHaveLength(3)
  expect(results[0]).toEqual({
    ruleId: 'undefined-service',
    ruleIndex: 1,
    level: 'error',
    message: { text: 'service "web" depends on unknown service "bd"\ndid you mean "db"?' },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: 'compose.yaml', uriBaseId: 'ROOT' },
          region: { startLine: 12, startColumn: 9, endColumn: 11 },
        },
      },
    ],
  })
  expect(results[1].locations[0].physicalLocation.artifactLocation).toEqual({ uri: 'file:///etc/base.yaml' })
})

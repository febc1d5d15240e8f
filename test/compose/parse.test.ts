import { describe, expect, test } from 'vitest'
import * as fc from 'fast-check'
import { parseYaml } from '../../src/compose/parse.ts'
import type { Finding } from '../../src/compose/problems.ts'
import { parseSimple } from '../../src/compose/simple.ts'
import { toValue, type Node } from '../../src/compose/tree.ts'

function read(text: string) {
  const found: Finding[] = []
  const documents = parseYaml({ path: '/p/compose.yaml', text }, (finding) => found.push(finding))
  return { documents, value: documents?.map(({ root }) => toValue(root)), found }
}

const at = ({ span }: Finding) => span?.source.text.slice(span.start, span.end)

describe('anchors', () => {
  test('reach into later documents, and merge keys take maps and lists of maps, explicit keys winning', () => {
    const { value } = read('x: &a {u: 1, h: 2}\ny: {u: 0, <<: [{h: 3}, *a]}\n---\nz: *a\n')
    expect(value?.[0]).toEqual({ x: { u: 1, h: 2 }, y: { u: 0, h: 3 } })
    expect(value?.[1]).toEqual({ z: { u: 1, h: 2 } })
  })

  test.each([
    ['a: *b', 'unknown-alias', '*b'],
    ['a: &a {b: *a}', 'alias-cycle', '*a'],
    ['a: 1\nb: {<<: x}', 'bad-merge-key', 'x'],
    ['a: 1\n"a": 2', 'duplicate-key', '"a"'],
    ['a: &x {}\nb:\n  <<: *x\n  <<: *x', 'duplicate-key', '<<'],
    ['1: a', 'non-string-key', '1'],
    ['[a]: b', 'non-string-key', '[a]'],
  ])('%j is refused at its place', (text, code, place) => {
    const { found } = read(text)
    expect([found[0]?.code, found[0] && at(found[0])]).toEqual([code, place])
  })

  test('an alias stands at its own place, what is in it where it is written', () => {
    const { documents } = read('a: &a [x]\nb: *a\n')
    const list = documents?.[0]?.root.kind === 'map' ? documents[0].root.entries.get('b')?.value : undefined
    expect(list?.span.start).toBe(13)
    expect(list?.kind === 'list' && list.items[0]?.span.start).toBe(7)
  })

  test('that repeat too much are refused', () => {
    const lines = Array.from({ length: 30 }, (_, i) => `x${i + 1}: &x${i + 1} [*x${i}, *x${i}]`)
    expect(read(`x0: &x0 [a]\n${lines.join('\n')}`).found[0]?.code).toBe('too-many-aliases')
  })
})

test('!reset leaves the node out, and both tags are remembered by path, through aliases too', () => {
  const { documents, value } = read('x: &x {p: !reset [1], q: 1}\ns: {<<: *x, r: !override [2]}\n')
  expect(value?.[0]).toEqual({ x: { q: 1 }, s: { q: 1, r: [2] } })
  expect(documents?.[0]?.tagged).toEqual([
    ['x', 'p'],
    ['s', 'p'],
    ['s', 'r'],
  ])
})

describe('text that is no YAML', () => {
  test.each([
    ['a:\n\tb: 1', 'tab'],
    ['a: b: c', 'second ":"'],
    ['a: "x', 'quote'],
    ['a: [1', 'YAML'],
  ])('%j is explained', (text, words) => {
    const { documents, found } = read(text)
    expect(documents).toBeUndefined()
    expect(found[0]?.message).toContain(words)
  })

  test('deep nesting is refused, not a stack overflow', () => {
    expect(read(`a: ${'['.repeat(20_000)}`).found[0]?.message).toContain('nested too deeply')
    expect(read(`a: ${'['.repeat(300)}${']'.repeat(300)}`).found[0]?.code).toBe('nested-too-deeply')
  })
})

/** What must be the same of both readers: types, values and places; where a block ends is of no use to anyone. */
function outline(node: Node): unknown {
  if (node.kind === 'list') return ['list', node.span.start, node.items.map(outline)]
  if (node.kind === 'map') {
    const entries = [...node.entries.values()]
    return [
      'map',
      node.span.start,
      entries.map(({ key, keySpan, value }) => [key, keySpan.start, keySpan.end, outline(value)]),
    ]
  }
  const isBlock = node.span.source.text[node.span.start] === '|'
  return [node.type, String(node.value), node.span.start, isBlock ? 0 : node.span.end]
}

describe('the quick reader', () => {
  const piece = fc.constantFrom(
    'a: ',
    'b:',
    '- ',
    'x',
    '"y"',
    "'z'",
    '1',
    '~',
    '[',
    ']',
    '{',
    '}',
    ', ',
    ': ',
    '#',
    ' # c',
    '\n',
    '\n  ',
    '\n    ',
    '\n\n',
    '&a ',
    '*a',
    '<<: *a',
    '|\n',
    '|-\n',
    'nginx:1.27',
    '80:80',
    '"q": ',
    '\u00A0',
    '- - ',
    '? ',
    '!t ',
    '>',
    '---\n',
    '\\',
    '"\\n"',
    'é',
  )
  const line = fc.constantFrom(
    'a: 1',
    'b:',
    '  c: x',
    '  - y',
    '  - k: v',
    '    l: w',
    '- z',
    'd: &a {e: "f"}',
    'g: *a',
    '# c',
    '',
    'h: [1, *a]',
    '  <<: *a',
    'i: |',
    '   text',
  )

  test.each([
    [
      'services:\n  web:\n    image: nginx:1.27 # c\n    ports: ["80:80", 443]\n    environment: {A: 1, "B": x}\n',
    ],
    ['a:\n- b: 1\n  c: |\n    x\n\n    y\n- d\ne: &e {f: g}\nh: *e\ni:\n  <<: *e\n'],
  ])('reads %j', (text) => {
    expect(parseSimple({ path: 'x', text })).toBeDefined()
  })

  test('gives what the full one gives, or nothing', () => {
    const texts = fc.oneof(
      fc.array(piece, { maxLength: 12 }).map((parts) => parts.join('')),
      fc.array(line, { maxLength: 10 }).map((lines) => lines.join('\n')),
    )
    fc.assert(
      fc.property(texts, (text) => {
        const quick = parseSimple({ path: 'x', text })
        if (!quick) return
        const { documents, found } = read(text)
        expect(found).toEqual([])
        expect(quick.map(({ root }) => outline(root))).toEqual(documents?.map(({ root }) => outline(root)))
      }),
      { numRuns: 3000 },
    )
  })
})

test('times are what JSON has for them, tags convert, and long integers stay whole', () => {
  const { value } = read(
    'a: 2001-01-01\nb: 2001-1-1T10:00:00.5+02:00\nc: !!binary aGk=\nd: !!str 010\ne: 12345678901234567890\n',
  )
  expect(value?.[0]).toEqual({
    a: '2001-01-01T00:00:00Z',
    b: '2001-01-01T10:00:00.5+02:00',
    c: 'hi',
    d: '010',
    e: 12345678901234567890n,
  })
})

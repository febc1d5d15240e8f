import { describe, expect, test } from 'vitest'
import { parseYaml } from '../../src/compose/parse.ts'
import type { Finding } from '../../src/compose/problems.ts'
import { toValue } from '../../src/compose/tree.ts'

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

import { expect, test } from 'vitest'
import { parseSearch, type Search } from '../../../../src/ui/dashboard/logs/search.ts'
import { createLogStore } from '../../../../src/ui/dashboard/logs/store.ts'
import { line } from './lines.ts'

function search(text: string): Search {
  const parsed = parseSearch(text)
  if ('problem' in parsed) throw new Error(parsed.problem)
  return parsed.search
}

test('next and previous match, thousands of lines away', () => {
  const store = createLogStore()
  for (let time = 0; time < 4000; time++)
    store.append(line({ time, text: time % 1500 === 0 ? 'Here' : 'hay' }))
  const found = (bottom: number, step: 1 | -1) => {
    const [at] = store.view({ rows: 1, by: bottom - 3999 }).lines
    return search('here').find(store.walk({ bottom: at! }, step))?.time
  }
  expect([found(100, 1), found(1500, 1), found(3500, 1)]).toEqual([1500, 3000, undefined])
  expect([found(3999, -1), found(1500, -1), found(0, -1)]).toEqual([3000, 0, undefined])
})

test.each([
  ['a.b', 'a.b axb', [[0, 3]]],
  [
    '/a.b/',
    'a.b axb',
    [
      [0, 3],
      [4, 7],
    ],
  ],
  ['/x*/', 'aab', []],
  ['Ab', 'ab Ab', [[3, 5]]],
  ['', 'ab', []],
])('%j in %j', (text, within, expected) => {
  expect(search(text).ranges([within])).toEqual([expected.map(([from, to]) => ({ from, to }))])
})

test('a faulty regex is refused in words', () => {
  expect(parseSearch('/(/')).toMatchObject({ problem: expect.stringContaining('Unterminated group') })
})

test('a regex that never ends is given up, in words', () => {
  const slow = search('/^(a+)+$/')
  expect(slow.find([line({ text: `${'a'.repeat(60)}b` })])).toBeUndefined()
  expect(slow.problem()).toBe('the search /^(a+)+$/ takes too long: make its regex simpler')
  expect(slow.ranges(['aaa'])).toEqual([[]])
})

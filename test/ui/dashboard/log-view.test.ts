import { expect, test } from 'vitest'
import { allLines, moveLog, selectedLines } from '../../../src/ui/dashboard/log-view.ts'
import { createLogStore } from '../../../src/ui/dashboard/logs/store.ts'
import { withPattern } from '../../../src/ui/dashboard/patterns.ts'
import type { LogMove, State } from '../../../src/ui/dashboard/state.ts'
import { play, shop, start } from './support.ts'

function filled(count: number) {
  const store = createLogStore()
  for (let at = 1; at <= count; at++) {
    const text = at % 10 === 0 ? `match ${at}` : `line ${at}`
    store.append({ service: 'db', container: 'shop-db-1', stream: 'stdout', time: start + at, text })
  }
  return store
}

function moved(state: State, store: ReturnType<typeof filled>, ...moves: readonly LogMove[]): State {
  return moves.reduce((now, move) => ({ ...now, logs: { ...now.logs, ...moveLog(now, store, move) } }), state)
}

const texts = (lines: readonly { readonly text: string }[]) => lines.map(({ text }) => text)

test('the cursor goes up from the last line, and stays when new lines come', () => {
  const store = filled(100)
  const state = moved(shop(), store, { to: 'line', by: -1 }, { to: 'line', by: -1 })
  expect(texts(selectedLines(state, store))).toEqual(['line 98'])
  store.append({ service: 'db', container: 'shop-db-1', stream: 'stdout', time: start + 500, text: 'new' })
  expect(texts(selectedLines(state, store))).toEqual(['line 98'])
  expect(texts(selectedLines(moved(state, store, { to: 'bottom' }), store))).toEqual(['new'])
  expect(texts(selectedLines(moved(state, store, { to: 'top' }), store))).toEqual(['line 1'])
})

test('a selection goes from where it began to the cursor, either way', () => {
  const store = filled(100)
  const up = moved(shop(), store, { to: 'line', by: -1 }, { to: 'anchor' }, { to: 'line', by: -2 })
  expect(texts(selectedLines(up, store))).toEqual(['line 97', 'line 98', 'line 99'])
  const down = moved(up, store, { to: 'anchor' }, { to: 'anchor' }, { to: 'line', by: 1 })
  expect(texts(selectedLines(down, store))).toEqual(['line 97', 'line 98'])
})

test('matches are found one after the other, above and below', () => {
  const store = filled(100)
  const searching = { ...shop(), logs: withPattern(shop().logs, 'search', 'match') }
  const found = (...by: readonly number[]) =>
    texts(
      selectedLines(moved(searching, store, ...by.map((one) => ({ to: 'match', by: one }) as const)), store),
    )
  expect(found(-1)).toEqual(['match 90'])
  expect(found(-1, -1, -1)).toEqual(['match 70'])
  expect(found(-1, -1, 1)).toEqual(['match 90'])
})

test('what is cleared is out of view and out of copies; what comes later is not', () => {
  const store = filled(20)
  const state = moved(shop(), store, { to: 'clear' })
  expect(allLines(state, store)).toEqual([])
  store.append({ service: 'db', container: 'shop-db-1', stream: 'stdout', time: start + 500, text: 'new' })
  expect(texts(allLines(state, store))).toEqual(['new'])
})

test('all that the filter lets through is copied, of the services shown only', () => {
  const store = filled(30)
  store.append({ service: 'web', container: 'shop-web-1', stream: 'stdout', time: start, text: 'match web' })
  const filtered = { ...shop(), logs: withPattern(shop().logs, 'filter', 'match') }
  expect(texts(allLines(filtered, store))).toEqual(['match 10', 'match 20', 'match 30'])
  expect(texts(allLines(play(filtered, 'a').state, store))).toEqual([
    'match web',
    'match 10',
    'match 20',
    'match 30',
  ])
})

import { array, assert, constantFrom, integer, property, record } from '../../generated.ts'
import { stripVTControlCharacters } from 'node:util'
import { describe, expect, test } from 'vitest'
import type { State } from '../../../src/ui/dashboard/state.ts'
import { frameOf } from '../../../src/ui/dashboard/view/frame.ts'
import { styledWidth } from '../../../src/ui/dashboard/view/styled.ts'
import { lookOf } from '../../../src/ui/dashboard/view/style.ts'
import { container, look, play, shop, sources, start } from './support.ts'

function filled() {
  const all = sources()
  const line = { service: 'db', container: 'shop-db-1', stream: 'stdout' } as const
  for (let at = 1; at <= 40; at++) all.logs.append({ ...line, time: start + at, text: `line ${at}` })
  return all
}

const sizes = [
  [120, 30],
  [80, 24],
  [50, 20],
  [40, 10],
] as const

describe.each(sizes)('%i × %i', (columns, rows) => {
  const state = shop({ columns, rows })
  const text = (of: State) => frameOf(of, filled(), look).join('\n').replaceAll(/ +$/gm, '')

  test('fits at rest', () => {
    expect(text(state)).toMatchSnapshot()
  })

  test('opens the detail', () => {
    expect(text(play(state, '\r').state)).toMatchSnapshot()
  })

  test('asks a question', () => {
    expect(text(play(state, 'D').state)).toMatchSnapshot()
  })
})

const keys = constantFrom(
  ...'j k g G 1 2 3 [ ] z a m s w t p e i : ? / f n N F c y Y o + - D K R'.split(' '),
  ' ',
  '\r',
  '\t',
  '\u001B[A',
  '\u001B[6~',
  '漢',
  '🙂',
)
const looks = [look, lookOf({ color: false, ascii: true }), lookOf({ color: true, ascii: false })]

test('whatever is typed in whatever window, a frame is exactly as large as the window', () => {
  const size = record({
    columns: integer({ min: 20, max: 160 }),
    rows: integer({ min: 4, max: 50 }),
  })
  const all = filled()
  all.logs.append({
    service: 'db',
    container: 'shop-db-1',
    stream: 'stderr',
    time: start + 99,
    text: '\u001B[2J\u001B[31m漢字🙂'.repeat(20),
  })
  assert(
    property(size, array(keys, { maxLength: 12 }), constantFrom(...looks), (window, typed, look) => {
      const { state } = play(shop(window), ...typed)
      const frame = frameOf(state, all, look)
      expect(frame).toHaveLength(window.rows)
      expect(frame.map(styledWidth)).toEqual(frame.map(() => window.columns))
      const shown = stripVTControlCharacters(frame.join(''))
      expect(shown).not.toContain('\u001B')
      if (look.ascii) expect(shown.replaceAll(/[漢字🙂]/gu, '')).toMatch(/^[\u0020-\u007E]*$/)
    }),
  )
})

test('two hundred services: only those in view are drawn, and the cursor is among them', () => {
  const names = Array.from({ length: 200 }, (_, at) => `service-${String(at).padStart(3, '0')}`)
  const state = play(
    shop(),
    { type: 'declared', services: names.map((name) => ({ name, replicas: 1, dependencies: [] })) },
    { type: 'containers', containers: names.map((name) => container(name)) },
  ).state
  for (const keys of ['', 'G', '\u001B[6~\u001B[6~']) {
    const after = play(state, keys).state
    const frame = frameOf(after, sources(), look).join('\n')
    expect(frame.match(/● service-\d+/g)?.length).toBeLessThan(30)
    expect(frame).toContain(`> ● ${after.selected}`)
  }
})

test('names and texts of the engine cannot drive the terminal', () => {
  const state = play(shop(), {
    type: 'containers',
    containers: [container('evil\u001B[2J', { name: 'x\u001B]0;title\u0007' })],
  }).state
  for (const keys of ['Gp', 'Ge', 'G]', 'G]]]', 'G[', 'GK']) {
    const frame = frameOf(play(state, keys).state, sources(), look).join('')
    expect(frame).not.toContain('\u001B')
  }
})

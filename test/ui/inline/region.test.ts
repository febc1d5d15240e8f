import * as fc from '../../generated.ts'
import { expect, test } from 'vitest'
import { openRegion } from '../../../src/ui/inline/region.ts'
import { displayWidth } from '../../../src/ui/width.ts'
import { createFakeTerminal } from './terminal.ts'

const columns = 40
const text = fc
  .array(fc.constantFrom('a', 'b', ' ', '字', '✔', '🚀', 'é', '━'), { minLength: 1, maxLength: 18 })
  .map((letters) => `|${letters.join('')}|`)
  .filter((line) => displayWidth(line) < columns)
const frame = fc.array(text, { minLength: 1, maxLength: 8 })
const action = fc.oneof(
  fc.record({ lines: frame }),
  fc.record({ print: fc.array(text, { minLength: 1, maxLength: 5 }), lines: frame }),
)

test('whatever is drawn and printed: the prints stand in order, the last frame below them', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(action, { minLength: 1, maxLength: 12 }), async (actions) => {
      const terminal = createFakeTerminal({ columns, rows: 10 })
      terminal.streams.stdout.write('$ gantry up\n')
      const region = openRegion(terminal.streams, () => undefined)
      for (const each of actions) {
        if ('print' in each) {
          const texts = each.print.map((line, at) => {
            return { target: at % 2 === 0 ? ('stdout' as const) : ('stderr' as const), text: `${line}\n` }
          })
          region.print(texts, each.lines)
        } else region.draw(each.lines)
      }
      const last = actions.at(-1)?.lines ?? []
      region.close(last)
      const printed = actions.flatMap((each) => ('print' in each ? each.print : []))
      expect(await terminal.lines()).toEqual(['$ gantry up', ...printed, ...last])
    }),
    { numRuns: fc.runs(80) },
  )
})

test('only lines that differ are written', () => {
  const terminal = createFakeTerminal({ columns, rows: 10 })
  const region = openRegion(terminal.streams, () => undefined)
  region.draw(['one', 'two', 'three'])
  const before = terminal.raw().length
  region.draw(['one', 'TWO', 'three'])
  const written = terminal.raw().slice(before)
  expect(written).toContain('TWO')
  expect(written).not.toMatch(/one|three/)
  const after = terminal.writes()
  region.draw(['one', 'TWO', 'three'])
  expect(terminal.writes()).toBe(after)
})

test('a frame that a narrower window has broken into more rows is taken away whole', async () => {
  const terminal = createFakeTerminal({ columns: 60, rows: 20 })
  terminal.streams.stdout.write('$ gantry up\n')
  const wide = ['x'.repeat(55), 'y'.repeat(50), 'z'.repeat(10)]
  const region = openRegion(terminal.streams, () => region.draw(['narrow']))
  region.draw(wide)
  terminal.resize({ columns: 25, rows: 20 })
  region.close(['narrow'])
  expect(await terminal.lines()).toEqual(['$ gantry up', 'narrow'])
})

test('the terminal is held while the view is there, and wrapping and cursor are as before at its end', () => {
  const terminal = createFakeTerminal({ columns, rows: 10 })
  const region = openRegion(terminal.streams, () => undefined)
  region.draw(['one'])
  expect(terminal.held()).toBe(1)
  region.close(['two'])
  region.close(['three'])
  expect(terminal.held()).toBe(0)
  const raw = terminal.raw()
  expect(raw).not.toContain('three')
  for (const [on, off] of [
    ['\u001B[?25h', '\u001B[?25l'],
    ['\u001B[?7h', '\u001B[?7l'],
    ['\u001B[?2026l', '\u001B[?2026h'],
  ] as const) {
    expect(raw.lastIndexOf(on)).toBeGreaterThan(raw.lastIndexOf(off))
  }
})

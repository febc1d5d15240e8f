import { stripVTControlCharacters } from 'node:util'
import { Terminal } from '@xterm/headless'
import { array, assert, asyncProperty, constantFrom } from '../../generated.ts'
import { expect, test } from 'vitest'
import { createCanvas } from '../../../src/ui/dashboard/screen.ts'

async function screenAfter(text: string, columns: number, rows: number): Promise<readonly string[]> {
  const terminal = new Terminal({ cols: columns, rows, allowProposedApi: true })
  await new Promise<void>((resolve) => terminal.write(text, resolve))
  const { active } = terminal.buffer
  return Array.from({ length: rows }, (_, row) => active.getLine(row)?.translateToString(true) ?? '')
}

test('only lines that changed are written, and nothing where none did', () => {
  let written = ''
  const canvas = createCanvas((text) => (written += text))
  canvas.enter()
  canvas.draw(['one', 'two', 'three'])
  written = ''
  canvas.draw(['one', 'TWO', 'three'])
  expect(written).toContain('TWO')
  expect(written).not.toMatch(/one|three/)
  written = ''
  canvas.draw(['one', 'TWO', 'three'])
  expect(written).toBe('')
})

test('any frames, one after the other, leave the last one on the screen', async () => {
  const line = constantFrom('', 'a', 'abc', '漢字', '\u001B[31mred\u001B[0m', 'full lines')
  const frame = array(line, { minLength: 0, maxLength: 5 })
  await assert(
    asyncProperty(array(frame, { minLength: 1, maxLength: 5 }), async (frames) => {
      let written = ''
      const canvas = createCanvas((text) => (written += text))
      canvas.enter()
      for (const one of frames) canvas.draw(one)
      const bare = (text: string) => stripVTControlCharacters(text)
      const last = frames.at(-1) ?? []
      const wanted = Array.from({ length: 5 }, (_, row) => bare(last[row] ?? ''))
      expect(await screenAfter(written, 10, 5)).toEqual(wanted)
    }),
  )
})

test('whoever leaves gives back what was taken, once; scrollback is never cleared', () => {
  let written = ''
  const canvas = createCanvas((text) => (written += text))
  canvas.leave()
  expect(written).toBe('')
  canvas.enter()
  canvas.enter()
  canvas.draw(['text'])
  canvas.leave()
  canvas.leave()
  canvas.draw(['lost'])
  for (const mode of ['?1049', '?25', '?7', '?2004']) {
    const all = written.split(`\u001B[${mode}`)
    expect(all).toHaveLength(3)
  }
  expect(written).not.toContain('lost')
  expect(written).not.toContain('\u001B[3J')
})

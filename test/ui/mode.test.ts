import { expect, test } from 'vitest'
import { chooseMode, type ModeQuestion } from '../../src/ui/mode.ts'

const terminal: ModeQuestion = {
  asked: 'auto',
  env: {},
  cursor: true,
  isTTY: true,
  columns: 80,
  rows: 24,
}

test.each<[string, Partial<ModeQuestion>, string]>([
  ['a terminal gets the live view', {}, 'inline'],
  ['a pipe gets lines', { isTTY: false }, 'plain'],
  ['what was asked for holds everywhere', { asked: 'json', env: { CI: '1' } }, 'json'],
  ['inline holds without a terminal', { asked: 'inline', isTTY: false }, 'inline'],
  ['a screen reader is asked for', { asked: 'reader' }, 'reader'],
  ['the dashboard in a terminal', { asked: 'dashboard' }, 'dashboard'],
  ['the dashboard in a pipe counts as auto', { asked: 'dashboard', isTTY: false }, 'plain'],
  ['the dashboard in CI counts as auto', { asked: 'dashboard', env: { CI: 'true' } }, 'plain'],
  ['CI gets lines', { env: { CI: 'true' } }, 'plain'],
  ['CI=false is no CI', { env: { CI: 'false' } }, 'inline'],
  ['a dumb terminal gets lines', { env: { TERM: 'dumb' } }, 'plain'],
  ['--ansi never gets lines', { cursor: false }, 'plain'],
  ['a low window gets lines', { rows: 9 }, 'plain'],
  ['a narrow window gets lines', { columns: 39 }, 'plain'],
  ['the smallest window', { rows: 10, columns: 40 }, 'inline'],
])('%s', (_, question, mode) => {
  expect(chooseMode({ ...terminal, ...question })).toBe(mode)
})

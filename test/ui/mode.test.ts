import { expect, test } from 'vitest'
import { chooseMode, type ModeQuestion } from '../../src/ui/mode.ts'

const terminal: ModeQuestion = { env: {}, isTTY: true, columns: 80, rows: 24 }

test.each<[string, Partial<ModeQuestion>, string]>([
  ['a terminal gets the live view', {}, 'tty'],
  ['a pipe gets lines', { isTTY: false }, 'plain'],
  [
    '--progress wins over everything',
    { progress: 'json', env: { COMPOSE_PROGRESS: 'quiet', CI: '1' } },
    'json',
  ],
  ['--progress tty holds without a terminal', { progress: 'tty', isTTY: false }, 'tty'],
  [
    'COMPOSE_PROGRESS counts when nothing was asked for',
    { progress: 'auto', env: { COMPOSE_PROGRESS: 'plain' } },
    'plain',
  ],
  ['COMPOSE_PROGRESS wins over GANTRY_UI', { env: { COMPOSE_PROGRESS: 'json', GANTRY_UI: 'plain' } }, 'json'],
  ['GANTRY_UI counts as well', { env: { GANTRY_UI: 'quiet' } }, 'quiet'],
  [
    'auto in the environment asks for nothing',
    { env: { COMPOSE_PROGRESS: 'auto', GANTRY_UI: 'auto' } },
    'tty',
  ],
  ['CI gets lines', { env: { CI: 'true' } }, 'plain'],
  ['CI=false is no CI', { env: { CI: 'false' } }, 'tty'],
  ['a dumb terminal gets lines', { env: { TERM: 'dumb' } }, 'plain'],
  ['a screen reader gets lines', { env: { INK_SCREEN_READER: 'true' } }, 'plain'],
  ['a low window gets lines', { rows: 9 }, 'plain'],
  ['a narrow window gets lines', { columns: 39 }, 'plain'],
  ['the smallest window', { rows: 10, columns: 40 }, 'tty'],
])('%s', (_, question, mode) => {
  expect(chooseMode({ ...terminal, ...question })).toBe(mode)
})

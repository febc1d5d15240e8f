import { expect, test } from 'vitest'
import { noSettings, type Settings } from '../../src/commands/settings.ts'
import { createMemoryEngine } from '../../src/docker/memory.ts'
import { loaded, run } from './harness.ts'

interface Said {
  readonly env?: Readonly<Record<string, string>>
  readonly settings?: Partial<Settings>
}

/** The mode that `down` is shown in; stderr is a pipe. */
async function modeOf(flags: string, { env = {}, settings = {} }: Said = {}) {
  const modes: string[] = []
  const ended = await run(['-p', 'shop', ...flags.split(' ').filter(Boolean), 'down'], {
    env,
    engine: createMemoryEngine(),
    parts: {
      load: async () => loaded('shop'),
      readSettings: async () => ({ ...noSettings, ...settings }),
      createRenderer: async ({ mode }) => {
        modes.push(mode)
        return { handle: () => undefined, close: async () => undefined }
      },
    },
  })
  return modes[0] ?? ended.err
}

test.each<[string, string, Said, string]>([
  ['nothing is said: what fits', '', {}, 'plain'],
  ['--ui', '--ui json', {}, 'json'],
  ['--progress', '--progress quiet', {}, 'quiet'],
  ['--progress tty is docker compose’s name for inline', '--progress tty', {}, 'inline'],
  ['--ui before --progress', '--progress quiet --ui json', {}, 'json'],
  ['flags before variables', '--progress quiet', { env: { GANTRY_UI: 'json' } }, 'quiet'],
  ['even when they say auto', '--ui auto', { env: { GANTRY_UI: 'json' } }, 'plain'],
  ['GANTRY_UI', '', { env: { GANTRY_UI: 'reader' } }, 'reader'],
  ['before COMPOSE_PROGRESS', '', { env: { GANTRY_UI: 'json', COMPOSE_PROGRESS: 'quiet' } }, 'json'],
  ['COMPOSE_PROGRESS', '', { env: { COMPOSE_PROGRESS: 'quiet' } }, 'quiet'],
  ['variables before settings', '', { env: { GANTRY_UI: 'json' }, settings: { ui: 'quiet' } }, 'json'],
  ['settings', '', { settings: { ui: 'quiet' } }, 'quiet'],
  ['--ui alone is the dashboard, which a pipe has no place for', '--ui', {}, 'plain'],
])('%s', async (_, flags, said, mode) => {
  expect(await modeOf(flags, said)).toBe(mode)
})

test('what is not there is refused, by the name it was said by', async () => {
  expect(await modeOf('--ui=fancy')).toContain('--ui cannot be "fancy"')
  expect(await modeOf('', { env: { GANTRY_UI: 'fancy' } })).toContain('GANTRY_UI cannot be "fancy"')
})

test('a view that moves and --ansi never exclude each other', async () => {
  expect(await modeOf('--progress tty --ansi never')).toContain('--ansi never forbids')
})

test('failures are JSON wherever the run was to be', async () => {
  for (const [args, env] of [
    [['--ui', 'json'], {}],
    [['--progress', 'json'], {}],
    [[], { GANTRY_UI: 'json' }],
    [[], { COMPOSE_PROGRESS: 'json' }],
  ] as const) {
    const { err } = await run(['-p', 'shop', ...args, 'nothing'], { env })
    expect(JSON.parse(err)).toMatchObject({ error: true, code: 'usage' })
  }
})

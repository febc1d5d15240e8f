import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { readSettings, settingsPath } from '../../src/commands/settings.ts'
import { ProjectError, type Problem } from '../../src/errors.ts'
import { uiChoices } from '../../src/ui/mode.ts'

const env = { XDG_CONFIG_HOME: '/conf' }
const path = '/conf/gantry/settings.yaml'
const read = async (text: string) =>
  readSettings(env, {
    read: async (asked) => {
      expect(asked).toBe(path)
      return text
    },
  })

/** `2:3 message (hint)`, for each problem. */
async function faultsOf(text: string): Promise<readonly string[]> {
  const error: unknown = await read(text).catch((error: unknown) => error)
  if (!(error instanceof ProjectError)) throw new Error(`no problem was found in ${text}`)
  return error.problems.map(told)
}

const told = ({ message, place, hint }: Problem) =>
  `${place?.line}:${place?.column} ${message}${hint === undefined ? '' : ` (${hint})`}`

test('are looked for where XDG says, or below the home', () => {
  expect(settingsPath({ XDG_CONFIG_HOME: '/conf', HOME: '/home/a' })).toBe(path)
  expect(settingsPath({ XDG_CONFIG_HOME: 'relative', HOME: '/home/a' })).toBe(
    '/home/a/.config/gantry/settings.yaml',
  )
})

test('who has none has none', async () => {
  const missing = async () => {
    throw Object.assign(new Error('no such file'), { code: 'ENOENT' })
  }
  expect(await readSettings(env, { read: missing })).toMatchObject({ keys: {} })
})

test.each(['', '# nothing yet\n', '{}\n', 'ui:\n  auto\n', 'keys:\n'])('%j is fine', async (text) => {
  expect((await read(text)).keys).toEqual({})
})

test('ui and keys are read', async () => {
  const { ui, keys } = await read('ui: plain\nkeys:\n  restart: R\n  stop: [s, ctrl-s]\n  pane-1: 1\n')
  expect({ ui, keys }).toEqual({
    ui: 'plain',
    keys: { restart: ['R'], stop: ['s', 'ctrl-s'], 'pane-1': ['1'] },
  })
})

describe('the schema for editors', () => {
  const schema = JSON.parse(
    readFileSync(new URL('../../schemas/settings.schema.json', import.meta.url), 'utf8'),
  )
  const validate = new Ajv2020({ allowUnionTypes: true }).compile(schema)

  test('names the same choices', () => {
    expect(schema.properties.ui.enum).toEqual(uiChoices)
  })

  test.each([
    [{}, true],
    [{ ui: 'reader' }, true],
    [{ ui: 'fancy' }, false],
    [{ ui: null }, false],
    [{ colour: true }, false],
    [{ keys: null }, true],
    [{ keys: { stop: 's', restart: ['r', 'ctrl-r'], 'pane-1': 1, mark: [] } }, true],
    [{ keys: { stop: '' } }, false],
    [{ keys: { stop: {} } }, false],
    [{ keys: { stop: [['s']] } }, false],
    [{ keys: 's' }, false],
    [[], false],
  ])('%j: %s, as the reader says', async (settings, right) => {
    expect(validate(settings)).toBe(right)
    const outcome = await read(JSON.stringify(settings)).then(
      () => true,
      () => false,
    )
    expect(outcome).toBe(right)
  })
})

describe('faults', () => {
  test('are told all at once, with their places and what may have been meant', async () => {
    expect(await faultsOf('uii: plain\nui: inlin\ncolour: no\nkeys: {restart: {}}\n')).toEqual([
      '1:1 there is no setting "uii" (did you mean "ui"?)',
      '2:5 "ui" must be one of auto, dashboard, inline, plain, reader, json, quiet (did you mean "inline"?)',
      '3:1 there is no setting "colour" (there is: ui, keys)',
      '4:17 "keys.restart" must be a key or a list of keys, such as "r" or [r, ctrl-r]',
    ])
  })

  test('of YAML have a place as well', async () => {
    expect(await faultsOf('ui: "plain\n')).toEqual([expect.stringMatching(/^\d+:\d+ this is not YAML/)])
    expect(await faultsOf('- ui\n')).toEqual(['1:1 the settings must be a map'])
  })

  test('that only the dashboard can see are told at the key', async () => {
    const { refuseKeys } = await read('ui: auto\nkeys:\n  fly: f\n')
    const { problems } = refuseKeys('fly', 'there is no command "fly"', 'did you mean "follow"?')
    expect(problems.map(told)).toEqual(['3:3 there is no command "fly" (did you mean "follow"?)'])
  })

  test('a file that may not be read is named', async () => {
    const forbidden = async () => {
      throw Object.assign(new Error('permission denied'), { code: 'EACCES' })
    }
    await expect(readSettings(env, { read: forbidden })).rejects.toThrow(
      `the settings in ${path} cannot be read: permission denied`,
    )
  })
})

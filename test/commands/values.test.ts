import { describe, expect, test } from 'vitest'
import type { Options } from '../../src/commands/command.ts'
import { readValues } from '../../src/commands/values.ts'

const options = {
  detach: { type: 'boolean', description: '' },
  orphans: { type: 'boolean', default: true, description: '' },
  timeout: { type: 'number', value: 'SECONDS', env: 'TIMEOUT', description: '' },
  pull: { type: 'string', value: 'WHEN', choices: ['always', 'never'], default: 'never', description: '' },
  scale: { type: 'list', value: 'SERVICE=N', description: '' },
} as const satisfies Options

const given = (texts: Record<string, readonly string[]>) => new Map(Object.entries(texts))

describe('values', () => {
  test('an option that is not given has its default; lists are empty', () => {
    expect(readValues(options, new Map(), {})).toEqual({
      detach: false,
      orphans: true,
      timeout: undefined,
      pull: 'never',
      scale: [],
    })
  })

  test('the last text counts, but lists keep all in order', () => {
    const values = readValues(options, given({ detach: ['true', 'false'], scale: ['a=1', 'b=2', 'a=3'] }), {})
    expect(values.detach).toBe(false)
    expect(values.scale).toEqual(['a=1', 'b=2', 'a=3'])
  })

  test('the command line counts more than the environment, which counts more than the default', () => {
    expect(readValues(options, given({ timeout: ['5'] }), { TIMEOUT: '9' }).timeout).toBe(5)
    expect(readValues(options, new Map(), { TIMEOUT: '9' }).timeout).toBe(9)
    expect(readValues(options, new Map(), { TIMEOUT: '' }).timeout).toBeUndefined()
  })

  test.each(['1', 't', 'T', 'TRUE', 'true', 'True', 'y', 'yes'])('%s is true', (text) => {
    expect(readValues(options, given({ detach: [text] }), {}).detach).toBe(true)
  })

  test.each([
    [{ detach: ['maybe'] }, {}, '--detach must be true or false, not "maybe"'],
    [{ timeout: ['5s'] }, {}, '--timeout must be an integer, not "5s"'],
    [{}, { TIMEOUT: 'x' }, 'TIMEOUT must be an integer, not "x"'],
    [{ pull: ['often'] }, {}, '--pull cannot be "often"'],
  ])('%j with %j is refused', (texts, env, message) => {
    expect(() => readValues(options, given(texts as Record<string, string[]>), env)).toThrow(message)
  })
})

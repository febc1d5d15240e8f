import { expect, test } from 'vitest'
import { bindings, createKeymap, shownKeys } from '../../../src/ui/dashboard/keys.ts'

test('no key is given twice, and every command has one', () => {
  const keys = bindings.flatMap((binding): readonly string[] => binding.keys)
  expect(new Set(keys).size).toBe(keys.length)
  expect(keys.length).toBeGreaterThanOrEqual(bindings.length)
})

test('keys can be changed; the old ones do nothing then', () => {
  const keymap = createKeymap({ quit: ['Q'], restart: ['ctrl-r', 'r'] })
  expect(keymap.get('Q')).toBe('quit')
  expect(keymap.get('q')).toBeUndefined()
  expect([keymap.get('r'), keymap.get('ctrl-r')]).toEqual(['restart', 'restart'])
  expect(shownKeys(keymap, 'restart', false)).toBe('Ctrl-R r')
})

test.each<readonly [Readonly<Record<string, readonly string[]>>, string]>([
  [{ restart: ['s'] }, 'key "s" is given to "stop" and to "restart"'],
  [{ fly: ['f'] }, 'the dashboard has no command "fly"'],
  [{ quit: ['Q', 'spoon'] }, 'there is no key "spoon"'],
])('%j cannot be', (changed, message) => {
  expect(() => createKeymap(changed)).toThrow(message)
})

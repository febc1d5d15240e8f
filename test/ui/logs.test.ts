import { describe, expect, test } from 'vitest'
import { createLogFormatter, type LogFormatterOptions } from '../../src/ui/logs.ts'

const say = (service: string, text: string, number = 1) => ({
  service,
  container: `shop-${service}-${number}`,
  text,
})
const known = ['web', 'cache'].map((service) => ({ service, container: `shop-${service}-1` }))

test('names are without the project, in a column as wide as the longest known one', () => {
  const { line } = createLogFormatter({ color: false, project: 'shop', containers: known })
  expect(line(say('web', 'a'))).toBe('web-1    | a\n')
  expect(line(say('cache', 'b'))).toBe('cache-1  | b\n')
})

test('a longer name widens the column from then on', () => {
  const { line } = createLogFormatter({ color: false, project: 'shop' })
  expect(line(say('db', 'a'))).toBe('db-1  | a\n')
  expect(line(say('worker', 'b', 12))).toBe('worker-12  | b\n')
  expect(line(say('db', 'c'))).toBe('db-1       | c\n')
})

test('a name of the user’s choice stays whole', () => {
  const { line } = createLogFormatter({ color: false, project: 'shop' })
  expect(line({ service: 'web', container: 'shopfront', text: 'a' })).toBe('shopfront  | a\n')
  expect(line({ service: 'web', container: 'shop-web-x', text: 'a' })).toBe('shop-web-x  | a\n')
  expect(line({ service: 'web', container: 'shop_web_2', text: 'a' })).toBe('web_2       | a\n')
})

test('colours go round in the order of first output', () => {
  const { line } = createLogFormatter({ color: true, project: 'shop' })
  const codes = Array.from({ length: 11 }, (_, at) => line(say(`s${at}`, 'x')).slice(1, 7))
  const shown = codes.map((code) => /^\[([\d;]+)m/.exec(code)?.[1])
  expect(shown).toEqual(['36', '33', '32', '35', '34', '36;1', '33;1', '32;1', '35;1', '34;1', '36'])
  expect(line(say('s1', 'again'))).toBe('\u001B[33ms1-1   | \u001B[0magain\n')
})

describe('of a line', () => {
  const stamped = { ...say('web', '\u001B[31mred\u001B[2K'), timestamp: '2026-11-21T12:00:00.1Z' }
  test.each<[string, Partial<LogFormatterOptions>, string]>([
    ['everything', { color: false }, 'web-1  | red\n'],
    ['no prefix', { color: false, prefix: false }, 'red\n'],
    ['timestamps', { color: false, timestamps: true }, 'web-1  | 2026-11-21T12:00:00.1Z red\n'],
    ['colours', { color: true, prefix: false }, '\u001B[31mred\u001B[0m\n'],
    ['its own colours alone', { color: false, keep: 'colors' }, 'web-1  | \u001B[31mred\u001B[0m\n'],
    ['every byte, for a pipe', { color: false, keep: 'bytes' }, 'web-1  | \u001B[31mred\u001B[2K\n'],
  ])('%s is shown', (_, options, text) => {
    expect(createLogFormatter({ project: 'shop', color: false, ...options }).line(stamped)).toBe(text)
  })
})

import { expect, test } from 'vitest'
import { parseFilter } from '../../../../src/ui/dashboard/logs/filter.ts'
import { line } from './lines.ts'

function lets(text: string, part: Parameters<typeof line>[0]): boolean {
  const parsed = parseFilter(text)
  if ('problem' in parsed) throw new Error(parsed.problem)
  return parsed.filter.matches(line(part))
}

test.each([
  ['', 'anything', true],
  ['get', 'GET /index', true],
  ['Get', 'GET /index', false],
  ['get index', 'GET /index', true],
  ['get post', 'GET /index', false],
  ['"get /in"', 'GET /index', true],
  ['"get in"', 'GET /index', false],
  ['!get', 'GET /index', false],
  ['!post', 'GET /index', true],
  ['/^get \\/i/i', 'GET /index', true],
  ['/^get/', 'GET /index', false],
  ['!/x$/', 'GET /index', false],
  ['/a b/ c', 'c a b', true],
  ['/var/log', 'open /var/log/x', true],
  ['level:warn', 'level=error msg=x', true],
  ['level:warn', 'level=info msg=x', false],
  ['level:warn', 'who knows', false],
  ['!level:info', 'level=debug', true],
  ['red', '\u001B[31mr\u001B[0med', true],
  ['http://x', 'see http://x', true],
])('%j against %j: %s', (filter, text, expected) => {
  expect(lets(filter, { text })).toBe(expected)
})

test.each([
  ['service:web', true],
  ['service:db', false],
  ['service:db,web', true],
  ['!service:web', false],
  ['container:web-1', true],
  ['container:web-2', false],
  ['container:shop-web-1', true],
  ['stream:stdout', true],
  ['stream:stderr', false],
])('%s of a line of web-1: %s', (filter, expected) => {
  expect(lets(filter, {})).toBe(expected)
})

test.each([
  ['/(/', /Unterminated group/],
  ['/a/uv', /flags/],
  ['level:loud', /there is no level "loud": write one of trace, debug/],
  ['stream:both', /there is no stream "both"/],
])('%s is refused in words', (text, words) => {
  expect(parseFilter(text)).toMatchObject({ problem: expect.stringMatching(words) })
})

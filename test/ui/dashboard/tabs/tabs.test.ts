import { expect, test } from 'vitest'
import { clockOf } from '../../../../src/ui/dashboard/logs/clock.ts'
import { eventsPage } from '../../../../src/ui/dashboard/tabs/events-pane.ts'
import { healthPage } from '../../../../src/ui/dashboard/tabs/health-pane.ts'
import { inspectPage } from '../../../../src/ui/dashboard/tabs/inspect-pane.ts'

const options = { width: 40, rows: 4, color: false, ascii: false }

test('events: the newest page, in our words, safe to write', () => {
  const happenings = ['start', 'health_status', 'die', 'start', 'oom'].map((action, at) => ({
    time: at * 1000,
    subject: 'web-1',
    action,
    ...(action === 'die' ? { detail: 'exit code 1\u001B[2J' } : {}),
  }))
  const page = eventsPage(happenings, options)
  expect(page.lines).toEqual([
    `${clockOf(1000)}  health status  web-1`,
    `${clockOf(2000)}  die  web-1  exit code 1`,
    `${clockOf(3000)}  start  web-1`,
    `${clockOf(4000)}  oom  web-1`,
  ])
  expect(page).toMatchObject({ from: 1, total: 5 })
  expect(eventsPage(happenings, { ...options, from: 0 }).from).toBe(0)
})

test('health: the last probe first, with its exit code and output', () => {
  const log = [
    { exitCode: 0, output: 'ok\n' },
    { exitCode: 1, output: 'refused\n' },
  ]
  expect(healthPage([{ name: 'db-1', health: 'unhealthy', log }], { ...options, rows: 9 }).lines).toEqual([
    'db-1  unhealthy',
    '  last probe: failed, exit code 1',
    '    refused',
    '  1 before: passed',
    '    ok',
  ])
  expect(healthPage([{ name: 'web-1', health: 'none', log: [] }], options).lines).toEqual([
    'web-1  no health check',
  ])
})

test('inspect: a page of the text, keys in colour, nothing past its end', () => {
  const text = 'services:\n  web:\n    image: "x:1"\n    command: ["a"]\n    init: true\n'
  expect(inspectPage(text, { ...options, from: 99 })).toEqual({
    lines: ['  web:', '    image: "x:1"', '    command: ["a"]', '    init: true'],
    from: 1,
    total: 5,
  })
  const [first] = inspectPage(text, { ...options, color: true }).lines
  expect(first?.startsWith('\u001B[36mservices\u001B[0m')).toBe(true)
})

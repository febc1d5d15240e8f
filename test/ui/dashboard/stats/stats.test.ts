import { expect, test } from 'vitest'
import { statsLines } from '../../../../src/ui/dashboard/stats/pane.ts'
import { createUsageRings, usageBetween, type UsageSample } from '../../../../src/ui/dashboard/stats/rings.ts'
import { sparkline } from '../../../../src/ui/dashboard/stats/sparkline.ts'

const zero: UsageSample = {
  time: 0,
  cpu: { total: 0 },
  memory: { used: 0, limit: 0 },
  network: { received: 0, sent: 0 },
  block: { read: 0, written: 0 },
  pids: 1,
}

test.each([
  [[0, 1, 2, 3, 4, 5, 6, 7], {}, '▁▂▃▄▅▆▇█'],
  [[0, 7], {}, '      ▁█'],
  [[9, 9, 9, 9, 9, 9, 9, 9, 0, 7], {}, '██████▁▆'],
  [[0, NaN, 7], {}, '     ▁ █'],
  [[0, 0], {}, '      ▁▁'],
  [[50, 200], { full: 100 }, '      ▅█'],
  [[0, 7], { ascii: true }, '      _#'],
])('%j %j', (values, options, expected) => {
  expect(sparkline(values, { width: 8, ascii: false, ...options })).toBe(expected)
})

test('two samples give percent of a processor and rates', () => {
  const now = {
    ...zero,
    time: 2,
    cpu: { total: 3e9 },
    network: { received: 4000, sent: 2000 },
    block: { read: 10, written: 20 },
  }
  expect(usageBetween(zero, now)).toMatchObject({
    cpuPercent: 150,
    receivedRate: 2000,
    sentRate: 1000,
    readRate: 5,
    writtenRate: 10,
  })
})

test('a container that began anew counts from zero', () => {
  const before = { ...zero, cpu: { total: 9e9 }, network: { received: 9000, sent: 0 } }
  const now = { ...zero, time: 1, cpu: { total: 1e9 }, network: { received: 1000, sent: 0 } }
  expect(usageBetween(before, now)).toMatchObject({ cpuPercent: 100, receivedRate: 1000 })
})

test('the newest figures are kept, the first sample gives none, a repeated one nothing', () => {
  const rings = createUsageRings(3)
  for (const time of [0, 1, 1, 2, 3, 4]) rings.add('a', { ...zero, time, memory: { used: time, limit: 0 } })
  expect(rings.of('a').map(({ memory }) => memory)).toEqual([2, 3, 4])
  expect(rings.revision()).toBe(4)
  rings.forget('a')
  expect(rings.of('a')).toEqual([])
})

test('the pane shows a container in full, and several in a line each where they do not fit', () => {
  const rings = createUsageRings()
  for (let at = 0; at < 4; at++)
    rings.add('web', {
      ...zero,
      time: at,
      cpu: { total: at * at * 1e8 },
      memory: { used: 5e6 * at, limit: 1e9 },
      pids: 3,
    })
  const web = { name: 'web-1', usage: rings.of('web') }
  expect(statsLines([web], { width: 60, rows: 10, ascii: false })).toEqual([
    'web-1',
    '  cpu     50.0%                                          ▂▅█',
    '  memory  15.0MB of 1.0GB                                ▃▆█',
    '  network in 0B/s  out 0B/s                              ▁▁▁',
    '  disk    read 0B/s  write 0B/s                          ▁▁▁',
    '  pids    3                                              ███',
  ])
  expect(statsLines([web, { name: 'db-1', usage: [] }], { width: 40, rows: 5, ascii: true })).toEqual([
    'web-1           50.0%  15.0MB        .=#',
    'db-1          waiting',
  ])
})

import { describe, expect, test } from 'vitest'
import type { EventBody } from '../../../src/events.ts'
import { createEmitter } from '../../../src/events.ts'
import { createRenderer } from '../../../src/ui/index.ts'
import { container, createFakeClock, stepOf, upEnds, upEvents, upFails } from '../support.ts'
import { createFakeTerminal } from './terminal.ts'

async function open({ columns = 80, rows = 24, command = 'up' } = {}) {
  const terminal = createFakeTerminal({ columns, rows })
  for (const line of ['$ ls', 'compose.yaml', '$ gantry up']) terminal.streams.stdout.write(`${line}\n`)
  const { clock, advance, running } = createFakeClock()
  const renderer = await createRenderer('inline', terminal.streams, { command, clock })
  const emit = createEmitter(renderer.handle, () => new Date())
  return {
    terminal,
    renderer,
    emit: (bodies: readonly EventBody[]) => bodies.forEach(emit),
    wait: advance,
    timers: running,
    /** Everything on the terminal below what was there before. */
    look: async () => (await terminal.lines()).slice(3),
  }
}

/** What clears the screen or its scrollback, resets the terminal or leaves for the other screen. */
const wipes = ['\u001B[J', '\u001B[0J', '\u001B[1J', '\u001B[2J', '\u001B[3J', '\u001Bc', '\u001B[?1049']
const wipesIn = (raw: string) => wipes.filter((sequence) => raw.includes(sequence))
const log = (text: string, stream: 'stdout' | 'stderr' = 'stdout'): EventBody => {
  return { type: 'log', service: 'db', container: 'shop-db-1', stream, text }
}

test('in the middle of a run the view shows what is under way', async () => {
  const { emit, wait, look } = await open()
  emit(upEvents)
  wait(2040)
  expect(await look()).toEqual([
    '[+] up shop 4/8  2s',
    ' ⠹ Image     shop-web     Building  [2/3] RUN pip install flask              2s',
    ' ⠹ Container shop-db-1    Waiting   web waits for it                         2s',
    ' · Container shop-web-1   Pending   waits for image shop-web                 2s',
    ' ✔ Image     postgres:16  Pulled                                           3.4s',
    ' ✔ Network   shop_default Created                                          0.1s',
  ])
})

test('at the end a table stays, what was above is untouched and the cursor is back', async () => {
  const { emit, wait, look, terminal, renderer, timers } = await open()
  emit(upEvents)
  wait(2040)
  emit(upEnds)
  await renderer.close()
  await renderer.close()
  wait(100)
  expect(timers()).toBe(0)
  expect(await look()).toEqual([
    '[+] up shop 8/8  2.0s',
    ' ✔ Network   shop_default Created                                          0.1s',
    ' ✔ Image     postgres:16  Pulled                                           3.4s',
    ' ✔ Image     shop-web     Built                                            8.1s',
    ' ✔ Container shop-db-1    Healthy                                          5.7s',
    ' ✔ Container shop-web-1   Started                                          0.4s',
  ])
  expect((await terminal.lines()).slice(0, 3)).toEqual(['$ ls', 'compose.yaml', '$ gantry up'])
  expect(wipesIn(terminal.raw())).toEqual([])
  expect(terminal.raw().lastIndexOf('\u001B[?25h')).toBeGreaterThan(terminal.raw().lastIndexOf('\u001B[?25l'))
})

test('a failure is told in full below the table', async () => {
  const { emit, look } = await open()
  emit([...upEvents, ...upFails])
  expect((await look()).slice(4)).toEqual([
    ' ✘ Container shop-db-1    Error     exited with code 1                     5.7s',
    ' - Container shop-web-1   Skipped   shop-db-1 failed',
    ' Container shop-db-1 Error (5.2s): container "shop-db-1" exited with code 1',
    '   | starting',
    '   | FATAL:  no password',
    '   hint: set POSTGRES_PASSWORD',
  ])
})

test('when there is nothing to do, one line says so', async () => {
  const { emit, look, terminal } = await open()
  emit([
    { type: 'plan', project: 'shop', steps: 0, resources: [] },
    { type: 'summary', exitCode: 0, seconds: 0, done: 0, failed: 0, skipped: 0 },
  ])
  expect(await look()).toEqual(['shop: up to date, nothing to do'])
  expect(terminal.raw()).not.toContain('\u001B')
})

test('a down that finds nothing does not speak of up to date', async () => {
  const { emit, look } = await open({ command: 'down' })
  emit([
    { type: 'plan', project: 'shop', steps: 0, resources: [] },
    { type: 'summary', exitCode: 0, seconds: 0, done: 0, failed: 0, skipped: 0 },
  ])
  expect(await look()).toEqual(['shop: nothing to do'])
})

describe('lines of containers', () => {
  test('appear above the view while it is live and never tear it', async () => {
    const { emit, wait, look, terminal } = await open()
    emit(upEvents)
    for (let at = 0; at < 40; at++) {
      emit([log(`line ${at}`, at % 2 === 0 ? 'stdout' : 'stderr')])
      wait(70)
    }
    wait(200)
    const lines = await look()
    expect(lines.slice(0, 40)).toEqual(Array.from({ length: 40 }, (_, at) => `db-1  | line ${at}`))
    expect(lines[40]).toMatch(/^\[\+\] up shop 4\/8/)
    expect(lines).toHaveLength(46)
    expect(wipesIn(terminal.raw())).toEqual([])
  })

  test('follow the table once all steps have ended', async () => {
    const { emit, look } = await open()
    emit([...upEvents, log('early'), ...upEnds.slice(0, -1), log('late')])
    emit([
      { type: 'container-exited', service: 'db', container: 'shop-db-1', exitCode: 0, restarting: false },
    ])
    const lines = await look()
    expect(lines[0]).toBe('db-1  | early')
    expect(lines[1]).toMatch(/^\[\+\] up shop 8\/8/)
    expect(lines.slice(7)).toEqual(['db-1  | late', 'db-1 exited with code 0'])
  })

  test('cost no more than thirty drawings a second, however many there are', async () => {
    const { emit, wait, terminal } = await open()
    emit(upEvents)
    wait(1000)
    const before = terminal.writes()
    for (let at = 0; at < 100; at++) {
      emit(Array.from({ length: 20 }, (_, line) => log(`${at} ${line}`)))
      wait(10)
    }
    // Marks around each drawing, and the text itself.
    expect(terminal.writes() - before).toBeLessThanOrEqual(30 * 3)
    expect(terminal.raw()).toContain('99 19')
  })
})

test('while nothing happens only the times are written, once a second', async () => {
  const { emit, wait, terminal } = await open()
  emit(upEvents.slice(0, 1))
  wait(200)
  const before = terminal.writes()
  wait(5000)
  expect(terminal.writes() - before).toBe(5)
})

test('after Ctrl-Z the view goes on below what the shell wrote, and the cursor was there meanwhile', async () => {
  const { emit, wait, look, terminal, renderer } = await open()
  emit(upEvents)
  wait(1100)
  const before = terminal.raw()
  terminal.suspend('[1]+ Stopped\n$ fg\n')
  const meanwhile = '\u001B[?25h[1]+ Stopped\n$ fg\n\u001B[?25l'
  expect(terminal.raw().slice(before.length, before.length + meanwhile.length)).toBe(meanwhile)
  wait(1000)
  emit(upEnds)
  await renderer.close()
  const lines = await look()
  expect(lines.slice(6, 9)).toEqual(['[1]+ Stopped', '$ fg', '[+] up shop 8/8  2.1s'])
  expect(lines).toHaveLength(14)
  expect(terminal.held()).toBe(0)
})

test('a second plan has a view of its own', async () => {
  const { emit, wait, look } = await open()
  emit([...upEvents, ...upEnds])
  const db = container('db')
  emit([
    { type: 'stopping', force: false },
    { type: 'plan', project: 'shop', steps: 1, resources: [db] },
    { type: 'step-started', reason: 'you asked to stop', ...stepOf('stop-container', db) },
  ])
  wait(1000)
  emit([{ type: 'step-done', seconds: 1, ...stepOf('stop-container', db) }])
  expect((await look()).slice(6)).toEqual([
    'Gracefully stopping, press Ctrl+C again to force',
    '[+] stop shop 1/1  1.0s',
    ' ✔ Container shop-db-1 Stopped                                             1.0s',
  ])
})

test('a run that is broken off leaves what it had reached', async () => {
  const { emit, wait, look, renderer, terminal, timers } = await open()
  emit(upEvents)
  wait(1000)
  await renderer.close()
  wait(100)
  expect(timers()).toBe(0)
  const lines = await look()
  expect(lines).toHaveLength(6)
  expect(lines[3]).toContain('Building')
  expect(terminal.raw().endsWith('\u001B[?25h')).toBe(true)
})

describe.each([
  { columns: 80, rows: 24, height: 12 },
  { columns: 40, rows: 10, height: 8 },
])('200 resources in $columns × $rows', ({ columns, rows, height }) => {
  test('the view keeps its height, and the screen is never wiped', { timeout: 30_000 }, async () => {
    const { emit, wait, look, terminal, renderer } = await open({ columns, rows })
    const all = Array.from({ length: 200 }, (_, at) => container(`a-service-with-a-rather-long-name-${at}`))
    emit([{ type: 'plan', project: 'big', steps: 200, resources: all }])
    for (const resource of all.slice(0, 150)) {
      emit([{ type: 'step-started', reason: 'it is new', ...stepOf('start-container', resource) }])
      wait(20)
    }
    for (const resource of all.slice(0, 100)) {
      emit([{ type: 'step-done', seconds: 1, ...stepOf('start-container', resource) }])
      wait(20)
    }
    const lines = await look()
    expect(lines).toHaveLength(height)
    expect(lines[0]).toMatch(/^\[\+\] up big 100\/200/)
    expect(lines.at(-1)).toMatch(/^ … and \d+ active, 50 waiting, 100 done$/)
    for (const line of lines) expect(line.length).toBeLessThan(columns)
    await renderer.close()
    expect(wipesIn(terminal.raw())).toEqual([])
  })
})

test.each([
  ['lower', { columns: 80, rows: 10 }],
  ['narrower', { columns: 45, rows: 24 }],
  ['larger', { columns: 120, rows: 40 }],
  ['much smaller', { columns: 40, rows: 6 }],
])('a window made %s gets frames that fit, and keeps what it showed', async (_, size) => {
  const { emit, wait, look, terminal } = await open()
  emit(upEvents)
  wait(1000)
  terminal.resize(size)
  wait(1000)
  emit(upEnds)
  const lines = await look()
  const table = lines.slice(lines.findLastIndex((line) => line.startsWith('[+] up shop')))
  expect(table[0]).toBe('[+] up shop 8/8  2.0s')
  expect(table).toHaveLength(6)
  for (const line of table) expect(line.length).toBeLessThan(size.columns)
  expect(wipesIn(terminal.raw())).toEqual([])
  expect((await terminal.lines()).slice(0, 3)).toEqual(['$ ls', 'compose.yaml', '$ gantry up'])
})

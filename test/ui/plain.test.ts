import { describe, expect, test } from 'vitest'
import type { EventBody } from '../../src/events.ts'
import { createPlainRenderer } from '../../src/ui/plain.ts'
import {
  container,
  createFakeClock,
  createRecorder,
  image,
  network,
  stamped,
  stepOf,
  upEnds,
  upEvents,
  upFails,
} from './support.ts'

function show(bodies: readonly EventBody[], { color = false } = {}) {
  const { written, streams } = createRecorder({ color })
  const { clock, advance, running } = createFakeClock()
  const renderer = createPlainRenderer(streams, { clock })
  for (const event of stamped(bodies)) renderer.handle(event)
  return { written, advance, renderer, running }
}

test('a run that goes well is one line for each beginning and each end', () => {
  expect(show([...upEvents, ...upEnds]).written.stderr)
    .toBe(` Network shop_default Creating: it does not exist
 Image postgres:16 Pulling: it is not on the engine
 Image shop-web Building: it was never built
 Network shop_default Created (0.1s)
 Image shop-web Building: [2/3] RUN pip install flask
 web | Collecting flask
 Image postgres:16 Pulled (3.4s)
 Container shop-db-1 Creating: service "db" has no container
 Container shop-db-1 Created (0.1s)
 Container shop-db-1 Starting: it is new
 Container shop-db-1 Started (0.4s)
 Container shop-db-1 Waiting: web waits for it
 Image shop-web Built (8.1s)
 Container shop-web-1 Creating: service "web" has no container
 Container shop-web-1 Created (0.1s)
 Container shop-db-1 Healthy (5.2s)
 Container shop-web-1 Starting: it is new
 Container shop-web-1 Started (0.3s)
shop: 8 steps done in 12.3s
`)
})

test('a failure says which resource, why, its last lines and what to do; a resource is skipped once', () => {
  const { written } = show([...upEvents, ...upFails])
  expect(written.stderr.split('\n').slice(-8).join('\n')).toBe(
    ` Container shop-db-1 Error (5.2s): container "shop-db-1" exited with code 1
   | starting
   | FATAL:  no password
   hint: set POSTGRES_PASSWORD
 Image shop-web Built (8.1s)
 Container shop-web-1 Skipped: Container shop-db-1 failed
shop: 5 steps done, 1 failed, 2 skipped in 9.1s
`,
  )
})

test('a plan without steps is one line', () => {
  const { written } = show([
    { type: 'plan', project: 'shop', steps: 0, resources: [] },
    { type: 'summary', exitCode: 0, seconds: 0, done: 0, failed: 0, skipped: 0 },
  ])
  expect(written.all).toBe('shop: up to date, nothing to do\n')
})

test('the percentages of a pull are never lines', () => {
  const pull = stepOf('pull-image', image('redis:7', 'cache'))
  const progress = [1, 2, 3].map((current): EventBody => ({
    type: 'step-progress',
    text: 'Downloading',
    current,
    total: 3,
    ...pull,
  }))
  expect(show(progress).written.all).toBe('')
})

describe('while nothing is written', () => {
  test('a line every 30 seconds names what is awaited', () => {
    const { written, advance } = show(upEvents)
    const before = written.stderr.length
    advance(29_000)
    expect(written.stderr.slice(before)).toBe('')
    advance(1000)
    expect(written.stderr.slice(before)).toBe(
      ' Still at work: Image shop-web Building (30.0s, [2/3] RUN pip install flask), Container shop-db-1 Waiting (30.0s, web waits for it)\n',
    )
    advance(60_000)
    expect(written.stderr.slice(before).split('\n')).toHaveLength(4)
  })

  test('nothing is said once all steps have ended, and no timer is left', async () => {
    const { written, advance, renderer, running } = show([...upEvents, ...upEnds])
    const before = written.all
    advance(120_000)
    expect(written.all).toBe(before)
    await renderer.close()
    await renderer.close()
    expect(running()).toBe(0)
  })

  test('many steps are counted', () => {
    const started = Array.from({ length: 9 }, (_, at): EventBody => {
      return { type: 'step-started', reason: '', ...stepOf('stop-container', container(`s${at}`)) }
    })
    const { written, advance } = show(started)
    advance(30_000)
    expect(written.stderr).toContain('s3-1 Stopping (30.0s), and 5 more steps\n')
  })
})

test('names and reasons cannot drive the terminal', () => {
  const evil = { kind: 'volume', name: 'a\u001B[2J\u001B]0;title\u0007\nb\u009B3J' } as const
  const { written } = show([
    { type: 'plan', project: 'p\u001B[H', steps: 0, resources: [] },
    { type: 'step-started', reason: 'r\u001B[1A\r\n', ...stepOf('create-volume', evil) },
    { type: 'step-output', text: '\u001B[31mred\u001B[0m\u001B[2K\u0007', ...stepOf('run-hook', evil) },
    {
      type: 'step-failed',
      seconds: 1,
      failure: { code: 'bug', message: 'm\u001Bc' },
      ...stepOf('wait', evil),
    },
    { type: 'warning', code: 'w', message: '\u001B[5mblink' },
    { type: 'summary', exitCode: 0, seconds: 0, done: 0, failed: 0, skipped: 0 },
  ])
  expect(written.all).not.toMatch(/[^\n\P{Cc}]/u)
  expect(written.all.split('\n')).toHaveLength(6)
})

test('colours are used only where they may be', () => {
  const events: EventBody[] = [
    { type: 'warning', code: 'w', message: 'look' },
    { type: 'step-output', text: '\u001B[32mok\u001B[0m', ...stepOf('create-network', network) },
  ]
  expect(show(events).written.all).toBe(' Warning: look\n shop_default | ok\n')
  expect(show(events, { color: true }).written.all).toBe(
    ' \u001B[33mWarning\u001B[39m: look\n shop_default | \u001B[32mok\u001B[0m\n',
  )
})

test('lines of containers go to the stream they were written to', () => {
  const { written } = show([
    { type: 'plan', project: 'shop', steps: 1, resources: [container('db'), container('cache')] },
    { type: 'log', service: 'db', container: 'shop-db-1', stream: 'stderr', text: 'ready' },
    { type: 'log', service: 'cache', container: 'shop-cache-1', stream: 'stdout', text: 'hello' },
    {
      type: 'container-exited',
      service: 'db',
      container: 'shop-db-1',
      exitCode: 137,
      restarting: true,
    },
    { type: 'stopping', force: false },
  ])
  expect(written.stdout).toBe('cache-1  | hello\ndb-1 exited with code 137 (restarting)\n')
  expect(written.stderr).toBe('db-1  | ready\nGracefully stopping, press Ctrl+C again to force\n')
})

test('that there was nothing to do is told when it is certain: not before a plan with steps, not after a failure', () => {
  const empty: EventBody = { type: 'plan', project: 'shop', steps: 0, resources: [] }
  const ended = { type: 'summary', seconds: 0, done: 0, failed: 0, skipped: 0 } as const
  const log: EventBody = { type: 'log', service: 'db', container: 'shop-db-1', stream: 'stdout', text: 'hi' }
  const start = stepOf('start-container', container('db'))
  expect(show([empty, { ...ended, exitCode: 1 }]).written.all).toBe('')
  expect(show([empty, log, { ...ended, exitCode: 0 }]).written.all).toBe(
    'shop: up to date, nothing to do\ndb-1  | hi\n',
  )
  const second: EventBody = { type: 'plan', project: 'shop', steps: 1, resources: [container('db')] }
  expect(show([empty, second, { type: 'step-done', seconds: 1, ...start }, log]).written.stderr).toBe(
    ' Container shop-db-1 Started (1.0s)\n',
  )
})

test('each step of a build is one line, however often it is told; its housekeeping is none', () => {
  const build = stepOf('build-image', image('shop-web', 'web'))
  const texts = ['[internal] load build context', '[1/2] FROM python', '[2/2] COPY . .', '[1/2] FROM python']
  const events = texts.map((text): EventBody => ({ type: 'step-progress', text, ...build }))
  expect(show(events).written.all).toBe(
    ' Image shop-web Building: [1/2] FROM python\n Image shop-web Building: [2/2] COPY . .\n',
  )
})

test('a run that is broken off says so once for each resource, and awaits nothing any more', () => {
  const db = container('db')
  const { written, advance } = show([
    { type: 'step-started', reason: 'it is new', ...stepOf('start-container', db) },
    { type: 'step-skipped', because: 'cancelled', ...stepOf('start-container', db) },
    { type: 'step-skipped', because: 'cancelled', ...stepOf('wait', db) },
  ])
  advance(60_000)
  expect(written.all).toBe(
    ' Container shop-db-1 Starting: it is new\n Container shop-db-1 Skipped: cancelled\n',
  )
})

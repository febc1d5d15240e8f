import { expect, test } from 'vitest'
import { createEmitter, type EventBody } from '../../src/events.ts'
import { createRenderer } from '../../src/ui/index.ts'
import { createFakeClock, createRecorder, upEnds, upEvents, upFails } from './support.ts'

async function open() {
  const { streams, written } = createRecorder({ color: true })
  const { clock, advance, running } = createFakeClock()
  const renderer = await createRenderer('reader', streams, { command: 'up', clock })
  const emit = createEmitter(renderer.handle, () => new Date('2026-11-21T12:00:00Z'))
  return {
    written,
    advance,
    running,
    close: async () => renderer.close(),
    emit: (bodies: readonly EventBody[]) => bodies.forEach(emit),
  }
}

test('what changed in a second is one announcement', async () => {
  const { emit, advance, written, close, running } = await open()
  emit(upEvents)
  expect(written.stderr).toBe('')
  advance(1000)
  emit(upEnds)
  await close()
  expect(written.stderr).toBe(
    [
      'Network shop_default created, Image postgres:16 pulled, Image shop-web building, Container shop-db-1 waiting. 4 of 8 steps ended.',
      'Image shop-web built, Container shop-web-1 started, Container shop-db-1 healthy. 8 of 8 steps ended.',
      '8 steps done in 12.3s.',
      '',
    ].join('\n'),
  )
  expect(running()).toBe(0)
})

test('many changes are counted', async () => {
  const { emit, advance, written } = await open()
  emit([...upEvents, ...upEnds.slice(0, -1)])
  advance(1000)
  expect(written.stderr).toMatch(/, 1 more change\. 8 of 8 steps ended\.\n$/)
})

test('a failure comes at once and whole', async () => {
  const { emit, written } = await open()
  emit([...upEvents, ...upFails.slice(0, 1)])
  expect(written.stderr).toContain(
    ' Container shop-db-1 Error (5.2s): container "shop-db-1" exited with code 1\n',
  )
  expect(written.stderr).toContain('hint: set POSTGRES_PASSWORD')
})

test('nothing moves, nothing is coloured', async () => {
  const { emit, advance, written, close } = await open()
  emit([...upEvents, ...upFails])
  advance(5000)
  await close()
  expect(written.stderr).not.toContain('\u001B')
})

test('while it waits it says so every 30 seconds', async () => {
  const { emit, advance, written } = await open()
  emit(upEvents)
  advance(1000)
  const before = written.stderr.length
  advance(29_000)
  expect(written.stderr.slice(before)).toBe('')
  advance(2000)
  expect(written.stderr.slice(before)).toMatch(/^ Still at work: Image shop-web Building .*\n$/)
})

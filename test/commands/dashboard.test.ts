import { expect, test } from 'vitest'
import { createSharedLock } from '../../src/commands/dashboard/shared-lock.ts'
import { createTurns } from '../../src/commands/dashboard/turns.ts'
import { createLatch } from '../../src/util/latch.ts'

test('work on one service is done in turns, on others at the same time; the urgent waits for nothing', async () => {
  const busy: boolean[] = []
  const turns = createTurns((now) => busy.push(now))
  const done: string[] = []
  const latches = { web: createLatch(), db: createLatch() }
  const work = (name: string, until?: Promise<void>) => async () => {
    await until
    done.push(name)
  }
  const all = [
    turns.take(['web'], work('web 1', latches.web.opened)),
    turns.take(['web', 'job'], work('web 2')),
    turns.take(['db'], work('db', latches.db.opened)),
    turns.take('all', work('all')),
  ]
  await turns.take(['web'], work('kill'), { urgent: true })
  expect(done).toEqual(['kill'])
  latches.web.open()
  await all[1]
  expect(done).toEqual(['kill', 'web 1', 'web 2'])
  expect(turns.busy()).toBe(true)
  latches.db.open()
  await turns.idle()
  expect(done).toEqual(['kill', 'web 1', 'web 2', 'db', 'all'])
  expect(busy).toEqual([true, false])
})

test('work that fails keeps nobody else from beginning', async () => {
  const turns = createTurns(() => undefined)
  const failing = turns.take(['web'], async () => {
    throw new Error('no')
  })
  const next = turns.take(['web'], async () => undefined)
  await expect(failing).rejects.toThrow('no')
  await next
  expect(turns.busy()).toBe(false)
})

test('a lock is taken by the first and given back by the last', async () => {
  const told: string[] = []
  const lock = createSharedLock(async () => {
    told.push('taken')
    return { release: () => void told.push('given back') }
  })
  const latch = createLatch()
  const long = lock.during(async () => latch.opened)
  await lock.during(async () => void told.push('short'))
  expect(told).toEqual(['taken', 'short'])
  latch.open()
  await long
  expect(told).toEqual(['taken', 'short', 'given back'])
  await lock.during(async () => undefined)
  expect(told.slice(3)).toEqual(['taken', 'given back'])
})

test('who does not get the lock fails, and the next one asks again', async () => {
  let free = false
  const lock = createSharedLock(async () => {
    if (!free) throw new Error('in use')
    return { release: () => undefined }
  })
  await expect(lock.during(async () => 1)).rejects.toThrow('in use')
  free = true
  expect(await lock.during(async () => 2)).toBe(2)
})

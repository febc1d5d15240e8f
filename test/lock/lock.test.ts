import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { readHolder, writeHolder, type Holder } from '../../src/lock/holder.ts'
import { acquireLock, type LockRequest } from '../../src/lock/lock.ts'
import { lockPlace, type LockPlace } from '../../src/lock/place.ts'
import { createLatch } from '../../src/util/latch.ts'

let count = 0
const places: Record<string, () => Promise<LockPlace>> = {
  'a name of the system': async () =>
    lockPlace({ engine: 'test', project: `lock-${process.pid}-${++count}` }, process.platform),
  'a socket file': async () => ({
    path: join(await mkdtemp(join(tmpdir(), 'gantry-lock-')), 'l.sock'),
    leavesFile: true,
  }),
}

const refusedBy = (holder: Holder | undefined) => new Error(`held by ${holder?.command}`)
const acquire = async (place: LockPlace, more: Partial<LockRequest> & { command?: string } = {}) =>
  acquireLock({
    place,
    holder: { command: more.command ?? 'up', since: '2026-11-21T12:00:00.000Z' },
    signal: new AbortController().signal,
    onWait: () => undefined,
    refused: refusedBy,
    ...more,
  })

describe.each(Object.entries(places))('a lock at %s', (_, placeOf) => {
  test('has one holder at a time, in whatever order they come', async () => {
    const place = await placeOf()
    let [inside, most, ended] = [0, 0, 0]
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        const lock = await acquire(place)
        most = Math.max(most, ++inside)
        await new Promise((resolve) => setImmediate(resolve))
        inside--
        ended++
        lock.release()
      }),
    )
    expect([most, ended]).toEqual([1, 8])
  })

  test('tells who waits by whom it is held', async () => {
    const place = await placeOf()
    const first = await acquire(place, { command: 'down' })
    const waiting = createLatch()
    const holders: (Holder | undefined)[] = []
    const onWait = (holder: Holder | undefined) => {
      holders.push(holder)
      waiting.open()
    }
    const second = acquire(place, { onWait })
    await waiting.opened
    expect(holders).toEqual([{ command: 'down', pid: process.pid, since: '2026-11-21T12:00:00.000Z' }])
    first.release()
    ;(await second).release()
  })

  test('is refused at once, with its holder, to those who do not want to wait', async () => {
    const place = await placeOf()
    const first = await acquire(place)
    await expect(acquire(place, { patience: 0 })).rejects.toThrow('held by up')
    await expect(acquire(place, { patience: 10 })).rejects.toThrow('held by up')
    first.release()
    first.release()
    ;(await acquire(place, { patience: 0 })).release()
  })

  test('is not waited for any more when the wait is cancelled', async () => {
    const place = await placeOf()
    const first = await acquire(place)
    const abort = new AbortController()
    const waiting = createLatch()
    const second = acquire(place, { signal: abort.signal, onWait: waiting.open })
    second.catch(() => undefined)
    await waiting.opened
    abort.abort(new Error('enough'))
    await expect(second).rejects.toThrow('enough')
    first.release()
  })

  test('is free when its holder was killed', async () => {
    const place = await placeOf()
    const child = spawn(process.execPath, ['-e', holderScript, JSON.stringify(place.path)], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    await once(child.stdout, 'data')
    const next = acquire(place, { onWait: () => child.kill('SIGKILL') })
    ;(await next).release()
    expect(child.signalCode ?? 'SIGKILL').toBe('SIGKILL')
  })
})

const holderScript = `
const path = JSON.parse(process.argv[1])
require('node:net')
  .createServer((socket) => socket.write('{"command":"up","pid":1,"since":""}\\n'))
  .listen({ path }, () => console.log('ready'))
`

test('what another program says at that place is not taken for a holder', async () => {
  expect(readHolder('HTTP/1.1 400 Bad Request')).toBeUndefined()
  expect(readHolder('{"command":1}')).toBeUndefined()
  const holder = { command: 'up', pid: 1, since: 'x' }
  expect(readHolder(writeHolder(holder))).toEqual(holder)
})

test('where no lock can be had, nobody is kept from working', async () => {
  const file = join(await mkdtemp(join(tmpdir(), 'gantry-lock-')), 'none')
  await writeFile(file, '')
  const lock = await acquire({ path: join(file, 'l.sock'), leavesFile: true })
  lock.release()
  expect(existsSync(file)).toBe(true)
})

test('names differ by engine and project, and by system in kind', () => {
  const at = (engine: string, project: string, platform: NodeJS.Platform = 'linux') =>
    lockPlace({ engine, project }, platform).path
  expect(new Set([at('a', 'b'), at('a', 'c'), at('b', 'b')]).size).toBe(3)
  expect(at('a', 'b')).toBe(at('a', 'b'))
  expect(at('a', 'b', 'win32')).toMatch(/^\\\\\.\\pipe\\gantry-/)
  expect(lockPlace({ engine: 'a', project: 'b' }, 'darwin').leavesFile).toBe(true)
})

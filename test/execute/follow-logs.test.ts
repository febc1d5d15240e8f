import * as fc from '../generated.ts'
import { describe, expect, test } from 'vitest'
import type { Engine, LogOptions, OutputChunk } from '../../src/docker/engine.ts'
import { createMemoryEngine } from '../../src/docker/memory.ts'
import { EngineError } from '../../src/errors.ts'
import { followLogs, type LogFollowOptions } from '../../src/execute/follow-logs.ts'
import { createStampedLines, type StampedLine } from '../../src/execute/stamped-lines.ts'

const origin = { id: 'a1', name: 'shop-web-1', service: 'web' }
const begin = Date.UTC(2026, 0, 31, 8)

/** One message as the engine keeps it: `at` is its time in microseconds after the beginning. */
interface Message {
  readonly at: number
  readonly stream: 'stdout' | 'stderr'
  readonly text: string
}

function stamp(at: number): string {
  const seconds = new Date(begin + Math.floor(at / 1e6) * 1000).toISOString().slice(0, 19)
  return `${seconds}.${String(at % 1e6).padStart(6, '0')}000Z`
}

function chunkOf({ at, stream, text }: Message): OutputChunk {
  return { stream, data: Buffer.from(`${stamp(at)} ${text}\n`) }
}

/** An engine whose container has written these messages; each reading may be cut after so many chunks, and ends as it says. */
function scripted(
  messages: readonly Message[],
  cuts: readonly { readonly after: number; readonly broken: boolean }[],
) {
  let readings = 0
  async function* containerLogs(_: string, { since = 0 }: LogOptions): AsyncGenerator<OutputChunk> {
    const cut = cuts[readings++]
    const from = messages.filter(({ at }) => begin / 1000 + at / 1e6 >= since)
    for (const message of from.slice(0, cut?.after)) yield chunkOf(message)
    if (cut?.broken) throw new EngineError('engine-unreachable', 'the connection broke')
  }
  const engine: Engine = { ...createMemoryEngine(), containerLogs }
  return { engine, readings: () => readings }
}

/** What is told until the last reading, which is not cut, has ended. */
async function told(
  { engine, readings }: ReturnType<typeof scripted>,
  count: number,
): Promise<readonly StampedLine[]> {
  const lines: StampedLine[] = []
  const over = new AbortController()
  const follower = followLogs({
    engine,
    signal: over.signal,
    tail: 1000,
    pause: 0,
    onLine: (_, line) => lines.push(line),
  })
  follower.know(origin, true)
  while (readings() < count) {
    await new Promise((resolve) => setImmediate(resolve))
    follower.started(origin)
  }
  for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setImmediate(resolve))
  over.abort()
  return lines
}

test('however often its output is cut or ends, no line is missing and none comes twice', async () => {
  const message = fc.record({
    step: fc.integer({ min: -300_000, max: 800_000 }),
    stream: fc.constantFrom('stdout' as const, 'stderr' as const),
    text: fc.constantFrom('', 'a', 'b', 'c d'),
  })
  const cut = fc.record({ after: fc.integer({ min: 0, max: 60 }), broken: fc.boolean() })
  await fc.assert(
    fc.asyncProperty(
      fc.array(message, { maxLength: 60 }),
      fc.array(cut, { maxLength: 5 }),
      async (steps, cuts) => {
        let at = 1_000_000
        let highest = at
        const messages = steps.map(({ step, ...rest }) => {
          at = Math.max(highest - 400_000, at + step)
          highest = Math.max(highest, at)
          return { ...rest, at }
        })
        const lines = await told(scripted(messages, cuts), cuts.length + 1)
        const shown = lines.map(
          ({ time, stream, text }) => `${((time - begin) * 1000).toFixed(0)} ${stream} ${text}`,
        )
        expect(shown.sort()).toEqual(messages.map(({ at, stream, text }) => `${at} ${stream} ${text}`).sort())
      },
    ),
    { numRuns: fc.runs(60) },
  )
})

describe('with an engine', () => {
  async function started() {
    const engine = createMemoryEngine({ seed: {} })
    for await (const _ of engine.pullImage({ reference: 'app:1' }));
    const { id } = await engine.createContainer({ name: 'web', body: { Image: 'app:1', HostConfig: {} } })
    await engine.startContainer('web')
    return { engine, origin: { id, name: 'web', service: 'web' } }
  }
  function following(engine: Engine, options: Partial<LogFollowOptions> = {}) {
    const lines: string[] = []
    const over = new AbortController()
    const follower = followLogs({
      engine,
      signal: over.signal,
      tail: 1000,
      pause: 1,
      onLine: (_, { text }) => lines.push(text),
      ...options,
    })
    return { lines, follower, over }
  }
  const until = async (holds: () => boolean) => {
    while (!holds()) await new Promise((resolve) => setImmediate(resolve))
  }

  test('what it wrote and writes is told, through a restart', async () => {
    const { engine, origin } = await started()
    engine.print('web', 'before\n')
    const { lines, follower, over } = following(engine)
    follower.know(origin, true)
    await until(() => lines.length === 1)
    engine.print('web', 'live\n')
    await until(() => lines.length === 2)
    engine.exit('web', 0)
    await engine.startContainer('web')
    follower.started(origin)
    engine.print('web', 'again\n')
    await until(() => lines.length === 3)
    expect(lines).toEqual(['before', 'live', 'again'])
    over.abort()
  })

  test('of a container that starts meanwhile everything is told, of one that ran before the last lines', async () => {
    const { engine, origin } = await started()
    const { id } = await engine.createContainer({ name: 'new', body: { Image: 'app:1', HostConfig: {} } })
    const { lines, follower, over } = following(engine, { tail: 2 })
    const fresh = { id, name: 'new', service: 'new' }
    follower.know(fresh, false)
    await until(() => engine.calls.some(({ method }) => method === 'containerLogs'))
    await new Promise((resolve) => setImmediate(resolve))
    for (const text of ['1', '2', '3']) engine.print('web', `old ${text}\n`)
    follower.know(origin, true)
    await engine.startContainer('new')
    for (const text of ['1', '2', '3']) engine.print('new', `new ${text}\n`)
    follower.started(fresh)
    await until(() => lines.length === 5)
    expect(lines.toSorted()).toEqual(['new 1', 'new 2', 'new 3', 'old 2', 'old 3'])
    over.abort()
  })

  test('of a stopped container the past is read once', async () => {
    const { engine, origin } = await started()
    engine.print('web', 'past\n')
    engine.exit('web', 1)
    const { lines, follower } = following(engine)
    for (let times = 0; times < 3; times++) follower.know(origin, false)
    await until(() => lines.length === 1)
    for (let times = 0; times < 3; times++) follower.know(origin, false)
    expect(engine.calls.filter(({ method }) => method === 'containerLogs')).toHaveLength(1)
  })

  test('a container whose log cannot be read is told once, one that is gone not at all', async () => {
    const { engine, origin } = await started()
    const reasons: string[] = []
    const none = new EngineError('engine-failed', 'the driver keeps nothing', { status: 501 })
    engine.fail('containerLogs', ({ subject }) => subject === origin.id, none)
    const { follower } = following(engine, { onUnreadable: (_, reason) => reasons.push(reason) })
    follower.know({ ...origin, id: 'gone' }, true)
    follower.know(origin, true)
    await until(() => reasons.length > 0)
    follower.know(origin, true)
    follower.started(origin)
    await new Promise((resolve) => setImmediate(resolve))
    expect(reasons).toEqual(['the driver keeps nothing'])
  })
})

describe('lines', () => {
  function linesOf(
    chunks: readonly (readonly ['stdout' | 'stderr', string])[],
    cutAt = Infinity,
  ): readonly string[] {
    const found: string[] = []
    const lines = createStampedLines(({ stream, time, text }) =>
      found.push(`${stream} ${time - begin} ${text}`),
    )
    for (const [stream, text] of chunks) {
      const data = Buffer.from(text)
      for (let at = 0; at < data.length; at += cutAt)
        lines.add({ stream, data: data.subarray(at, at + cutAt) })
    }
    lines.end()
    return found
  }

  test.each([
    ['2026-01-31T08:00:00.123456789Z a b\n', 'stdout 123.456787109375 a b'],
    ['2026-01-31T08:00:01Z a\r\n', 'stdout 1000 a'],
    ['2026-01-31T09:00:00.5+01:00 a\n', 'stdout 500 a'],
    ['2026-01-31T03:30:00.000250000-04:30 a\n', 'stdout 0.25 a'],
    ['2026-01-31T08:00:00.000000000Z \n', 'stdout 0 '],
    ['2026-01-31T08:00:00.000000000Z no end', 'stdout 0 no end'],
    ['2026-01-31T08:00:00.000000000Z größe 数\n', 'stdout 0 größe 数'],
  ])('%j', (text, expected) => {
    expect(linesOf([['stdout', text]])).toEqual([expected])
    expect(linesOf([['stdout', text]], 3)).toEqual([expected])
  })

  test('a line without an ending before one of the next run stays a line of its own', () => {
    expect(
      linesOf([
        ['stdout', `${stamp(0)} cut`],
        ['stdout', `${stamp(5000)} new\n`],
      ]),
    ).toEqual(['stdout 0 cut', 'stdout 5 new'])
  })

  test('the pieces of a very long line are one, its end is counted', () => {
    const piece = 'x'.repeat(16 * 1024)
    const [line = '', next] = linesOf([
      ['stdout', `${stamp(0)} ${piece}`],
      ['stdout', `${stamp(1000)} ${piece}`],
      ['stdout', `${stamp(2000)} end\n${stamp(3000)} next\n`],
    ])
    expect(line).toMatch(/^stdout 0 x+ … 16546 more bytes$/)
    expect(next).toBe('stdout 3 next')
  })
})

import { describe, expect, test } from 'vitest'
import { readLines } from '../../src/commands/logs/lines.ts'
import { mergeByTime } from '../../src/commands/logs/merge.ts'
import { readMoment } from '../../src/commands/logs/moment.ts'
import type { OutputChunk } from '../../src/docker/engine.ts'
import { createMemoryEngine, type MemoryEngine } from '../../src/docker/memory.ts'
import { EngineError } from '../../src/errors.ts'
import { loaded, run, type Ended } from './harness.ts'
import { container } from './stack.ts'

/** Containers that run in an engine in memory. */
async function stack(...names: (readonly [string, number])[]): Promise<MemoryEngine> {
  const engine = createMemoryEngine()
  for await (const _ of engine.pullImage({ reference: 'app:1' }));
  for (const [service, number] of names) {
    const { name, labels } = container(service, number)
    await engine.createContainer({ name, body: { Image: 'app:1', Labels: labels, HostConfig: {} } })
    await engine.startContainer(name)
  }
  return engine
}

async function said(engine: MemoryEngine, ...args: string[]): Promise<Ended> {
  return run(['logs', ...args], { engine, parts: { load: async () => loaded('shop', ['web', 'db']) } })
}

/** Resolves when the text has been written, or fails the test by its timeout. */
async function until(holds: () => boolean): Promise<void> {
  while (!holds()) await new Promise((resolve) => setImmediate(resolve))
}

describe('logs', () => {
  test('the output of several containers is merged by time, each under its name', async () => {
    const engine = await stack(['web', 1], ['db', 1])
    engine.print('shop-db-1', 'ready\n')
    engine.print('shop-web-1', 'listening\n', 'stderr')
    engine.print('shop-db-1', 'checkpoint\n')
    expect(await said(engine)).toMatchObject({
      code: 0,
      err: '',
      out: 'db-1   | ready\nweb-1  | listening\ndb-1   | checkpoint\n',
    })
  })

  test.each([
    [['db'], 'db-1  | a\ndb-1  | b\n'],
    [['--no-log-prefix', 'db'], 'a\nb\n'],
    [['-n', '1', 'db'], 'db-1  | b\n'],
    [['--tail=0', 'db'], ''],
    [['--index', '2', 'web'], 'web-2  | w\n'],
  ])('%j', async (args, out) => {
    const engine = await stack(['db', 1], ['web', 1], ['web', 2])
    engine.print('shop-db-1', 'a\n')
    engine.print('shop-db-1', 'b\n')
    engine.print('shop-web-2', 'w\n')
    expect((await said(engine, ...args)).out).toBe(out)
  })

  test('-t shows the engine’s times', async () => {
    const engine = await stack(['db', 1])
    engine.print('shop-db-1', 'a\n')
    expect((await said(engine, '-t')).out).toMatch(/^db-1 {2}\| \d{4}-\d\d-\d\dT[\d:.]+Z a\n$/)
  })

  test('a container whose logging driver keeps nothing is named, the others are shown', async () => {
    const engine = await stack(['db', 1], ['web', 1])
    engine.print('shop-web-1', 'hello\n')
    const [db] = await engine.listContainers({ labels: ['com.docker.compose.service=db'] })
    const none = new EngineError('engine-failed', 'configured logging driver does not support reading', {
      status: 501,
    })
    engine.fail('containerLogs', ({ subject }) => subject === db?.id, none)
    const { out, err, code } = await said(engine)
    expect({ out, err, code }).toEqual({
      code: 0,
      out: 'web-1  | hello\n',
      err: 'container "shop-db-1": configured logging driver does not support reading\n',
    })
  })

  test.each([
    [['--tail', 'ten'], '--tail cannot be "ten"'],
    [['--since', 'soon'], '"soon" is no point in time'],
    [['--index', '1'], '--index needs one service'],
  ])('%j is refused', async (args, message) => {
    const { code, err } = await said(await stack(['db', 1]), ...args)
    expect({ code, err: err.includes(message) }).toEqual({ code: 1, err: true })
  })
})

describe('logs -f', () => {
  /** Runs `logs -f` and gives what it wrote so far. */
  function follow(engine: MemoryEngine, ...args: string[]) {
    const written: string[] = []
    let interrupt = () => {}
    const ended = run(['logs', '-f', ...args], {
      engine,
      onWrite: (text) => written.push(text),
      onStart: (stop) => (interrupt = stop),
      parts: { load: async () => loaded('shop', ['web', 'db']) },
    })
    return { ended, text: () => written.join(''), interrupt: () => interrupt() }
  }

  test('goes on with what comes, and ends when nothing runs any more', async () => {
    const engine = await stack(['db', 1])
    engine.print('shop-db-1', 'before\n')
    const { ended, text } = follow(engine)
    await until(() => text().includes('before'))
    engine.print('shop-db-1', 'after\n')
    await until(() => text().includes('after'))
    engine.exit('shop-db-1', 0)
    expect(await ended).toMatchObject({ code: 0, out: 'db-1  | before\ndb-1  | after\n' })
  })

  test('a restarted container is followed again, nothing twice', async () => {
    const engine = await stack(['db', 1], ['web', 1])
    engine.print('shop-db-1', 'one\n')
    const { ended, text, interrupt } = follow(engine)
    await until(() => text().includes('one'))
    engine.exit('shop-db-1', 1)
    await engine.startContainer('shop-db-1')
    engine.print('shop-db-1', 'two\n')
    await until(() => text().includes('two'))
    interrupt()
    expect(await ended).toMatchObject({ code: 130, err: '', out: 'db-1   | one\ndb-1   | two\n' })
  })

  test('a new container of a wanted service is followed from its first line, one of another service is not', async () => {
    const engine = await stack(['db', 1])
    const { ended, text, interrupt } = follow(engine, 'db')
    engine.print('shop-db-1', 'first\n')
    await until(() => text().includes('first'))
    for (const { name, labels } of [container('web', 1), container('db', 2)]) {
      await engine.createContainer({ name, body: { Image: 'app:1', Labels: labels, HostConfig: {} } })
      await engine.startContainer(name)
      engine.print(name, `hello of ${name}\n`)
    }
    await until(() => text().includes('hello'))
    interrupt()
    expect((await ended).out).toBe('db-1  | first\ndb-2  | hello of shop-db-2\n')
  })

  test('with nothing to follow it ends at once', async () => {
    expect(await follow(await stack()).ended).toMatchObject({ code: 0, out: '' })
  })

  test('an engine that fails ends it with the engine’s error', async () => {
    const engine = await stack(['db', 1])
    const { ended, text } = follow(engine)
    engine.print('shop-db-1', 'x\n')
    await until(() => text().includes('x'))
    engine.close()
    expect(await ended).toMatchObject({ code: 20, err: 'the engine was closed\n' })
  })
})

describe('lines', () => {
  const bytes = (text: string) => new TextEncoder().encode(text)
  async function cut(chunks: readonly (readonly [OutputChunk['stream'], Uint8Array])[]) {
    async function* output(): AsyncGenerator<OutputChunk> {
      for (const [stream, data] of chunks) yield { stream, data }
    }
    const lines = []
    for await (const line of readLines(output())) lines.push(`${line.stream} ${line.timestamp} ${line.text}`)
    return lines
  }

  test('a line may come in pieces, cut inside a character, mixed with the other stream', async () => {
    const euro = bytes('1 €uro\n')
    expect(
      await cut([
        ['stdout', euro.slice(0, 3)],
        ['stderr', bytes('2 err\n')],
        ['stdout', euro.slice(3)],
      ]),
    ).toEqual(['stderr 2 err', 'stdout 1 €uro'])
  })

  test('the last line needs no ending; an empty line is a line', async () => {
    expect(await cut([['stdout', bytes('1 \n2 end')]])).toEqual(['stdout 1 ', 'stdout 2 end'])
  })
})

test('sources are merged in the order of their times, equal times in the order of sources', async () => {
  async function* source(name: string, times: readonly string[]) {
    for (const timestamp of times) yield { timestamp, name }
  }
  const merged = []
  for await (const { timestamp, name } of mergeByTime([
    source('a', ['1', '4']),
    source('b', ['1', '2', '5']),
    source('c', []),
  ])) {
    merged.push(name + timestamp)
  }
  expect(merged).toEqual(['a1', 'b1', 'b2', 'a4', 'b5'])
})

test.each([
  ['42m', 1_795_262_400 - 42 * 60],
  ['1h30m', 1_795_262_400 - 5400],
  ['1795262400', 1_795_262_400],
  ['1795262400.25', 1_795_262_400.25],
  ['2026-11-21T11:00:00Z', 1_795_262_400 - 3600],
  ['2026-11-21T13:00:00+01:00', 1_795_262_400],
])('%s is a point in time', (text, seconds) => {
  expect(readMoment(text, new Date(1_795_262_400_000))).toBe(seconds)
})

/** A broken engine, spoken to over a real socket: always an EngineError, soon, and never an unhandled rejection. */
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { connect } from '../../src/docker/connect.ts'
import type { Engine } from '../../src/docker/engine.ts'
import { collect, rejection } from './contract.ts'

type Answer = (request: IncomingMessage, response: ServerResponse) => void

describe('with an engine that', () => {
  let directory: string
  let answer: Answer
  let requests: IncomingMessage[]
  let server: ReturnType<typeof createServer>
  let engine: Engine
  let open: (patience: number) => Promise<Engine>
  let unhandled: unknown[]
  const note = (reason: unknown) => void unhandled.push(reason)

  beforeEach(async () => {
    unhandled = []
    process.on('unhandledRejection', note)
    process.on('uncaughtException', note)
    requests = []
    directory = await mkdtemp(join(tmpdir(), 'dkr-'))
    server = createServer((request, response) => {
      requests.push(request)
      if (request.url !== '/_ping') return answer(request, response)
      response.writeHead(200, { 'Api-Version': '1.51', 'Builder-Version': '2' }).end('OK')
    })
    const socket = join(directory, 'engine.sock')
    await new Promise<void>((resolve) => void server.listen(socket, resolve))
    open = (patience) => connect({ env: { DOCKER_HOST: `unix://${socket}` }, patience })
    engine = await open(20_000)
  })

  afterEach(async () => {
    engine.close()
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    await rm(directory, { recursive: true })
    process.off('unhandledRejection', note)
    process.off('uncaughtException', note)
    expect(unhandled).toEqual([])
  })

  const cut: Answer = (_, response) => {
    response.writeHead(200, { 'Content-Length': '1000' })
    response.write('[{"Id": "', () => response.destroy())
  }

  /** One call of each way of reading an answer. */
  const calls: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['a JSON answer', () => engine.listContainers({ labels: [] })],
    ['an answer that does not matter', () => engine.startContainer('web')],
    ['a log', () => collect(engine.containerLogs('web', { follow: true }))],
    ['attached output', async () => collect(await engine.attachContainer('web'))],
    ['events', async () => collect(await engine.events({ labels: [] }, new AbortController().signal))],
    ['a pull', () => collect(engine.pullImage({ reference: 'redis' }))],
    [
      'a build',
      () => collect(engine.buildImage({ context: context(), dockerfile: 'Dockerfile', tags: ['a'] })),
    ],
    ['a command', () => engine.execInContainer('web', { command: ['true'] })],
    ['an upload', () => engine.copyToContainer('web', '/', new Uint8Array(10))],
  ]

  test.each(calls)('breaks off in the middle of %s', async (_, call) => {
    answer = cut
    expect(await rejection(call())).toMatchObject({
      code: 'engine-unreachable',
      message: expect.stringContaining('the connection broke'),
    })
  })

  test.each(calls)('closes the connection instead of %s', async (_, call) => {
    answer = (request) => request.socket.destroy()
    expect(await rejection(call())).toMatchObject({ code: 'engine-unreachable' })
  })

  test.each(calls)('is a proxy that answers HTML instead of %s', async (name, call) => {
    answer = (_, response) => {
      response.writeHead(502, { 'Content-Type': 'text/html' })
      response.end(
        '<html><style>b { color: red }</style><h1>502 Bad Gateway</h1>\n<p>nginx\u001b[31m</p></html>',
      )
    }
    const error = await rejection(call())
    expect(error.message).toMatch(/: HTTP 502, 502 Bad Gateway nginx$/)
    expect(error.status).toBe(502)
    if (name === 'a pull') expect(error.code).toBe('pull-failed')
  })

  test.each(calls)('redirects instead of %s', async (_, call) => {
    answer = (_, response) => response.writeHead(301, { Location: '/containers/json' }).end()
    expect(await rejection(call())).toMatchObject({ code: 'engine-failed' })
  })

  test.each(calls)('refuses with words on several lines instead of %s', async (_, call) => {
    answer = (_, response) => response.writeHead(500).end('{"message":"first\\nsecond\\u001b[2J"}')
    expect((await rejection(call())).message).toMatch(/: first second$/)
  })

  test.each([
    ['never answers', () => {}],
    ['begins an answer and never ends it', (_, response) => void response.writeHead(200).write('[')],
  ] satisfies [string, Answer][])('%s: the call is given up', async (_, silent) => {
    answer = silent
    const impatient = await open(40)
    expect((await rejection(impatient.listContainers({ labels: [] }))).message).toContain(
      'no answer from unix://',
    )
    expect((await rejection(impatient.startContainer('web'))).message).toContain('no answer from unix://')
    impatient.close()
  })

  test('hangs: an abort ends the call with its reason', async () => {
    const reason = new Error('enough')
    const stop = new AbortController()
    answer = () => stop.abort(reason)
    await expect(engine.inspectContainer('web', stop.signal)).rejects.toBe(reason)
    const again = new AbortController()
    answer = (_, response) => void response.writeHead(200).write('[', () => again.abort(reason))
    await expect(engine.listContainers({ labels: [] }, again.signal)).rejects.toBe(reason)
  })

  test('stops a container slowly: that may take longer than other calls', async () => {
    const impatient = await open(40)
    let later: Promise<unknown> = Promise.resolve()
    answer = ({ url }, response) => {
      if (url?.includes('/stop')) void later.then(() => response.writeHead(204).end())
    }
    const stops = Promise.all([
      impatient.stopContainer('web'),
      impatient.stopContainer('web', { timeout: 10 }),
    ])
    later = rejection(impatient.listContainers({ labels: [] }))
    await expect(later).resolves.toMatchObject({ message: expect.stringContaining('no answer from') })
    await expect(stops).resolves.toHaveLength(2)
    impatient.close()
  })

  test('answers something that is no JSON', async () => {
    answer = (_, response) => response.end('surprise')
    expect((await rejection(engine.listVolumes({ labels: [] }))).message).toMatch(
      /cannot list volumes: .*surprise/,
    )
  })

  test('sends bad lines in a stream: they are passed over', async () => {
    answer = (_, response) => response.end('garbage\n{"status":"fine"}\n\n[1\n"text"\n{"status":"end"}')
    const progress = await collect(engine.pullImage({ reference: 'redis' }))
    expect(progress).toEqual([{ status: 'fine' }, { status: 'end' }])
  })

  test.each([
    ['{"errorDetail":{"message":"manifest unknown"}}', 'manifest unknown'],
    ['{"error":"old words"}', 'old words'],
  ])('says %s inside a stream that began well', async (line, words) => {
    answer = (_, response) => response.end(`{"status":"Pulling"}\n${line}\n`)
    const error = await rejection(collect(engine.pullImage({ reference: 'redis' })))
    expect(error).toMatchObject({ code: 'pull-failed', message: `cannot pull image "redis": ${words}` })
  })

  test('cuts characters and lines anywhere', async () => {
    const bytes = Buffer.from('{"status":"größer ✓"}\n')
    answer = (_, response) => {
      for (const byte of bytes) response.write(Buffer.from([byte]))
      response.end()
    }
    expect(await collect(engine.pullImage({ reference: 'redis' }))).toEqual([{ status: 'größer ✓' }])
  })

  test('complains inside of its output', async () => {
    answer = (_, response) => response.end(Buffer.concat([frame(1, 'fine\n'), frame(3, 'driver failed')]))
    expect((await rejection(collect(engine.containerLogs('web', {})))).message).toContain('driver failed')
  })

  test('ends the stream of events', async () => {
    answer = (_, response) => response.end()
    const events = await engine.events({ labels: [] }, new AbortController().signal)
    expect(await rejection(collect(events))).toMatchObject({ code: 'engine-unreachable' })
  })

  test('breaks off before anyone reads what was attached', async () => {
    answer = (request, response) => {
      response.writeHead(200, { 'Transfer-Encoding': 'chunked' })
      response.write('x', () => setImmediate(() => request.socket.destroy()))
    }
    const output = await engine.attachContainer('web')
    await engine.listVolumes({ labels: [] }).catch(() => {})
    expect(await rejection(collect(output))).toMatchObject({ code: 'engine-unreachable' })
  })

  test('refuses a build whose context is still on its way', async () => {
    answer = (_, response) => response.writeHead(400).end('{"message":"no"}')
    const request = { context: endless(), dockerfile: 'Dockerfile', tags: ['a'] }
    expect(await rejection(collect(engine.buildImage(request)))).toMatchObject({ code: 'build-failed' })
  })

  test('gets a create call: the body is not repeated in the address', async () => {
    answer = (_, response) => response.writeHead(201).end('{"Id":"1","Warnings":null}')
    const body = { Image: 'a', Env: ['SECRET=hunter2'], HostConfig: {} }
    await engine.createContainer({ name: 'web', platform: 'linux/arm64', body })
    expect(requests.at(-1)?.url).toBe('/v1.51/containers/create?name=web&platform=linux%2Farm64')
  })

  test('is left at once: closing ends what is under way', async () => {
    answer = () => setImmediate(() => engine.close())
    expect(await rejection(engine.listNetworks({ labels: [] }))).toMatchObject({ code: 'engine-unreachable' })
  })
})

function frame(stream: number, text: string): Buffer {
  const header = Buffer.alloc(8)
  header.writeUInt8(stream, 0)
  header.writeUInt32BE(Buffer.byteLength(text), 4)
  return Buffer.concat([header, Buffer.from(text)])
}

async function* context(): AsyncGenerator<Uint8Array> {
  yield Buffer.alloc(1024)
}

async function* endless(): AsyncGenerator<Uint8Array> {
  for (;;) yield Buffer.alloc(64 * 1024)
}

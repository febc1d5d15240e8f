/** What can go wrong below HTTP: bytes of an answer as a broken engine, or a broken network, would send them. */
import { execFileSync } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import type { Server, Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createServer as createTlsServer } from 'node:tls'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { connect } from '../../src/docker/connect.ts'
import type { Engine } from '../../src/docker/engine.ts'
import { collect, rejection } from './contract.ts'

let directory: string
let server: Server
let sockets: Socket[]
let engine: Engine
/** What is done with each request but the ping; the text is all of it. */
let answer: (socket: Socket, request: string) => void

const pong = 'HTTP/1.1 200 OK\r\nApi-Version: 1.51\r\nBuilder-Version: 2\r\nContent-Length: 2\r\n\r\nOK'

function serve(socket: Socket): void {
  sockets.push(socket)
  socket.on('error', () => {})
  socket.on('data', (data) => {
    const request = data.toString()
    if (request.includes(' /_ping ')) socket.write(pong)
    else answer(socket, request)
  })
}

async function close(closing: Server): Promise<void> {
  for (const socket of sockets) socket.destroy()
  await new Promise((resolve) => closing.close(resolve))
}

beforeEach(async () => {
  sockets = []
  answer = () => {}
  directory = await mkdtemp(join(tmpdir(), 'dkr-'))
  server = createServer({ allowHalfOpen: true }, serve)
  const path = join(directory, 'engine.sock')
  await new Promise<void>((resolve) => void server.listen(path, resolve))
  engine = await connect({ env: { DOCKER_HOST: `unix://${path}` } })
})
afterEach(async () => {
  engine.close()
  await close(server)
  await rm(directory, { recursive: true })
})

const json = (text: string) => `HTTP/1.1 200 OK\r\nContent-Length: ${text.length}\r\n\r\n${text}`
const upgraded = 'HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n'
/** Answers the calls around a session; `begin` gets the connection once it is taken over. */
const around = (begin: (socket: Socket) => void) => (socket: Socket, request: string) => {
  if (request.includes('/start ')) begin(socket)
  else if (request.includes('POST')) socket.write(json('{"Id":"e1"}'))
  else socket.write(json('{"Running":false,"ExitCode":5}'))
}

const list = () => engine.listContainers({ labels: [] })
const start = () => engine.startContainer('web')
const logs = () => collect(engine.containerLogs('web', { follow: true }))
const exec = () => engine.openExec('web', { command: ['sh'], tty: true })

describe('a connection that breaks is an error, never an end, when it breaks', () => {
  test.each([
    ['before an answer', ''],
    ['in the status line', 'HTTP/1.1 20'],
    ['in the head', 'HTTP/1.1 200 OK\r\nContent-Le'],
    ['in a body of known length', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n[]'],
    ['between chunks', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n'],
    ['in a chunk', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nff\r\n[]'],
    [
      'before the last line of a chunked body',
      'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[]\r\n0\r\n',
    ],
  ])('%s', async (_, bytes) => {
    for (const finish of ['destroy', 'end'] as const) {
      answer = (socket) => socket.write(bytes, () => socket[finish]())
      if (bytes === '') answer = (socket) => socket[finish]()
      for (const call of [list, start, logs]) {
        expect(await rejection(call())).toMatchObject({ code: 'engine-unreachable' })
      }
    }
  })

  test('is followed by a new one', async () => {
    answer = (socket) => socket.destroy()
    await rejection(start())
    answer = (socket) => socket.write('HTTP/1.1 204 No Content\r\n\r\n')
    await expect(start()).resolves.toBeUndefined()
  })
})

test('what is no HTTP is an error', async () => {
  answer = (socket) => socket.write('SSH-2.0-OpenSSH_9.2\r\n')
  expect(await rejection(list())).toMatchObject({ code: 'engine-unreachable' })
})

test('answers may come byte by byte, and the connection is used again', async () => {
  const bytes = Buffer.from('HTTP/1.1 200 OK\r\nContent-Length: 18\r\n\r\n[{"Id":"1234567"}]')
  answer = (socket) => {
    for (const byte of bytes) socket.write(Buffer.from([byte]))
  }
  for (const _ of [1, 2, 3]) expect(await list()).toMatchObject([{ id: '1234567' }])
  expect(sockets).toHaveLength(1)
})

test('an idle connection that the engine has closed meanwhile is no error for what only reads', async () => {
  const requests: string[] = []
  answer = (socket, request) => {
    requests.push(request)
    if (requests.length === 1) socket.destroy()
    else socket.write('HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n[]')
  }
  expect(await list()).toEqual([])
  expect(requests).toHaveLength(2)
})

test('a call that changes something is made once only', async () => {
  let requests = 0
  answer = (socket) => {
    requests += 1
    socket.destroy()
  }
  await rejection(start())
  expect(requests).toBe(1)
})

test.each([
  [409, '{"message":"is paused"}', 'is paused'],
  [500, '{"message":"broken"}', 'broken'],
  [503, 'try later', 'HTTP 503, try later'],
  [503, '', 'HTTP 503'],
  [500, '[1', 'HTTP 500, [1'],
])('a %s with the body %j is a refusal with that status', async (status, body, words) => {
  answer = (socket) =>
    socket.write(`HTTP/1.1 ${status} X\r\nRetry-After: 7\r\nContent-Length: ${body.length}\r\n\r\n${body}`)
  for (const call of [list, start, logs, exec]) {
    const error = await rejection(call())
    expect(error).toMatchObject({ status, transient: status === 503, retryAfter: 7 })
    expect(error.message).toMatch(new RegExp(`: ${words.replace('[', '\\[')}$`))
  }
})

test('a pull that is refused for now says so, and when to come back', async () => {
  const line = '{"errorDetail":{"message":"toomanyrequests: retry-after: 3s, allowed: 1/minute"}}'
  answer = (socket) => socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${line.length}\r\n\r\n${line}`)
  const error = await rejection(collect(engine.pullImage({ reference: 'redis' })))
  expect(error).toMatchObject({ code: 'pull-failed', transient: true, retryAfter: 3 })
})

describe('an abort ends with its reason', () => {
  const reason = new Error('enough')

  test.each([
    ['before the answer', ''],
    ['in the head', 'HTTP/1.1 200 OK\r\nContent-'],
    ['in the body', 'HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n['],
  ])('%s', async (_, bytes) => {
    const calls = [
      (signal: AbortSignal) => engine.listContainers({ labels: [] }, signal),
      (signal: AbortSignal) => engine.inspectImage('redis', signal),
      (signal: AbortSignal) => collect(engine.containerLogs('web', {}, signal)),
      (signal: AbortSignal) => engine.openExec('web', { command: ['sh'], tty: true }, signal),
    ]
    for (const call of calls) {
      const stop = new AbortController()
      answer = (socket) => {
        if (bytes !== '') socket.write(bytes)
        setImmediate(() => stop.abort(reason))
      }
      await expect(call(stop.signal)).rejects.toBe(reason)
    }
  })

  test('after all of the answer has come, while it is read', async () => {
    const text = 'x'.repeat(200_000)
    answer = (socket) => socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${text.length}\r\n\r\n${text}`)
    const stop = new AbortController()
    const reading = (async () => {
      for await (const _ of engine.containerLogs('web', {}, stop.signal)) stop.abort(reason)
    })()
    await expect(reading).rejects.toBe(reason)
  })
})

describe('a connection that is taken over', () => {
  test('may begin with output in the same packet as the head', async () => {
    answer = around((socket) => socket.end(`${upgraded}early`))
    const session = await exec()
    const text = Buffer.concat((await collect(session.output)).map(({ data }) => data)).toString()
    expect(text).toBe('early')
    expect(await session.exitCode).toBe(5)
  })

  test('ends with an error when it breaks in the middle of a frame', async () => {
    answer = around((socket) =>
      socket.end(Buffer.concat([Buffer.from(upgraded), Buffer.from([1, 0, 0, 0, 0, 0, 0, 9, 65])])),
    )
    const session = await engine.openExec('web', { command: ['sh'], tty: false })
    expect(await rejection(collect(session.output))).toMatchObject({ code: 'engine-unreachable' })
  })

  test('ends with the reason of the abort, and when the engine is left', async () => {
    answer = around((socket) => void socket.write(upgraded))
    const stop = new AbortController()
    const reason = new Error('enough')
    const session = await engine.openExec('web', { command: ['sh'], tty: true }, stop.signal)
    const output = collect(session.output)
    stop.abort(reason)
    await expect(output).rejects.toBe(reason)
    await expect(session.exitCode).rejects.toBe(reason)
    const left = await exec()
    const rest = collect(left.output)
    engine.close()
    expect(await rejection(rest)).toMatchObject({ code: 'engine-unreachable' })
  })

  test('that is not granted is refused with what to do', async () => {
    answer = around((socket) => socket.write(json('')))
    expect(await rejection(exec())).toMatchObject({
      code: 'not-supported',
      hint: expect.stringContaining('proxy'),
    })
  })
})

describe('TLS', () => {
  let keys: string
  let secure: Server
  let host: string
  /** Those that never came as far as TLS too. */
  const raw: Socket[] = []

  beforeAll(async () => {
    keys = await mkdtemp(join(tmpdir(), 'dkr-tls-'))
    const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1']
    const files = ['-keyout', join(keys, 'key.pem'), '-out', join(keys, 'cert.pem')]
    const kind = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes']
    execFileSync('openssl', [...kind, '-days', '2', ...subject, ...files], { stdio: 'ignore' })
    execFileSync('cp', [join(keys, 'cert.pem'), join(keys, 'ca.pem')])
    const [key, cert] = await Promise.all(['key', 'cert'].map((name) => readFile(join(keys, `${name}.pem`))))
    const options = { key, cert, ca: cert, requestCert: true, rejectUnauthorized: true, allowHalfOpen: true }
    secure = createTlsServer(options, serve)
    secure.on('tlsClientError', () => {})
    secure.on('connection', (socket) => raw.push(socket))
    await new Promise<void>((resolve) => void secure.listen(0, '127.0.0.1', resolve))
    const address = secure.address()
    host = `tcp://127.0.0.1:${typeof address === 'object' ? address?.port : 0}`
  })
  afterAll(async () => {
    for (const socket of raw) socket.destroy()
    await close(secure)
    await rm(keys, { recursive: true })
  })

  test('with the certificates of DOCKER_CERT_PATH, sessions included', async () => {
    const env = { DOCKER_HOST: host, DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: keys }
    const far = await connect({ env })
    answer = around((socket) => {
      socket.removeAllListeners('data')
      socket.write(upgraded)
      socket.on('data', (data) => socket.write(data))
      socket.on('end', () => socket.end('bye'))
    })
    const session = await far.openExec('web', { command: ['cat'], tty: true })
    await session.write('hello ')
    session.end()
    const output = Buffer.concat((await collect(session.output)).map(({ data }) => data))
    expect(output.toString()).toBe('hello bye')
    expect(await session.exitCode).toBe(5)
    far.close()
  })

  test('without them the way out is named', async () => {
    const env = { DOCKER_HOST: host, DOCKER_TLS_VERIFY: '1', DOCKER_CERT_PATH: directory }
    expect(await rejection(connect({ env }))).toMatchObject({
      code: 'engine-unreachable',
      hint: expect.stringContaining('TLS'),
    })
  })

  test('spoken to without TLS it is no engine', async () => {
    expect(await rejection(connect({ env: { DOCKER_HOST: host } }))).toMatchObject({
      code: 'engine-unreachable',
    })
  })
})

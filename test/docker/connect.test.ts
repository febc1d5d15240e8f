import { createServer as createHttpServer } from 'node:http'
import type { IncomingMessage, RequestListener, Server } from 'node:http'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { ContainerBody } from '../../src/docker/bodies.ts'
import { connect } from '../../src/docker/connect.ts'
import { connectionError } from '../../src/docker/failures.ts'
import { collect, rejection } from './contract.ts'

let directory: string
let servers: Server[]

beforeEach(async () => {
  servers = []
  directory = await mkdtemp(join(tmpdir(), 'dkr-'))
})
afterEach(async () => {
  for (const server of servers) {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  }
  await rm(directory, { recursive: true })
})

type Answer = (...args: Parameters<RequestListener>) => unknown

/** An engine of a version, with answers of its own. */
async function serve(version: string | undefined, answer: Answer = () => {}) {
  const server = createHttpServer((request, response) => {
    if (request.url !== '/_ping') return void answer(request, response)
    return response.writeHead(200, version === undefined ? {} : { 'Api-Version': version }).end('OK')
  })
  servers.push(server)
  const path = join(directory, 'engine.sock')
  await new Promise<void>((resolve) => void server.listen(path, resolve))
  return path
}

describe('without an engine', () => {
  test('a missing socket is named, with what to do', async () => {
    const error = await rejection(connect({ env: { DOCKER_HOST: 'unix:///nowhere/docker.sock' } }))
    expect(error).toMatchObject({
      code: 'engine-unreachable',
      message: 'cannot reach the engine at unix:///nowhere/docker.sock (DOCKER_HOST): no such file',
      hint: expect.stringMatching(/start the engine.*DOCKER_HOST/),
    })
  })

  test('a port where nothing listens is refused', async () => {
    const error = await rejection(connect({ env: { DOCKER_HOST: 'tcp://127.0.0.1:1' } }))
    expect(error.message).toBe(
      'cannot reach the engine at tcp://127.0.0.1:1 (DOCKER_HOST): nothing listens there',
    )
  })

  test('a file that is no socket is not taken for an engine', async () => {
    const file = join(directory, 'file')
    await writeFile(file, '')
    expect(await rejection(connect({ env: { DOCKER_HOST: `unix://${file}` } }))).toMatchObject({
      code: 'engine-unreachable',
    })
  })

  test('a missing right is its own error, with the cure', () => {
    const denied = Object.assign(new Error('connect EACCES'), { code: 'EACCES' })
    expect(connectionError(denied, { address: 'unix:///x', source: 'the default' })).toMatchObject({
      code: 'engine-forbidden',
      message: 'cannot reach the engine at unix:///x (the default): permission denied',
      hint: expect.stringContaining('group docker'),
    })
  })

  test('too many open files are not blamed on the engine', () => {
    const full = Object.assign(new Error('connect EMFILE /x'), { code: 'EMFILE' })
    expect(connectionError(full, { address: 'unix:///x', source: 'the default' }).hint).toContain('ulimit -n')
  })

  test('another server is not taken for an engine', async () => {
    const path = await serve(undefined)
    expect((await rejection(connect({ env: { DOCKER_HOST: `unix://${path}` } }))).message).toContain(
      'it is no engine',
    )
  })

  test('one that accepts but never answers is given up', async () => {
    const server = createHttpServer(() => {})
    servers.push(server)
    const path = join(directory, 'silent.sock')
    await new Promise<void>((resolve) => void server.listen(path, resolve))
    const error = await rejection(connect({ env: { DOCKER_HOST: `unix://${path}` }, patience: 40 }))
    expect(error.message).toContain('does not answer')
  })
})

describe('versions', () => {
  test.each([
    ['1.47', {}, '/v1.47/volumes'],
    ['1.55', {}, '/v1.51/volumes'],
    ['1.51', { DOCKER_API_VERSION: '1.43' }, '/v1.43/volumes'],
    ['1.41', { DOCKER_API_VERSION: '1.99' }, '/v1.41/volumes'],
  ])('an engine that speaks %s is spoken to as both can (%j)', async (version, env, path) => {
    const seen: (string | undefined)[] = []
    const socket = await serve(version, (request, response) => {
      seen.push(request.url?.split('?')[0])
      response.end('{}')
    })
    const engine = await connect({ env: { DOCKER_HOST: `unix://${socket}`, ...env } })
    await engine.listVolumes({ labels: [] })
    engine.close()
    expect(seen).toEqual([path])
  })

  test('one that is too old is refused by name', async () => {
    const socket = await serve('1.39')
    const error = await rejection(connect({ env: { DOCKER_HOST: `unix://${socket}` } }))
    expect(error).toMatchObject({
      code: 'not-supported',
      message: expect.stringContaining('speaks API 1.39'),
    })
  })
})

describe('an engine older than API 1.44', () => {
  const body: ContainerBody = {
    Image: 'a',
    Healthcheck: { Test: ['CMD', 'x'], Interval: 5, StartInterval: 7 },
    HostConfig: { NetworkMode: 'main' },
    NetworkingConfig: { EndpointsConfig: { extra: { Aliases: ['web'] }, main: {} } },
  }
  const bodyOf = async (request: IncomingMessage) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    return Buffer.concat(chunks).toString()
  }

  test('takes one network at creation; the others are connected before the call returns', async () => {
    const seen: string[] = []
    const socket = await serve('1.41', async (request, response) => {
      seen.push(`${request.method} ${request.url} ${await bodyOf(request)}`)
      response.end('{"Id":"c1"}')
    })
    const engine = await connect({ env: { DOCKER_HOST: `unix://${socket}` } })
    await engine.createContainer({ name: 'web', body })
    engine.close()
    const created = { Test: ['CMD', 'x'], Interval: 5 }
    expect(seen).toHaveLength(2)
    expect(seen[0]).toContain(JSON.stringify(created))
    expect(seen[0]).toContain('"EndpointsConfig":{"main":{}}')
    expect(seen[1]).toBe(
      'POST /v1.41/networks/extra/connect {"Container":"c1","EndpointConfig":{"Aliases":["web"]}}',
    )
  })

  test('leaves no container behind when a network cannot be connected', async () => {
    const seen: string[] = []
    const socket = await serve('1.41', (request, response) => {
      seen.push(`${request.method} ${request.url}`)
      if (request.url?.endsWith('/connect'))
        response.writeHead(404).end('{"message":"network extra not found"}')
      else response.end('{"Id":"c1"}')
    })
    const engine = await connect({ env: { DOCKER_HOST: `unix://${socket}` } })
    expect(await rejection(engine.createContainer({ name: 'web', body }))).toMatchObject({ status: 404 })
    engine.close()
    expect(seen.at(-1)).toBe('DELETE /v1.41/containers/c1?force=true&v=true')
  })
})

describe('other ways to an engine', () => {
  test('TCP, behind a path', async () => {
    const seen: (string | undefined)[] = []
    const server = createHttpServer((request, response) => {
      seen.push(`${request.headers.host} ${request.url}`)
      response.writeHead(200, { 'Api-Version': '1.51' }).end('{}')
    })
    servers.push(server)
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve))
    const address = server.address()
    const port = typeof address === 'object' ? address?.port : 0
    const engine = await connect({ env: { DOCKER_HOST: `tcp://127.0.0.1:${port}/engine` } })
    await engine.listVolumes({ labels: [] })
    engine.close()
    expect(seen[0]).toBe(`127.0.0.1:${port} /engine/_ping`)
    expect(seen[1]).toContain('/engine/v1.51/volumes')
  })

  const pipeTo = (path: string) =>
    `const s = require('net').connect(${JSON.stringify(path)}); process.stdin.pipe(s); s.pipe(process.stdout)`
  /** Stands for the user's ssh: connects its streams to the socket, whatever the command. */
  const fakeSsh = async (script: string) => {
    await writeFile(join(directory, 'ssh'), `#!${process.execPath}\n${script}`)
    await chmod(join(directory, 'ssh'), 0o755)
    return { PATH: directory, DOCKER_HOST: 'ssh://me@far' }
  }

  test('ssh, by the streams of the remote docker', async () => {
    const path = await serve('1.51', (_, response) => response.end('{"Volumes":[{"Name":"far"}]}'))
    const env = await fakeSsh(pipeTo(path))
    const engine = await connect({ env })
    expect(await engine.listVolumes({ labels: [] })).toMatchObject([{ name: 'far' }])
    engine.close()
  })

  test('ssh carries the streams of a command too', async () => {
    const path = await serve('1.51', (request, response) =>
      response.end(request.method === 'POST' ? '{"Id":"e1"}' : '{"Running":false,"ExitCode":0}'),
    )
    servers[0]?.on('upgrade', (_, socket) => {
      socket.write('HTTP/1.1 101 UPGRADED\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n')
      socket.on('data', (data) => socket.write(data))
      socket.on('end', () => socket.end('bye'))
    })
    const engine = await connect({ env: await fakeSsh(pipeTo(path)) })
    const session = await engine.openExec('web', { command: ['cat'], tty: true })
    await session.write('hello ')
    session.end()
    const output = Buffer.concat((await collect(session.output)).map(({ data }) => data))
    expect(output.toString()).toBe('hello bye')
    expect(await session.exitCode).toBe(0)
    engine.close()
  })

  test('ssh that fails tells why', async () => {
    const env = await fakeSsh(`console.error('me@far: Permission denied (publickey).'); process.exit(255)`)
    const error = await rejection(connect({ env }))
    expect(error).toMatchObject({
      code: 'engine-unreachable',
      hint: 'see that "ssh ssh://me@far docker version" works',
    })
    expect(error.message).toContain('Permission denied (publickey)')
    await rm(join(directory, 'ssh'))
    expect((await rejection(connect({ env }))).message).toContain('ssh is not installed')
  })

  test('ssh logs in four times at once at most, for sshd drops those that are too many', async () => {
    const path = await serve('1.51', (_, response) => response.end('{"Volumes":[]}'))
    const log = join(directory, 'logins')
    // A login takes a while, so that those that may be under way at once are.
    const login = `
      const { appendFileSync } = require('fs')
      appendFileSync(${JSON.stringify(log)}, '+')
      setTimeout(() => { appendFileSync(${JSON.stringify(log)}, '-'); ${pipeTo(path)} }, 50)
    `
    const engine = await connect({ env: await fakeSsh(login) })
    await Promise.all(Array.from({ length: 12 }, async () => engine.listVolumes({ labels: [] })))
    engine.close()
    let [most, now] = [0, 0]
    for (const mark of await readFile(log, 'utf8')) {
      now += mark === '+' ? 1 : -1
      most = Math.max(most, now)
    }
    expect({ most, now }).toEqual({ most: 4, now: 0 })
  })
})

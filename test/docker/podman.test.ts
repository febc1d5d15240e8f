/** Podman's answers, as 4.3 gave them, read through the engine's interface. */
import { createServer } from 'node:http'
import type { Server } from 'node:http'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { connect } from '../../src/docker/connect.ts'
import type { Engine } from '../../src/docker/engine.ts'

let directory: string
let server: Server
let engine: Engine
/** Answers by path, without version and query. */
let answers: Record<string, string>
let requests: string[]

beforeEach(async () => {
  answers = {}
  requests = []
  directory = await mkdtemp(join(tmpdir(), 'dkr-'))
  server = createServer((request, response) => {
    const path = (request.url ?? '').replace(/^\/v1\.41|\?.*$/g, '')
    requests.push(`${request.method} ${(request.url ?? '').replace('/v1.41', '')}`)
    const body = path === '/_ping' ? 'OK' : answers[path]
    if (response.headersSent) return
    if (body === undefined) response.writeHead(404).end('{"cause":"no such container"}')
    else response.writeHead(200, { 'Api-Version': '1.41', 'Libpod-Api-Version': '4.3.1' }).end(body)
  })
  const socket = join(directory, 'podman.sock')
  await new Promise<void>((resolve) => void server.listen(socket, resolve))
  engine = await connect({ env: { DOCKER_HOST: `unix://${socket}` } })
})
afterEach(async () => {
  engine.close()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
  await rm(directory, { recursive: true })
})

const item = (id: string, state: string, status: string) => ({
  Id: id,
  Names: [`/${id}`],
  Image: 'docker.io/library/busybox:latest',
  State: state,
  Status: status,
  NetworkSettings: { Networks: null },
})

test('a list tells health, and images by the names people use', async () => {
  answers['/containers/json'] = JSON.stringify([
    item('well', 'running', 'Up 4 seconds'),
    item('begins', 'running', 'Up 1 second'),
    item('plain', 'running', 'Up 4 seconds'),
    item('gone', 'running', 'Up 4 seconds'),
    item('made', 'configured', 'Created'),
  ])
  answers['/containers/well/json'] = '{"State":{"Status":"running","Health":{"Status":"healthy"}}}'
  answers['/containers/begins/json'] = '{"State":{"Status":"running","Healthcheck":{"Status":"starting"}}}'
  answers['/containers/plain/json'] = '{"State":{"Status":"running","Health":{"Status":""}}}'
  const list = await engine.listContainers({ labels: [] })
  expect(list.map(({ name, health, state, status }) => [name, health, state, status])).toEqual([
    ['well', 'healthy', 'running', 'Up 4 seconds (healthy)'],
    ['begins', 'starting', 'running', 'Up 1 second (health: starting)'],
    ['plain', 'none', 'running', 'Up 4 seconds'],
    ['gone', 'none', 'running', 'Up 4 seconds'],
    ['made', 'none', 'created', 'Created'],
  ])
  expect(list[0]?.image).toBe('busybox:latest')
})

test('events have the names of Docker', async () => {
  const event = (action: string, more: object = {}) =>
    JSON.stringify({
      Action: action,
      Type: 'container',
      Actor: { ID: 'c1', Attributes: { a: 'b', containerExitCode: '3', name: 'web', podId: '' } },
      time: 1,
      ...more,
    })
  answers['/events'] = [
    event('start'),
    event('health_status', { HealthStatus: 'healthy' }),
    event('health_status'),
    event('died'),
    event('die'),
    event('remove'),
  ].join('\n')
  const seen: unknown[] = []
  const reading = (async () => {
    for await (const one of await engine.events({ labels: [] }, new AbortController().signal)) {
      seen.push([one.action, one.health, one.exitCode, one.labels])
    }
  })()
  await expect(reading).rejects.toThrow('the engine ended the stream')
  expect(seen).toEqual([
    ['start', undefined, undefined, { a: 'b' }],
    ['health_status', 'healthy', undefined, { a: 'b' }],
    ['health_status', undefined, undefined, { a: 'b' }],
    ['die', undefined, 3, { a: 'b' }],
    ['die', undefined, 3, { a: 'b' }],
    ['destroy', undefined, undefined, { a: 'b' }],
  ])
})

test('processes are asked for by names of columns', async () => {
  answers['/containers/web/top'] = '{"Titles":["PID"],"Processes":[["1"]]}'
  await engine.topContainer('web')
  await engine.topContainer('web', '-o pid,args')
  await engine.topContainer('web', 'pid')
  expect(requests.slice(1)).toEqual([
    'GET /containers/web/top?ps_args=user%2Cpid%2Cppid%2Cargs',
    'GET /containers/web/top?ps_args=pid%2Cargs',
    'GET /containers/web/top?ps_args=pid',
  ])
})

test('what is paused goes on before it stops; any other refusal stays', async () => {
  answers['/containers/web/unpause'] = ''
  let refusals = ['container 1 is running or paused, refusing to clean up: container state improper']
  server.prependListener('request', (request, response) => {
    const cause = request.url?.includes('/stop') ? refusals.shift() : undefined
    if (cause !== undefined) response.writeHead(500).end(JSON.stringify({ message: cause }))
    else if (request.url?.includes('/stop')) response.writeHead(204).end()
  })
  await engine.stopContainer('web', { timeout: 1 })
  expect(requests.slice(1)).toEqual([
    'POST /containers/web/stop?t=1',
    'POST /containers/web/unpause',
    'POST /containers/web/stop?t=1',
  ])
  refusals = ['something else']
  await expect(engine.stopContainer('web')).rejects.toThrow('something else')
})

/** Each of an engine's answers goes wrong in turn: whatever Gantry makes of it, the next run puts everything right. */
import { rm, mkdtemp } from 'node:fs/promises'
import { createServer, request, type IncomingMessage, type ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { connect } from '../../src/docker/connect.ts'
import { createProject, type Project } from './rig.ts'

type Fault =
  | 'answers 500'
  | 'answers 409'
  | 'cut before'
  | 'cut after'
  | 'cut in the body'
  | 'hangs, then cut'

const faults: readonly Fault[] = [
  'answers 500',
  'cut after',
  'cut in the body',
  'answers 409',
  'cut before',
  'hangs, then cut',
]

interface Proxy {
  readonly host: string
  /** The call of this number, from 0 on, goes wrong; the count begins anew. */
  readonly arm: (call: number, fault: Fault) => void
  /** How many calls were made since. */
  readonly calls: () => number
}

/** Stands between Gantry and the real engine. The ping that every run begins with is let through and not counted. */
async function openProxy(): Promise<Proxy> {
  const engine = await connect({ env: process.env })
  const { address } = engine
  engine.close()
  const folder = await mkdtemp(join(tmpdir(), 'gantry-proxy-'))
  const path = join(folder, 'docker.sock')
  let armed: { readonly call: number; readonly fault: Fault } | undefined
  let count = 0
  const server = createServer((call, answer) => {
    const number = call.url === '/_ping' ? -1 : count++
    if (number >= 0 && number === armed?.call) spoil(armed.fault, { call, answer, address })
    else forward({ call, answer, address })
  })
  await new Promise<void>((resolve) => server.listen(path, resolve))
  onTestFinished(async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    await rm(folder, { recursive: true, force: true })
  })
  return {
    host: `unix://${path}`,
    arm: (call, fault) => {
      armed = { call, fault }
      count = 0
    },
    calls: () => count,
  }
}

interface Exchange {
  readonly call: IncomingMessage
  readonly answer: ServerResponse
  readonly address: string
}

function spoil(fault: Fault, exchange: Exchange): void {
  const { call, answer } = exchange
  const cut = () => void call.socket.destroy()
  call.resume()
  switch (fault) {
    case 'answers 500':
    case 'answers 409':
      answer.writeHead(fault === 'answers 500' ? 500 : 409, { 'content-type': 'application/json' })
      answer.end('{"message":"spoiled by the test"}')
      break
    case 'cut before':
      cut()
      break
    case 'hangs, then cut':
      setTimeout(cut, 300)
      break
    case 'cut after':
      forward(exchange, cut)
      break
    case 'cut in the body':
      forward(exchange, (given) => {
        answer.writeHead(given.statusCode ?? 200, { ...given.headers, 'content-length': '1000' })
        answer.write('{"Id":"', cut)
      })
      break
  }
}

/** Passes call and answer on, or gives the engine's answer, headers only, to `taken` when the call is done. */
function forward({ call, answer, address }: Exchange, taken?: (given: IncomingMessage) => void): void {
  const { protocol, hostname, port, pathname } = new URL(address)
  const to = protocol === 'unix:' ? { socketPath: pathname } : { host: hostname, port }
  const { method, url, headers } = call
  const onward = request({ ...to, method, path: url, headers }, (given) => {
    if (taken) {
      given.resume()
      given.on('end', () => taken(given))
      return
    }
    answer.writeHead(given.statusCode ?? 200, given.headers)
    answer.flushHeaders()
    given.pipe(answer)
  })
  const give = () => void onward.destroy()
  answer.on('close', give)
  onward.on('error', () => call.socket.destroy())
  call.pipe(onward)
}

const compose = (level: number) =>
  [
    'services:',
    `  db: {image: busybox, command: sleep 1000, stop_signal: SIGKILL, environment: {LEVEL: "${level}"}, volumes: ["data:/data", /more], configs: [{source: app, target: /app.conf}], network_mode: none}`,
    `  web: {image: busybox, command: sleep 1000, stop_signal: SIGKILL, environment: {LEVEL: "${level}"}, depends_on: [db]}`,
    'configs: {app: {content: hello}}',
    'volumes: {data: }',
    '',
  ].join('\n')

async function expectUp(project: Project, about: string): Promise<void> {
  const up = await project.gantry('up', '-d')
  expect(up.code, `${about}\n${up.stderr}`).toBe(0)
  const plan = await project.gantry('plan', '--detailed-exitcode')
  expect(plan.code, `${about}\n${plan.stdout}${plan.stderr}`).toBe(0)
  expect(
    (await project.containers()).map(({ state }) => state),
    about,
  ).toEqual(['running', 'running'])
}

async function expectGone(project: Project, about: string): Promise<void> {
  const down = await project.gantry('down', '-v')
  expect(down.code, `${about}\n${down.stderr}`).toBe(0)
  expect(await project.leftovers(), about).toEqual([])
}

interface Phase {
  readonly args: readonly string[]
  /** Makes the state that the command begins with. */
  readonly begin: (project: Project, round: number) => Promise<unknown>
  readonly healed: (project: Project, about: string) => Promise<void>
}

const phases: Readonly<Record<string, Phase>> = {
  'a fresh up': {
    args: ['up', '-d'],
    begin: (project) => project.succeed('down', '-v'),
    healed: expectUp,
  },
  'an up that makes containers anew': {
    args: ['up', '-d'],
    begin: async (project, round) => {
      if (round === 0) await project.succeed('up', '-d')
      await project.write({ 'compose.yaml': compose(round + 1) })
    },
    healed: expectUp,
  },
  'down -v': {
    args: ['down', '-v'],
    begin: (project) => project.succeed('up', '-d'),
    healed: expectGone,
  },
}

/** Each call of the command goes wrong in one way; which one goes round with the calls, so that all are met. */
async function spoilEachCall(name: string, { args, begin, healed }: Phase): Promise<void> {
  const proxy = await openProxy()
  const project = await createProject({ files: { 'compose.yaml': compose(0) } }, { DOCKER_HOST: proxy.host })
  for (let call = 0, made = 1; call < made; call += 1) {
    const fault = faults[(call + name.length) % faults.length] ?? 'cut before'
    proxy.arm(-1, fault)
    await begin(project, call)
    proxy.arm(call, fault)
    const { stderr } = await project.gantry(...args)
    made = Math.max(made, proxy.calls())
    const about = `${name}, call ${call} ${fault}:\n${stderr}`
    expect(stderr, about).not.toMatch(/^\s+at /m)
    proxy.arm(-1, fault)
    await healed(project, about)
  }
  await project.succeed('down', '-v')
  expect(await project.leftovers()).toEqual([])
}

test('each call of up, of an up that makes anew and of down goes wrong: the next run heals it', async () => {
  await Promise.all(Object.entries(phases).map(([name, phase]) => spoilEachCall(name, phase)))
}, 600_000)

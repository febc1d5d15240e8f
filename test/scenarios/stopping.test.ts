import { once } from 'node:events'
import { connect, createServer, type AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { createProject, type Project } from './rig.ts'

/** Grace periods far longer than a test may last: whoever waits one out is seen. */
const stack = `
services:
  shell: {image: busybox, command: "sh -c 'echo up; sleep 1000; true'", stop_grace_period: 1h}
  python: {image: "python:3.11-slim", command: ["python", "-c", "import time; print('up', flush=True); time.sleep(1000)"], stop_grace_period: 1h}
`

/** Resolves when both services have said it: then their own programs run. */
async function saying(project: Project, word: string): Promise<void> {
  const logs = project.start('logs', '-f')
  for (const service of ['shell', 'python']) await logs.says(new RegExp(`${service}-1 +\\| ${word}`))
  logs.signal('SIGTERM')
  await logs.result
}

test.each(['down', 'stop', 'restart', 'up -d --force-recreate'])(
  '%s does not wait for processes that ignore SIGTERM, and says what helps',
  async (command) => {
    const project = await createProject({ files: { 'compose.yaml': stack } })
    expect((await project.gantry('up', '-d')).code).toBe(0)
    await saying(project, 'up')
    const { code, stderr } = await project.gantry('--progress', 'plain', ...command.split(' '))
    expect(code, stderr).toBe(0)
    expect(stderr).toMatch(
      /service "shell" was killed at once: its first process \("sh"\) does not handle SIGTERM/,
    )
    expect(stderr).toMatch(/service "python" was killed at once.*init: true.*--full-grace/)
  },
)

/** The engine behind a TCP port, as one on another machine is reached: nothing of it can be read from /proc. */
async function overTcp(address: string): Promise<string> {
  const path = address.slice('unix://'.length)
  const server = createServer((socket) => {
    const upstream = connect({ path })
    socket.on('error', () => upstream.destroy()).on('close', () => upstream.destroy())
    upstream.on('error', () => socket.destroy()).on('close', () => socket.destroy())
    socket.pipe(upstream).pipe(socket)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo
  return `tcp://127.0.0.1:${port}`
}

test('an engine that is elsewhere is asked for its table of processes', async () => {
  const project = await createProject({ files: { 'compose.yaml': stack } })
  const remote = await createProject(
    { files: { 'compose.yaml': stack } },
    { COMPOSE_PROJECT_NAME: project.name, DOCKER_HOST: await overTcp(project.engine.address) },
  )
  expect((await project.gantry('up', '-d')).code).toBe(0)
  await saying(project, 'up')
  const { code, stderr } = await remote.gantry('--progress', 'plain', 'down')
  expect(code, stderr).toBe(0)
  for (const service of ['shell', 'python'])
    expect(stderr).toContain(`service "${service}" was killed at once`)
})

const listening = `
services:
  init: {image: busybox, command: sleep 1000, init: true}
  handler: {image: busybox, command: "sh -c 'trap \\"echo bye; exit 7\\" TERM; echo up; while :; do sleep 0.1; done'"}
  waiter:
    image: python:3.11-slim
    command:
      - python
      - -c
      - |
        import signal
        signal.pthread_sigmask(signal.SIG_BLOCK, {15})
        print('up', flush=True)
        signal.sigwait({15})
        raise SystemExit(8)
`

test('processes that handle the signal, wait for it, or have an init, stop by themselves', async () => {
  const project = await createProject({ files: { 'compose.yaml': listening } })
  const up = project.start('up')
  for (const service of ['handler', 'waiter']) await up.says(new RegExp(`${service}-1 +\\| up`))
  const { code, stderr } = await project.gantry('--progress', 'plain', 'stop')
  expect(code, stderr).toBe(0)
  expect(stderr).not.toMatch(/killed at once/)
  await up.result
  const states = await Promise.all(
    (await project.containers()).map(async ({ id }) => {
      const { name, exitCode } = await project.engine.inspectContainer(id)
      return `${name.slice(project.name.length + 1)} ${exitCode}`
    }),
  )
  expect(states.sort()).toEqual(['handler-1 7', 'init-1 143', 'waiter-1 8'])
})

test('--full-grace waits all the same', async () => {
  const project = await createProject({
    files: { 'compose.yaml': 'services: {a: {image: busybox, command: sleep 1000, stop_grace_period: 2s}}' },
  })
  await project.gantry('up', '-d')
  const down = await project.gantry('--progress', 'json', 'down', '--full-grace')
  expect(down.code).toBe(0)
  const stopped = down.events.find(
    (event) => event.type === 'step-done' && event.operation === 'stop-container',
  )
  expect(stopped).toMatchObject({ seconds: expect.any(Number) })
  if (stopped?.type === 'step-done') expect(stopped.seconds).toBeGreaterThan(1.5)
  expect(down.events.filter(({ type }) => type === 'warning')).toEqual([])
})

test('a deadline ends a stop that takes too long, and says what it was waiting for', async () => {
  const project = await createProject({
    files: {
      'compose.yaml': `
services:
  slow: {image: busybox, command: "sh -c 'trap : TERM; echo up; while :; do sleep 0.1; done'", stop_grace_period: 1h}
`,
    },
  })
  await project.gantry('up', '-d')
  const down = await project.gantry('--deadline', '10s', 'down')
  expect(down.code).toBe(32)
  expect(down.stderr).toMatch(/gave up after 10 s \(--deadline\), still waiting for "\S+-slow-1"/)
  const again = await project.gantry('down', '-t', '0')
  expect(again.code, again.stderr).toBe(0)
  expect(await project.holdings()).toEqual([])
})

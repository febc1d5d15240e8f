import { createServer } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { createProject } from './rig.ts'

const talker = (word: string) =>
  `{image: busybox, command: sh -c "trap 'echo ${word} goes; exit 0' TERM; echo ${word} is here; while :; do sleep 0.1; done"}`

test('attached up shows prefixed output; Ctrl-C stops in reverse order, exit 130', async () => {
  const project = await createProject({
    files: { 'compose.yaml': `services:\n  web: ${talker('web')}\n  db: ${talker('db')}\n` },
  })
  const running = project.start('up')
  await Promise.all([running.says('web is here'), running.says('db is here')])
  running.signal('SIGINT')
  const { code, stdout } = await running.result
  expect(code).toBe(130)
  expect(stdout).toMatch(/^web-1 +\| web is here$/m)
  expect(stdout).toMatch(/^db-1 +\| db goes$/m)
  expect((await project.containers()).map(({ state }) => state)).toEqual(['exited', 'exited'])
})

test('a second Ctrl-C kills what does not stop', async () => {
  const project = await createProject({
    files: {
      'compose.yaml': `services: {deaf: {image: busybox, command: sh -c "trap '' TERM; echo ready; while :; do sleep 0.1; done", stop_grace_period: 1h}}\n`,
    },
  })
  const running = project.start('up')
  await running.says('ready')
  running.signal('SIGINT')
  await running.says(/[Ss]topping/)
  running.signal('SIGINT')
  expect((await running.result).code).toBe(130)
  expect((await project.containers()).map(({ status }) => status)).toEqual([
    expect.stringContaining('Exited (137)'),
  ])
})

test('attached up ends by itself, with 0, when all containers have ended', async () => {
  const project = await createProject({
    files: { 'compose.yaml': 'services: {once: {image: busybox, command: echo done}}\n' },
  })
  const { code, stdout } = await project.gantry('up')
  expect(code).toBe(0)
  expect(stdout).toContain('once-1  | done')
  expect(stdout).toContain('once-1 exited with code 0')
})

test('--exit-code-from stops the rest and passes the code on', async () => {
  const project = await createProject({
    files: {
      'compose.yaml': `services:\n  tests: {image: busybox, command: sh -c "sleep 0.5; exit 5"}\n  db: ${talker('db')}\n`,
    },
  })
  const { code } = await project.gantry('up', '--exit-code-from', 'tests')
  expect(code).toBe(5)
  expect((await project.containers()).map(({ state }) => state)).toEqual(['exited', 'exited'])
})

test('interrupted while it waits: exit 130; the next up goes on, the next down takes all away', async () => {
  const project = await createProject({
    files: {
      'compose.yaml': [
        'services:',
        '  db: {image: busybox, command: sleep 1000, stop_signal: SIGKILL, healthcheck: {test: test -e /ready, interval: 200ms, retries: 10000}}',
        '  web: {image: busybox, command: sleep 1000, stop_signal: SIGKILL, depends_on: {db: {condition: service_healthy}}}',
        '',
      ].join('\n'),
    },
  })
  const running = project.start('--progress', 'json', 'up', '-d')
  await running.says('"operation":"wait"')
  running.signal('SIGINT')
  expect((await running.result).code).toBe(130)
  const db = (await project.containers()).find(({ name }) => name.includes('-db-'))
  expect(db?.state).toBe('running')
  await project.engine.execInContainer(db?.id ?? '', { command: ['touch', '/ready'] })
  await project.succeed('up', '-d')
  expect((await project.containers()).map(({ state }) => state)).toEqual(['running', 'running'])
  await project.succeed('down', '-v')
  expect(await project.holdings()).toEqual([])
})

test('interrupted while a pull gets no answer: exit 130 at once, nothing is left', async () => {
  const registry = createServer(() => undefined)
  await new Promise<void>((resolve) => registry.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void registry.close())
  const address = registry.address()
  const port = typeof address === 'object' && address ? address.port : 0
  const project = await createProject({
    files: {
      'compose.yaml': `services: {web: {image: "127.0.0.1:${port}/slow:1", network_mode: none}}\n`,
    },
  })
  const running = project.start('--progress', 'json', 'up', '-d')
  await running.says('"operation":"pull-image"')
  running.signal('SIGINT')
  expect((await running.result).code).toBe(130)
  expect(await project.holdings()).toEqual([])
})

test('logs -f goes on through a restart: no line twice, none missing', async () => {
  const project = await createProject({
    files: {
      'compose.yaml': `services: {web: {image: busybox, command: sh -c "echo begins; for n in 1 2 3; do echo line $$n; done; sleep 1000", stop_signal: SIGKILL}}\n`,
    },
  })
  await project.succeed('up', '-d')
  const running = project.start('logs', '-f')
  await running.says('line 3')
  const id = (await project.containers())[0]?.id ?? ''
  await project.engine.stopContainer(id, { timeout: 0 })
  await project.engine.startContainer(id)
  await running.says(/line 3[^]*line 3/)
  running.signal('SIGINT')
  const { stdout } = await running.result
  const lines = stdout.split('\n').flatMap((line) => line.split('| ')[1] ?? [])
  const once = ['begins', 'line 1', 'line 2', 'line 3']
  expect(lines).toEqual([...once, ...once])
})

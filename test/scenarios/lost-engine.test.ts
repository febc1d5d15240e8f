import { expect, test } from 'vitest'
import { openProxy } from './proxy.ts'
import { createProject } from './rig.ts'

const compose = [
  'services:',
  '  db: {image: busybox, command: sh -c "echo hello; sleep 1000", stop_signal: SIGKILL, healthcheck: {test: test -e /ready, interval: 200ms, retries: 10000}}',
  '  web: {image: busybox, command: sleep 1000, stop_signal: SIGKILL, depends_on: {db: {condition: service_healthy}}}',
  '',
].join('\n')

test('the engine goes while up waits: said at once, exit 20; the next up goes on where it stopped', async () => {
  const proxy = await openProxy()
  const project = await createProject({ files: { 'compose.yaml': compose } }, { DOCKER_HOST: proxy.host })
  const running = project.start('--progress', 'json', 'up', '-d')
  await running.says('"operation":"wait"')
  await proxy.cut()
  const lost = await running.result
  expect(lost.code, lost.stderr).toBe(20)
  expect(lost.stderr).toMatch(/at unix:.*(?:was lost|the connection broke|no such file)/)
  const without = await project.gantry('ps')
  expect(without.code).toBe(20)
  expect(without.stderr).toContain(proxy.host)
  await proxy.mend()
  const db = (await project.containers()).find(({ name }) => name.includes('-db-'))
  await project.engine.execInContainer(db?.id ?? '', { command: ['touch', '/ready'] })
  await project.succeed('up', '-d')
  await project.succeed('down')
})

test.each([['up'], ['logs', '-f']])(
  'the engine goes while %s follows: it ends and says so',
  async (...args) => {
    const proxy = await openProxy()
    const file = compose.replace('test -e /ready', 'sh -c true')
    const project = await createProject({ files: { 'compose.yaml': file } }, { DOCKER_HOST: proxy.host })
    await project.succeed('up', '-d')
    const running = project.start(...args)
    if (args[0] === 'logs') await running.says('hello')
    else await running.says('Attaching to db-1, web-1')
    await proxy.cut()
    const { code, stderr } = await running.result
    expect(stderr).toMatch(/engine/)
    expect(stderr).not.toMatch(/^\s+at /m)
    expect(code).toBe(20)
  },
)

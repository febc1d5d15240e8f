import { expect, test } from 'vitest'
import { createProject } from './rig.ts'

const names = ['a', 'b', 'c', 'd', 'e', 'f']
const compose = (level: string) =>
  `services:\n${names.map((name) => `  ${name}: {image: busybox, command: sleep 1000, stop_signal: SIGKILL, environment: {LEVEL: ${level}}, volumes: [/data]}\n`).join('')}`

test.each([
  ['on nothing', undefined],
  ['on a stack that both would make anew', 'old'],
])('two runs of up at the same time, %s: one waits, and finds the work done', async (_, before) => {
  const project = await createProject({ files: { 'compose.yaml': compose(before ?? 'new') } })
  if (before) {
    await project.succeed('up', '-d')
    await project.write({ 'compose.yaml': compose('new') })
  }
  const both = await Promise.all([project.gantry('up', '-d'), project.gantry('up', '-d')])
  expect(
    both.map(({ code }) => code),
    both.map(({ stderr }) => stderr).join('\n'),
  ).toEqual([0, 0])
  await project.succeed('plan', '--detailed-exitcode')
  expect((await project.containers()).map(({ name, state }) => `${name} ${state}`).sort()).toEqual(
    names.map((name) => `${project.name}-${name}-1 running`),
  )
  await project.succeed('down', '-v')
  expect(await project.holdings()).toEqual([])
})

const waiting = `
services:
  db:
    image: busybox
    command: sleep 1000
    stop_signal: SIGKILL
    healthcheck: {test: "test -e /ready", interval: 100ms, retries: 10000}
  web: {image: busybox, command: sleep 1000, stop_signal: SIGKILL, depends_on: {db: {condition: service_healthy}}}
`

test('a run that finds another one at work says who, and waits or goes as it was told', async () => {
  const project = await createProject({ files: { 'compose.yaml': waiting } })
  const up = project.start('--progress', 'plain', 'up', '-d')
  await up.says(/db-1 Waiting/)
  const refused = await project.gantry('--lock-timeout', '0', 'down')
  expect(refused.code).toBe(40)
  expect(refused.stderr).toMatch(
    new RegExp(`another run is at work on project "${project.name}": up \\(process ${up.child.pid}, since`),
  )
  expect((await project.gantry('ps')).code).toBe(0)
  expect((await project.gantry('plan')).code).toBe(0)
  const down = project.start('down')
  await down.says(`waiting for another run of project "${project.name}": up`)
  const db = (await project.containers()).find(({ name }) => name === `${project.name}-db-1`)
  await project.engine.execInContainer(db?.id ?? '', { command: ['touch', '/ready'] })
  expect((await up.result).code).toBe(0)
  expect((await down.result).code).toBe(0)
  expect(await project.holdings()).toEqual([])
})

test('a run that was killed holds nobody up', async () => {
  const project = await createProject({ files: { 'compose.yaml': waiting } })
  const up = project.start('--progress', 'plain', 'up', '-d')
  await up.says(/db-1 Waiting/)
  const down = project.start('down')
  await down.says('waiting for another run')
  up.signal('SIGKILL')
  expect((await down.result).code).toBe(0)
  expect(await project.holdings()).toEqual([])
})

test('an up that only shows output lets others work', async () => {
  const project = await createProject({
    files: {
      'compose.yaml':
        'services: {a: {image: busybox, command: "sh -c \'echo up; sleep 1000\'", stop_signal: SIGKILL}}',
    },
  })
  const up = project.start('up')
  await up.says('a-1  | up')
  const down = await project.gantry('--lock-timeout', '30', 'down')
  expect(down.code, down.stderr).toBe(0)
  expect((await up.result).code).toBe(0)
})

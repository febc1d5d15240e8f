import { describe, expect, test } from 'vitest'
import { createProject, type Project } from './rig.ts'

const sleeper = 'image: busybox, command: sleep 1000, stop_signal: SIGKILL'
const files = {
  'compose.yaml': [
    'services:',
    `  web: {${sleeper}, depends_on: {db: {condition: service_healthy, restart: true}}}`,
    `  db: {${sleeper}, healthcheck: {test: "true", interval: 1s}}`,
    '',
  ].join('\n'),
}

/** `db running, web exited` */
async function states({ containers, name }: Project): Promise<string> {
  return (await containers())
    .map((container) => `${container.name.slice(name.length + 1)} ${container.state}`)
    .toSorted()
    .join(', ')
}

async function expectAfter(project: Project, args: readonly string[], expected: string): Promise<void> {
  const { code, stderr } = await project.gantry(...args)
  expect({ code, stderr, states: await states(project) }).toEqual({ code: 0, stderr, states: expected })
}

test('a project goes through every state that commands can bring it to', async () => {
  const project = await createProject({ files })
  const goes = async (command: string, expected: string) => expectAfter(project, command.split(' '), expected)
  await goes('create', 'db-1 created, web-1 created')
  await goes('start --wait', 'db-1 running, web-1 running')
  await goes('pause web', 'db-1 running, web-1 paused')
  await goes('unpause', 'db-1 running, web-1 running')
  await goes('stop web', 'db-1 running, web-1 exited')
  await goes('rm -f', 'db-1 running')
  await goes('scale web=2', 'db-1 running, web-1 running, web-2 running')
  await goes('scale web=1', 'db-1 running, web-1 running')
  await goes('kill', 'db-1 exited, web-1 exited')
  await goes('restart', 'db-1 running, web-1 running')
  await goes('rm -sf', '')
})

test('restart takes along what asks for it, and stops and starts in order', async () => {
  const project = await createProject({ files })
  await project.succeed('up', '-d')
  const before = await project.containers()
  const { code, events } = await project.gantry('--progress', 'json', 'restart', 'db')
  expect(code).toBe(0)
  const done = events.flatMap((event) => (event.type === 'step-done' ? [event.step] : []))
  const at = (step: string) => done.indexOf(step)
  expect(at(`${project.name}-web-1:stop`)).toBeLessThan(at(`${project.name}-db-1:stop`))
  expect(at(`${project.name}-db-1:stop`)).toBeLessThan(at('db-1:start'))
  expect(at('db-1:start')).toBeLessThan(at('web-1:start'))
  expect(done).toContain('db:wait:service_healthy')
  const after = await project.containers()
  expect(after.map(({ id }) => id).toSorted()).toEqual(before.map(({ id }) => id).toSorted())
  expect(await states(project)).toBe('db-1 running, web-1 running')
})

test('by name alone, from a folder without files, a project of docker compose’s labels is handled', async () => {
  const project = await createProject({ files })
  await project.succeed('up', '-d')
  const elsewhere = await createProject({ files: {} }, { COMPOSE_PROJECT_NAME: '' })
  const there = async (...args: string[]) => (await elsewhere.gantry('-p', project.name, ...args)).code
  expect(await there('stop')).toBe(0)
  expect(await states(project)).toBe('db-1 exited, web-1 exited')
  expect(await there('start', 'web')).toBe(0)
  expect(await states(project)).toBe('db-1 running, web-1 running')
  expect(await there('rm', '-sf')).toBe(0)
  expect(await states(project)).toBe('')
})

describe('a signal', () => {
  const command = `sh -c 'trap "echo heard" USR1; echo ready; while true; do sleep 0.1; done'`
  const listener = {
    'compose.yaml': `services: {web: {image: busybox, command: ${JSON.stringify(command)}, stop_signal: SIGKILL}}`,
  }

  test('of kill -s reaches the process, which goes on', async () => {
    const project = await createProject({ files: listener })
    await project.succeed('up', '-d')
    const following = project.start('logs', '-f')
    await following.says('ready')
    expect((await project.gantry('kill', '-s', 'USR1')).code).toBe(0)
    await following.says('heard')
    expect(await states(project)).toBe('web-1 running')
    following.signal('SIGINT')
    await following.result
  })

  test('that the engine does not know is refused, and nothing is killed', async () => {
    const project = await createProject({ files })
    await project.succeed('up', '-d')
    const { code, stderr } = await project.gantry('kill', '-s', 'BOGUS', 'web')
    expect(code).toBe(1)
    expect(stderr).toMatch(/invalid signal: BOGUS/i)
    expect(await states(project)).toBe('db-1 running, web-1 running')
  })
})

test('rm where nobody can be asked refuses, and removes nothing', async () => {
  const project = await createProject({ files })
  await project.gantry('create')
  const { code, stderr } = await project.gantry('rm')
  expect(code).toBe(1)
  expect(stderr).toContain('--force')
  expect(await states(project)).toBe('db-1 created, web-1 created')
})

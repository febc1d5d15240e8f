import { describe, expect, test } from 'vitest'
import type { Event } from '../../src/events.ts'
import { createProject } from './rig.ts'

const sleeper = 'image: busybox, command: sleep 1000, stop_signal: SIGKILL'
const doneSteps = (events: readonly Event[]) =>
  events.flatMap((event) => (event.type === 'step-done' ? [event.step] : []))

test('up twice: the second plans nothing and says so; down -v leaves nothing', async () => {
  const project = await createProject({
    files: {
      'compose.yaml': `services:\n  web: {${sleeper}, depends_on: [db], ports: ["80"]}\n  db: {${sleeper}, volumes: ["data:/data"]}\nvolumes: {data: }\n`,
    },
  })
  await project.succeed('up', '-d')
  expect(await project.holdings()).toEqual([
    `container ${project.name}-db-1`,
    `container ${project.name}-web-1`,
    `network ${project.name}_default`,
    `volume ${project.name}_data`,
  ])
  const again = await project.gantry('up', '-d')
  expect(again.code).toBe(0)
  expect(again.stderr).toMatch(/nothing to do/i)
  const events = (await project.gantry('--progress', 'json', 'up', '-d')).events
  expect(events.find((event) => event.type === 'plan')).toMatchObject({ steps: 0 })
  await project.succeed('plan', '--detailed-exitcode')
  await project.succeed('down', '-v')
  expect(await project.holdings()).toEqual([])
})

test('a changed service is made anew, alone, and the reason names the attribute, old and new', async () => {
  const compose = (level: string) =>
    `services:\n  web: {${sleeper}, environment: {LEVEL: ${level}, API_TOKEN: ${level}-secret}}\n  db: {${sleeper}}\n`
  const project = await createProject({ files: { 'compose.yaml': compose('info') } })
  await project.succeed('up', '-d')
  const before = await project.containers()
  await project.write({ 'compose.yaml': compose('debug') })
  const plan = await project.gantry('plan')
  expect(plan.stdout).toContain('environment.LEVEL')
  expect(plan.stdout).toMatch(/info\W+debug/)
  expect(plan.stdout).toContain('environment.API_TOKEN')
  expect(plan.stdout).not.toContain('-secret')
  await project.succeed('up', '-d')
  const after = await project.containers()
  const id = (list: typeof before, service: string) =>
    list.find(({ name }) => name === `${project.name}-${service}-1`)?.id
  expect(id(after, 'db')).toBe(id(before, 'db'))
  expect(id(after, 'web')).not.toBe(id(before, 'web'))
  expect(after).toHaveLength(2)
})

test('the database starts while the application is still being built', async () => {
  const project = await createProject({
    files: {
      'compose.yaml': `services:\n  app: {build: ., command: sleep 1000, stop_signal: SIGKILL, depends_on: [db]}\n  db: {${sleeper}}\n`,
      Dockerfile: `FROM busybox\nRUN sleep 2 && echo ${Date.now()}\n`,
    },
  })
  const { code, events } = await project.gantry('--progress', 'json', 'up', '-d')
  expect(code).toBe(0)
  const done = doneSteps(events)
  expect(done.indexOf('db-1:start')).toBeLessThan(done.findIndex((step) => step.startsWith('image:')))
})

test('dependencies are waited for by condition: completed, healthy, started', async () => {
  const project = await createProject({
    files: {
      'compose.yaml': [
        'services:',
        `  web: {${sleeper}, depends_on: {migrate: {condition: service_completed_successfully}, cache: {condition: service_started}}}`,
        '  migrate:',
        '    image: busybox',
        '    command: sh -c "cat /state/ready"',
        '    volumes: ["state:/state"]',
        '    depends_on: {db: {condition: service_healthy}}',
        '  db:',
        '    image: busybox',
        '    command: sh -c "sleep 1; touch /state/ready; sleep 1000"',
        '    stop_signal: SIGKILL',
        '    volumes: ["state:/state"]',
        '    healthcheck: {test: test -e /state/ready, interval: 200ms, retries: 100}',
        `  cache: {${sleeper}}`,
        'volumes: {state: }',
        '',
      ].join('\n'),
    },
  })
  const { code, events, stderr } = await project.gantry('--progress', 'json', 'up', '-d')
  expect(code, stderr).toBe(0)
  const done = doneSteps(events)
  const order = [
    'db:wait:service_healthy',
    'migrate-1:start',
    'migrate:wait:service_completed_successfully',
    'web-1:start',
  ]
  expect(done.filter((step) => order.includes(step))).toEqual(order)
  const again = await project.gantry('--progress', 'json', 'up', '-d')
  expect(again.events.find((event) => event.type === 'plan')).toMatchObject({ steps: 0 })
})

test('replicas are added and removed; --scale counts', async () => {
  const project = await createProject({
    files: { 'compose.yaml': `services: {web: {${sleeper}, scale: 2}}\n` },
  })
  const names = async () =>
    (await project.containers()).map(({ name }) => name.slice(project.name.length + 1)).sort()
  await project.succeed('up', '-d')
  expect(await names()).toEqual(['web-1', 'web-2'])
  await project.succeed('up', '-d', '--scale', 'web=3')
  expect(await names()).toEqual(['web-1', 'web-2', 'web-3'])
  await project.succeed('up', '-d', '--scale', 'web=1')
  expect(await names()).toEqual(['web-1'])
})

test('an orphan is named, and removed when that is asked for', async () => {
  const project = await createProject({
    files: { 'compose.yaml': `services: {web: {${sleeper}}, old: {${sleeper}}}\n` },
  })
  await project.succeed('up', '-d')
  await project.write({ 'compose.yaml': `services: {web: {${sleeper}}}\n` })
  expect((await project.gantry('up', '-d')).stderr).toContain(`${project.name}-old-1`)
  expect(await project.containers()).toHaveLength(2)
  await project.succeed('up', '-d', '--remove-orphans')
  expect((await project.containers()).map(({ name }) => name)).toEqual([`${project.name}-web-1`])
})

test('anonymous volumes survive a recreate and go with down -v; -V renews them', async () => {
  const compose = (level: string) =>
    `services: {web: {${sleeper}, volumes: [/data], environment: {LEVEL: ${level}}}}\n`
  const project = await createProject({ files: { 'compose.yaml': compose('a') } })
  const volume = async () =>
    (await project.containers())[0]?.mounts.find(({ destination }) => destination === '/data')?.name
  await project.succeed('up', '-d')
  const first = await volume()
  expect(first).toMatch(/^[0-9a-f]{64}$/)
  await project.write({ 'compose.yaml': compose('b') })
  await project.succeed('up', '-d')
  expect(await volume()).toBe(first)
  await project.succeed('down', '-v')
  expect((await project.engine.listVolumes({ labels: [] })).map(({ name }) => name)).not.toContain(first)
  await project.succeed('up', '-d')
  await project.succeed('up', '-d', '-V')
  expect(await volume()).not.toBe(first)
})

test('a network whose definition changed is made anew with its containers', async () => {
  const compose = (internal: boolean) =>
    `services: {web: {${sleeper}}}\nnetworks: {default: {internal: ${internal}}}\n`
  const project = await createProject({ files: { 'compose.yaml': compose(false) } })
  await project.succeed('up', '-d')
  await project.write({ 'compose.yaml': compose(true) })
  const { code, stderr } = await project.gantry('up', '-d')
  expect(code, stderr).toBe(0)
  await project.succeed('plan', '--detailed-exitcode')
  expect((await project.containers()).map(({ state }) => state)).toEqual(['running'])
})

test('configs and secrets without a file are copied in before the start', async () => {
  const project = await createProject(
    {
      files: {
        'compose.yaml': [
          'services:',
          '  app:',
          '    image: busybox',
          '    command: sh -c "cat /etc/app.conf /run/secrets/token; stat -c %a /etc/app.conf"',
          '    configs: [{source: app, target: /etc/app.conf, mode: 0440}]',
          '    secrets: [token]',
          'configs: {app: {content: "level=info\\n"}}',
          'secrets: {token: {environment: TOKEN}}',
          '',
        ].join('\n'),
      },
    },
    { TOKEN: 'hush\n' },
  )
  const { stderr } = await project.gantry('--progress', 'json', 'up', '-d', '--wait')
  expect(stderr).not.toContain('hush')
  expect((await project.gantry('logs', '--no-log-prefix')).stdout).toBe('level=info\nhush\n440\n')
})

describe('hooks', () => {
  const file = (command: string) =>
    [
      'services:',
      '  app:',
      '    image: busybox',
      '    command: sh -c "cat /state/seed; touch /state/up; sleep 1000"',
      '    stop_signal: SIGKILL',
      '    volumes: ["state:/state"]',
      '    environment: {WORD: hello}',
      `    pre_start: [{command: [sh, -c, "${command}"]}]`,
      '    post_start: [{command: [sh, -c, "until test -e /state/up; do sleep 0.1; done; cp /state/seed /state/copy"]}]',
      '    pre_stop: [{command: [sh, -c, "echo stopped > /state/last"]}]',
      'volumes: {state: }',
      '',
    ].join('\n')

  test('run before the start, after it, and before the stop', async () => {
    const project = await createProject({ files: { 'compose.yaml': file('echo $$WORD > /state/seed') } })
    const up = await project.gantry('--progress', 'json', 'up', '-d')
    expect(up.code, up.stderr).toBe(0)
    expect(doneSteps(up.events).filter((step) => step.includes('app'))).toEqual([
      'app-1:create',
      'app:pre_start:1',
      'app-1:start',
      'app-1:post_start:1',
    ])
    expect((await project.gantry('logs', '--no-log-prefix')).stdout).toBe('hello\n')
    expect((await project.containers()).map(({ name }) => name)).toEqual([`${project.name}-app-1`])
    expect((await project.gantry('up', '-d')).stderr).toMatch(/nothing to do/)
    await project.succeed('down')
    await project.write({
      'compose.yaml':
        'services: {read: {image: busybox, command: cat /state/copy /state/last, volumes: ["state:/state"]}}\nvolumes: {state: }\n',
    })
    await project.succeed('up', '-d', '--wait')
    expect((await project.gantry('logs', '--no-log-prefix')).stdout).toBe('hello\nstopped\n')
  })

  test('that fail are told with their output, nothing is started, nothing is left', async () => {
    const project = await createProject({ files: { 'compose.yaml': file('echo no seed today; exit 4') } })
    const { code, stderr } = await project.gantry('up', '-d')
    expect(code).toBe(31)
    expect(stderr).toContain('exited with code 4')
    expect(stderr).toContain('no seed today')
    expect((await project.containers()).map(({ state }) => state)).toEqual(['created'])
  })
})

describe('down', () => {
  test('by name alone, without a file in reach', async () => {
    const project = await createProject({
      files: { 'compose.yaml': `services: {web: {${sleeper}, depends_on: [db]}, db: {${sleeper}}}\n` },
    })
    await project.succeed('up', '-d')
    const elsewhere = await createProject({ files: {} })
    expect((await elsewhere.gantry('-p', project.name, 'down')).code).toBe(0)
    expect(await project.holdings()).toEqual([])
  })

  test('dependents stop before what they depend on', async () => {
    const project = await createProject({
      files: { 'compose.yaml': `services: {web: {${sleeper}, depends_on: [db]}, db: {${sleeper}}}\n` },
    })
    await project.succeed('up', '-d')
    const done = doneSteps((await project.gantry('--progress', 'json', 'down')).events)
    const stops = done
      .filter((step) => step.endsWith(':stop'))
      .map((step) => step.slice(project.name.length + 1))
    expect(stops).toEqual(['web-1:stop', 'db-1:stop'])
  })
})

test('--dry-run shows the steps and touches nothing', async () => {
  const project = await createProject({ files: { 'compose.yaml': `services: {web: {${sleeper}}}\n` } })
  const { code, stderr } = await project.gantry('--dry-run', 'up', '-d')
  expect(code, stderr).toBe(0)
  expect(stderr).toContain(`${project.name}-web-1`)
  expect(await project.holdings()).toEqual([])
})

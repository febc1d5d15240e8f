import { describe, expect, test } from 'vitest'
import type { Event } from '../../src/events.ts'
import { createProject } from './rig.ts'

const stopped = 'stop_signal: SIGKILL'

function failureIn(events: readonly Event[], step: string) {
  return events.find((event) => event.type === 'step-failed' && event.step.startsWith(step))
}

describe('--wait', () => {
  test('takes a one-shot service that ends with 0 for done, and starts what depends on it', async () => {
    const project = await createProject({
      files: {
        'compose.yaml': `
services:
  job: {image: busybox, command: "true"}
  db: {image: busybox, command: sleep 1000, ${stopped}, healthcheck: {test: "true", interval: 200ms}}
  web: {image: busybox, command: sleep 1000, ${stopped}, depends_on: {job: {condition: service_completed_successfully}, db: {condition: service_healthy}}}
`,
      },
    })
    const up = await project.gantry('up', '--wait')
    expect(up.code, up.stderr).toBe(0)
    const again = await project.gantry('--progress', 'json', 'up', '--wait')
    expect(again.code).toBe(0)
    expect(again.events.filter(({ type }) => type === 'step-started')).toEqual([])
  })

  test('fails where a service fails: the card tells code, log, who waited, and the rest goes on', async () => {
    const project = await createProject({
      files: {
        'compose.yaml': `
services:
  db:
    image: busybox
    command: "sh -c 'echo the password is hunter22; exit 3'"
    environment: {DB_PASSWORD: hunter22}
    healthcheck: {test: "false", interval: 1h}
  api: {image: busybox, command: sleep 1000, ${stopped}, depends_on: {db: {condition: service_healthy}}}
  web: {image: busybox, command: sleep 1000, ${stopped}, depends_on: [api]}
  alone: {image: busybox, command: sleep 1000, ${stopped}}
`,
      },
    })
    const up = await project.gantry('--progress', 'json', 'up', '--wait')
    expect(up.code).toBe(30)
    expect(failureIn(up.events, 'db:wait')).toMatchObject({
      failure: {
        code: 'exited-early',
        autopsy: {
          exit: { code: 3, oomKilled: false },
          log: ['the password is ***'],
          waiting: ['api', 'web'],
          since: expect.stringMatching(/^\d{4}-/),
        },
      },
    })
    expect(up.stderr).not.toContain('hunter22')
    const running = (await project.containers()).filter(({ state }) => state === 'running')
    expect(running.map(({ name }) => name)).toEqual([`${project.name}-alone-1`])
  })

  test('tells what an unhealthy container says', async () => {
    const project = await createProject({
      files: {
        'compose.yaml': `
services:
  db: {image: busybox, command: sleep 1000, ${stopped}, healthcheck: {test: "echo no luck today; exit 1", interval: 200ms, retries: 2}}
`,
      },
    })
    const up = await project.gantry('--progress', 'plain', 'up', '--wait')
    expect(up.code).toBe(30)
    expect(up.stderr).toMatch(
      /is unhealthy[^]*at: compose\.yaml:\d+:\d+\n[^]*since: [^]*health check:[^]*\| no luck today[^]*hint: .*start_period/,
    )
  })

  test('does not take a container that fails and is started again and again for ready', async () => {
    const project = await createProject({
      files: {
        'compose.yaml': `services: {crash: {image: busybox, command: "sh -c 'exit 4'", restart: always, ${stopped}}}`,
      },
    })
    const up = await project.gantry('--progress', 'json', 'up', '--wait', '--wait-timeout', '8')
    expect([30, 32]).toContain(up.code)
    expect(up.events.filter(({ type }) => type === 'warning')).toMatchObject([
      {
        code: 'restarting',
        message: expect.stringMatching(
          /"crash" does not stay up: it was restarted \d+ times and exited with code 4/,
        ),
      },
    ])
  })
})

test('a failed job fails those that need its success with 31', async () => {
  const project = await createProject({
    files: {
      'compose.yaml': `
services:
  job: {image: busybox, command: "sh -c 'exit 127'"}
  web: {image: busybox, command: sleep 1000, ${stopped}, depends_on: {job: {condition: service_completed_successfully}}}
`,
    },
  })
  const up = await project.gantry('--progress', 'plain', 'up', '-d')
  expect(up.code).toBe(31)
  expect(up.stderr).toMatch(/exit: code 127, its command was not found[^]*waited for it: web/)
})

test('a deadline ends the run with 32 and names what it waited for; the next up goes on', async () => {
  const project = await createProject({
    files: {
      'compose.yaml': `
services:
  db: {image: busybox, command: sleep 1000, ${stopped}, healthcheck: {test: "test -e /ready", interval: 200ms, retries: 10000}}
  web: {image: busybox, command: sleep 1000, ${stopped}, depends_on: {db: {condition: service_healthy}}}
`,
    },
  })
  for (const args of [
    ['--deadline', '12s', 'up', '-d'],
    ['up', '-d', '--wait', '--wait-timeout', '8'],
  ]) {
    const up = await project.gantry(...args)
    expect(up.code, up.stderr).toBe(32)
    expect(up.stderr).toMatch(/gave up after \d+ s \(--\S+\), still waiting for "\S+-db-1"/)
  }
  const db = (await project.containers()).find(({ name }) => name.endsWith('-db-1'))
  await project.engine.execInContainer(db?.id ?? '', { command: ['touch', '/ready'] })
  const up = await project.gantry('--deadline', '5m', 'up', '-d', '--wait')
  expect(up.code, up.stderr).toBe(0)
})

test('an attached up stops everything at its deadline, and says so', async () => {
  const project = await createProject({
    files: { 'compose.yaml': `services: {a: {image: busybox, command: sleep 1000, ${stopped}}}` },
  })
  const up = await project.gantry('--deadline', '12s', 'up')
  expect(up.code, up.stderr).toBe(32)
  expect(up.stderr).toMatch(/gave up after 12 s \(--deadline\)/)
  expect((await project.containers()).map(({ state }) => state)).toEqual(['exited'])
})

test('a Dockerfile or a context that is not there is told at its line, before anything is done', async () => {
  const project = await createProject({
    files: {
      'compose.yaml': `services:
  a:
    build: ./missing
  b:
    build:
      context: .
      dockerfile: none.Dockerfile
`,
    },
  })
  const up = await project.gantry('up', '-d')
  expect(up.code).toBe(10)
  expect(up.stderr).toMatch(
    /compose\.yaml:3:[^]*missing does not exist|missing does not exist[^]*compose\.yaml:3:/,
  )
  expect(up.stderr).toMatch(/none\.Dockerfile/)
  expect(up.stderr).toMatch(/compose\.yaml:7:/)
  expect(await project.holdings()).toEqual([])
})

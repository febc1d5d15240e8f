/** The engine itself dies, with everything it was asked to do half done, and comes back. */
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startBeside, type Beside } from './beside.ts'
import { createProject, type Project } from './rig.ts'

/** Nothing ends by itself before the engine is killed: the database is healthy, and lets itself be stopped, once `state/go` is there. */
const compose = (level: string) =>
  [
    'services:',
    `  db: {image: busybox, command: sleep 1000, stop_signal: SIGKILL, environment: {LEVEL: ${level}}, volumes: ["data:/data", /more, "./state:/state"], healthcheck: {test: test -e /state/go, interval: 200ms, retries: 10000}, pre_stop: [{command: [sh, -c, "until test -e /state/go; do sleep 0.1; done"]}]}`,
    `  cache: {image: busybox, command: sleep 1000, stop_signal: SIGKILL, environment: {LEVEL: ${level}}}`,
    `  web: {image: busybox, command: sleep 1000, stop_signal: SIGKILL, environment: {LEVEL: ${level}}, depends_on: {db: {condition: service_healthy}, cache: {condition: service_started}}}`,
    'volumes: {data: }',
    '',
  ].join('\n')

const lost = /engine.*(?:lost|broke|ended|reach)|(?:lost|broke|ended|cannot).*engine|cannot .* at unix:/

const held = async () => createProject({ files: { 'compose.yaml': compose('a'), 'state/.keep': '' } })
const letGo = (project: Project) => project.write({ 'state/go': '' })
const hold = (project: Project) => rm(join(project.dir, 'state/go'))

describe.each(['newest', '20.10'] as const)('%s', (name) => {
  let beside: Beside
  const main = process.env['DOCKER_HOST']
  beforeAll(async () => {
    beside = await startBeside(name)
    process.env['DOCKER_HOST'] = beside.host
  })
  afterAll(async () => {
    if (main === undefined) delete process.env['DOCKER_HOST']
    else process.env['DOCKER_HOST'] = main
    await beside.stop()
  })

  /** Runs the command and kills the engine once it has told so; the program says that the engine is gone. The engine is back after it. */
  const killEngineAt = async (project: Project, moment: RegExp, ...args: string[]) => {
    const running = project.start('--progress', 'json', ...args)
    await running.says(moment)
    await beside.kill()
    const { code, stderr } = await running.result
    await beside.start()
    expect(code, stderr).toBe(20)
    expect(stderr).toMatch(lost)
    expect(stderr).not.toMatch(/^\s+at /m)
  }

  /** After a crash Docker 20.10 may have lost a container's task; then the error says how to go on, and that helps. */
  const heal = async (project: Project) => {
    await letGo(project)
    const up = await project.gantry('up', '-d')
    if (up.code !== 0) {
      expect(up.stderr).toContain('up --force-recreate')
      await project.succeed('up', '-d', '--force-recreate')
    }
    await project.succeed('plan', '--detailed-exitcode')
    expect((await project.containers()).map(({ state }) => state)).toEqual(['running', 'running', 'running'])
  }

  test.each([
    ['creates', /"step-started"[^\n]*"operation":"create-container"/],
    ['starts', /"step-started"[^\n]*"operation":"start-container"/],
    ['waits', /"step-started"[^\n]*"operation":"wait"/],
  ])(
    'killed while a fresh up %s: exit 20, the next up completes it, down leaves nothing',
    async (_, moment) => {
      const project = await held()
      await killEngineAt(project, moment, 'up', '-d')
      await heal(project)
      await project.succeed('down', '-v')
      expect(await project.holdings()).toEqual([])
    },
  )

  test('killed while containers are made anew: the same', async () => {
    const project = await held()
    await letGo(project)
    await project.succeed('up', '-d')
    await hold(project)
    await project.write({ 'compose.yaml': compose('b') })
    await killEngineAt(project, /"step-started"[^\n]*"step":"db-1:stop"/, 'up', '-d')
    await heal(project)
    await project.succeed('down', '-v')
    expect(await project.holdings()).toEqual([])
  })

  test('killed during down: exit 20, and the next down leaves nothing', async () => {
    const project = await held()
    await letGo(project)
    await project.succeed('up', '-d')
    await hold(project)
    await killEngineAt(project, /"step-started"[^\n]*"operation":"run-hook"/, 'down', '-v')
    await project.succeed('down', '-v')
    expect(await project.holdings()).toEqual([])
  })
})

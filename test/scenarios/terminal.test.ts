import { describe, expect, test } from 'vitest'
import { openPty, type PtyResult } from './pty.ts'
import { createProject, type Project } from './rig.ts'

const sleeper = 'image: busybox, command: sleep 1000, stop_signal: SIGKILL'
const stack = {
  'compose.yaml': `services:\n  web: {${sleeper}, depends_on: [db]}\n  db: {${sleeper}}\n`,
}
const neverHealthy = {
  'compose.yaml': [
    'services:',
    `  db: {${sleeper}, healthcheck: {test: "false", interval: 200ms, retries: 10000}}`,
    `  web: {${sleeper}, depends_on: {db: {condition: service_healthy}}}`,
    '',
  ].join('\n'),
}

/** What holds whenever the program has left the terminal. */
function expectTidy({ bytes, stty }: PtyResult): void {
  for (const wipe of ['\u001B[2J', '\u001B[3J', '\u001B[?1049']) expect(bytes).not.toContain(wipe)
  expect(bytes.lastIndexOf('\u001B[?25h')).toBeGreaterThanOrEqual(bytes.lastIndexOf('\u001B[?25l'))
  expect(bytes.lastIndexOf('\u001B[?2026l')).toBeGreaterThanOrEqual(bytes.lastIndexOf('\u001B[?2026h'))
  expect(stty.length).toBeGreaterThanOrEqual(2)
  expect(stty.slice(1)).toEqual(stty.slice(1).map(() => stty[0]))
}

/** Times differ from run to run, and the spaces before them. */
function shape(project: Project, { lines }: PtyResult): readonly string[] {
  return lines.map((line) => line.replaceAll(project.name, 'shop').replace(/ +[\d.]+m?s$/, ''))
}

describe('up -d --wait in a terminal', () => {
  test('leaves the final table and nothing else; the second time, one line', async () => {
    const project = await createProject({ files: stack })
    const first = await (await openPty(project, ['up', '-d', '--wait'])).result
    expect(first.code).toBe(0)
    expectTidy(first)
    expect(shape(project, first)).toEqual([
      '[+] up shop 7/7',
      ' ✔ Network   shop_default Created',
      ' ✔ Container shop-db-1    Ready',
      ' ✔ Container shop-web-1   Ready',
    ])
    const second = await (await openPty(project, ['up', '-d'])).result
    expectTidy(second)
    expect(shape(project, second)).toEqual(['shop: up to date, nothing to do'])
    const down = await (await openPty(project, ['down', '-v'])).result
    expectTidy(down)
    expect(shape(project, down)).toEqual([
      '[+] down shop 5/5',
      ' ✔ Container shop-db-1    Removed',
      ' ✔ Container shop-web-1   Removed',
      ' ✔ Network   shop_default Removed',
    ])
  })

  test('a failure: the table, then the whole reason below it', async () => {
    const project = await createProject({
      files: {
        'compose.yaml': 'services: {app: {image: busybox, command: sh -c "echo no config; exit 3"}}\n',
      },
    })
    const result = await (await openPty(project, ['up', '-d', '--wait'])).result
    expect(result.code).toBe(30)
    expectTidy(result)
    const lines = shape(project, result)
    expect(lines[0]).toMatch(/^\[\+\] up shop/)
    expect(lines.filter((line) => line.startsWith('[+]'))).toHaveLength(1)
    expect(lines.join('\n')).toMatch(/ ✘ Container shop-app-1[^]*exited with code 3[^]*\| no config/)
  })

  test.each([
    ['Ctrl-C', async (pty: Awaited<ReturnType<typeof openPty>>) => pty.type('\u0003')],
    ['SIGTERM', async (pty: Awaited<ReturnType<typeof openPty>>) => pty.signal('SIGTERM')],
    ['SIGHUP', async (pty: Awaited<ReturnType<typeof openPty>>) => pty.signal('SIGHUP')],
  ])('%s in the middle gives the terminal back, exit 130', async (_, interrupt) => {
    const project = await createProject({ files: neverHealthy })
    const pty = await openPty(project, ['up', '-d', '--wait'])
    await pty.says('Waiting')
    await interrupt(pty)
    const result = await pty.result
    expect(result.code).toBe(130)
    expectTidy(result)
    expect(shape(project, result).filter((line) => line.startsWith('[+]'))).toHaveLength(1)
  })

  test('Ctrl-\\ and a crash give the terminal back as well', async () => {
    const project = await createProject({ files: neverHealthy })
    const crash = 'process.on("SIGUSR2", () => { throw new Error("the sky fell") })'
    const environment = { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(crash)}` }
    const crashing = await openPty(project, ['up', '-d', '--wait'], { environment })
    await crashing.says('Waiting')
    await crashing.signal('SIGUSR2')
    const crashed = await crashing.result
    expect(crashed.code).toBe(1)
    expect(crashed.bytes).toContain('the sky fell')
    expectTidy(crashed)
    const quitting = await openPty(project, ['up', '-d', '--wait'])
    await quitting.says('Waiting')
    quitting.type('\u001C')
    const quit = await quitting.result
    expect(quit.code).toBe(131)
    expectTidy(quit)
  })

  test('Ctrl-Z stops it with the terminal as it was; brought back, it goes on below', async () => {
    const project = await createProject({ files: neverHealthy })
    const pty = await openPty(project, ['up', '-d', '--wait'], { jobs: true })
    await pty.says('Waiting')
    pty.type('\u001A')
    await pty.says(/--stopped--[^]*\[\+\]/)
    pty.type('\u0003')
    const result = await pty.result
    expect(result.code).toBe(130)
    expect(result.stty).toHaveLength(3)
    expectTidy(result)
    const before = result.bytes.slice(0, result.bytes.indexOf('--stopped--'))
    expect(before.lastIndexOf('\u001B[?25h')).toBeGreaterThan(before.lastIndexOf('\u001B[?25l'))
    const lines = shape(project, result)
    const stopped = lines.findIndex((line) => line.includes('--stopped--'))
    expect(lines.slice(0, stopped).filter((line) => line.startsWith('[+]'))).toHaveLength(1)
    expect(lines.slice(stopped).filter((line) => line.startsWith('[+]'))).toHaveLength(1)
  })

  test('a window made 40 × 10 and large again holds one view that fits', async () => {
    const project = await createProject({ files: neverHealthy })
    const pty = await openPty(project, ['up', '-d', '--wait'], { columns: 100, rows: 30 })
    await pty.says('Waiting')
    const oneView = (screen: string) =>
      screen.split('\n').filter((line) => line.startsWith('[+]')).length === 1
    const waits = (screen: string) => /db-1 .*Waiting/.test(screen) && oneView(screen)
    await pty.resize(40, 10)
    await pty.shows((screen) => waits(screen) && !screen.includes('Container'))
    await pty.resize(100, 30)
    await pty.shows((screen) => waits(screen) && screen.includes('Container'))
    pty.type('\u0003')
    const result = await pty.result
    expect(result.code).toBe(130)
    expectTidy(result)
  })

  test.each([
    { columns: 40, rows: 10 },
    { columns: 80, rows: 24 },
  ])('30 services in a window of $columns × $rows scroll nothing but the final table', async (size) => {
    const names = Array.from({ length: 30 }, (_, index) => `service-number-${index + 1}`)
    const project = await createProject({
      files: {
        'compose.yaml': `services:\n${names.map((name) => `  ${name}: {${sleeper}, network_mode: none}\n`).join('')}`,
      },
    })
    const result = await (await openPty(project, ['up', '--no-start'], size)).result
    expect(result.code).toBe(0)
    expectTidy(result)
    const lines = shape(project, result)
    expect(lines).toHaveLength(31)
    expect(lines[0]).toMatch(/^\[\+\] up .*30\/30/)
    for (const line of lines.slice(1)) expect(line).toMatch(/^ ✔ .* +Created$/)
  })
})

describe('attached up in a terminal', () => {
  const talkers = {
    'compose.yaml': [
      'services:',
      ...['a', 'b'].map(
        (name) =>
          `  ${name}: {image: busybox, command: sh -c "trap 'echo bye; exit 0' TERM; i=0; while :; do i=$$((i+1)); echo line $$i of ${name} end; sleep 0.02; done"}`,
      ),
      `  late: {${sleeper}, depends_on: {slow: {condition: service_completed_successfully}}}`,
      '  slow: {image: busybox, command: sleep 2}',
      '',
    ].join('\n'),
  }

  test('lines of logs are whole while the view is drawn; Ctrl-C stops once, and says so', async () => {
    const project = await createProject({ files: talkers })
    const pty = await openPty(project, ['up'])
    await pty.says('line 100 of a end')
    pty.type('\u0003')
    const result = await pty.result
    expect(result.code).toBe(130)
    expectTidy(result)
    const logs = result.lines.filter((line) => /of [ab]|line \d/.test(line))
    expect(logs.length).toBeGreaterThan(100)
    for (const line of logs) expect(line).toMatch(/^(?:a-1|b-1) +\| line \d+ of [ab] end$/)
    for (const name of ['a', 'b']) {
      const numbers = logs.flatMap((line) => new RegExp(`line (\\d+) of ${name} `).exec(line)?.[1] ?? [])
      expect(numbers.map(Number)).toEqual(numbers.map((_, index) => index + 1))
    }
    expect(result.lines.filter((line) => line.endsWith('| bye'))).toHaveLength(2)
    expect((await project.containers()).filter(({ state }) => state === 'running')).toEqual([])
  })

  test('a second Ctrl-C kills', async () => {
    const project = await createProject({
      files: {
        'compose.yaml': `services: {deaf: {image: busybox, command: sh -c "trap '' TERM; echo ready; while :; do sleep 0.1; done", stop_grace_period: 1h}}\n`,
      },
    })
    const pty = await openPty(project, ['up'])
    await pty.says('ready')
    pty.type('\u0003')
    await pty.says(/Stopping/)
    pty.type('\u0003')
    const result = await pty.result
    expect(result.code).toBe(130)
    expectTidy(result)
    expect((await project.containers()).map(({ status }) => status)).toEqual([
      expect.stringContaining('Exited (137)'),
    ])
  })
})

describe('no escape codes', () => {
  test.each([
    [
      'for screen readers',
      { GANTRY_UI: 'reader' },
      /Container NAME-web-1 (created|started|starting).*steps ended\.\r?\n/,
    ],
    ['with --ansi never', { COMPOSE_ANSI: 'never' }, / Container NAME-web-1 Started/],
    ['where the settings say plain', { XDG_CONFIG_HOME: '.' }, / Container NAME-web-1 Started/],
  ])('%s', async (_, environment, said) => {
    const project = await createProject({ files: { ...stack, 'gantry/settings.yaml': 'ui: plain\n' } })
    const settings = 'XDG_CONFIG_HOME' in environment ? { XDG_CONFIG_HOME: project.dir } : {}
    const pty = await openPty(project, ['up', '-d'], { environment: { ...environment, ...settings } })
    const { bytes, code } = await pty.result
    expect(code).toBe(0)
    expect(bytes.replaceAll(project.name, 'NAME')).toMatch(said)
    expect(bytes).not.toContain('\u001B')
  })

  test('and no sign beyond ASCII where the locale has none: the view still moves', async () => {
    const project = await createProject({ files: stack })
    const pty = await openPty(project, ['up', '-d'], { environment: { LC_ALL: 'C' } })
    const { bytes } = await pty.result
    expect(bytes).toContain('\u001B[32m+\u001B[39m Container')
    // oxlint-disable-next-line no-control-regex
    expect(bytes).not.toMatch(/[^\u0000-\u007F]/)
  })

  test('are written with TERM=dumb', async () => {
    const project = await createProject({ files: stack })
    const { bytes, code } = await (
      await openPty(project, ['up', '-d'], { environment: { TERM: 'dumb' } })
    ).result
    expect(code).toBe(0)
    expect(bytes).toContain(`Container ${project.name}-web-1 Started`)
    expect(bytes).not.toContain('\u001B')
  })

  test('are written to a pipe', async () => {
    const project = await createProject({ files: stack }, { NO_COLOR: '' })
    const { stdout, stderr } = await project.gantry('up', '-d')
    expect(stderr).toContain(`Container ${project.name}-web-1 Started`)
    expect(stdout + stderr).not.toContain('\u001B')
  })

  test('of colour, with NO_COLOR: the view moves, in black and white', async () => {
    const project = await createProject({ files: stack })
    const { bytes } = await (await openPty(project, ['up', '-d'], { environment: { NO_COLOR: '1' } })).result
    // oxlint-disable-next-line no-control-regex
    expect(bytes).not.toMatch(/\u001B\[[\d;]*m/)
  })
})

describe('a terminal that goes away', () => {
  test('ends an attached up, which stops what it brought up', async () => {
    const project = await createProject({ files: stack })
    const pty = await openPty(project, ['up'])
    await pty.shows(/web-1 +Started/)
    await expect.poll(async () => isRunning(await pty.hangUp()), { timeout: 60_000 }).toBe(false)
    expect((await project.containers()).map(({ state }) => state)).toEqual(['exited', 'exited'])
  })

  test('and says so more than once insists on nothing: what stops is let stop', async () => {
    const project = await createProject({
      files: {
        'compose.yaml': `services: {slow: {image: busybox, command: sh -c "trap 'sleep 1; exit 0' TERM; echo ready; while :; do sleep 0.1; done"}}\n`,
      },
    })
    const pty = await openPty(project, ['up'])
    await pty.says('ready')
    await pty.signal('SIGHUP')
    await pty.says('Stopping')
    for (let times = 0; times < 3; times++) await pty.signal('SIGHUP')
    expect((await pty.result).code).toBe(130)
    expect((await project.containers()).map(({ status }) => status)).toEqual([
      expect.stringContaining('Exited (0)'),
    ])
  })

  test('ends the dashboard, and leaves alone what runs', async () => {
    const project = await createProject({ files: stack })
    await project.succeed('up', '-d')
    const pty = await openPty(project, ['ui'])
    await pty.shows('2/2 ready')
    await expect.poll(async () => isRunning(await pty.hangUp()), { timeout: 60_000 }).toBe(false)
    expect((await project.containers()).map(({ state }) => state)).toEqual(['running', 'running'])
  })
})

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch {
    return false
  }
}

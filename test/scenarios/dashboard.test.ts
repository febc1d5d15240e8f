import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { bindings } from '../../src/ui/dashboard/keys.ts'
import { openPty, type Pty, type PtyOptions, type PtyResult } from './pty.ts'
import { createProject, type Project } from './rig.ts'

const loop = (script: string) => `sh -c "trap 'exit 0' TERM; ${script}; while :; do sleep 0.2; done"`
const counting = `sh -c "trap 'echo bye; exit 0' TERM; i=0; while :; do i=$$((i+1)); echo count $$i; sleep 0.2; done"`

const stack = {
  Dockerfile: 'FROM busybox:latest\nENV BUILT=1\n',
  'compose.yaml': `services:
  db:
    image: busybox
    command: ${loop("echo database ready; echo 'WARN memory is low'; echo 'last of three'")}
    healthcheck: {test: "true", interval: 500ms}
    stop_signal: SIGKILL
  counter: {image: busybox, command: ${counting}, stop_signal: SIGKILL, depends_on: {db: {condition: service_healthy}}}
  job: {image: busybox, command: sh -c "echo cannot work; exit 3"}
  web: {build: ., image: PROJECT-web, command: ${loop('echo serving')}, ports: ["8080"], stop_signal: SIGKILL}
`,
}

async function startedStack(environment: Readonly<Record<string, string>> = {}): Promise<Project> {
  const project = await createProject({ files: stack }, environment)
  await project.write({ 'compose.yaml': stack['compose.yaml'].replace('PROJECT', project.name) })
  const up = await project.gantry('up', '-d')
  expect(up.code, up.stderr).toBe(0)
  return project
}

/** Keys that some test of this file has pressed. */
const pressed = new Set<string>()

const bytesOf: Readonly<Record<string, string>> = {
  enter: '\r',
  esc: '\u001B',
  tab: '\t',
  'shift-tab': '\u001B[Z',
  space: ' ',
  up: '\u001B[A',
  down: '\u001B[B',
  right: '\u001B[C',
  left: '\u001B[D',
  home: '\u001B[H',
  end: '\u001B[F',
  pageup: '\u001B[5~',
  pagedown: '\u001B[6~',
  'ctrl-b': '\u0002',
  'ctrl-c': '\u0003',
  'ctrl-f': '\u0006',
  'ctrl-l': '\u000C',
  'ctrl-z': '\u001A',
}

interface Dashboard extends Pty {
  /** Presses a key by its name, and waits until the screen shows what it is for. */
  readonly press: (key: string, wanted: Parameters<Pty['shows']>[0]) => Promise<void>
}

async function openDashboard(
  project: Project,
  options: PtyOptions & { readonly args?: readonly string[] } = {},
): Promise<Dashboard> {
  const { args = ['ui'], ...rest } = options
  const pty = await openPty(project, args, { columns: 120, rows: 30, ...rest })
  return {
    ...pty,
    press: async (key, wanted) => {
      pressed.add(key)
      pty.type(bytesOf[key] ?? key)
      await pty.shows(wanted)
    },
  }
}

/** Shows the service under the cursor, and not another one. */
const on = (service: string) => new RegExp(`^>.. ${service} `, 'm')
const without = (text: string | RegExp) => (screen: string) =>
  typeof text === 'string' ? !screen.includes(text) : !text.test(screen)

/** What holds whenever the dashboard has left the terminal. */
function expectTidy({ bytes, stty }: PtyResult): void {
  expectTidyModes(bytes)
  expect(stty[0]).not.toBe('')
  expect(new Set(stty).size).toBe(1)
}

/** Main screen, cursor, wrapping and pasting are as they were; the scrollback was never cleared. */
function expectTidyModes(bytes: string): void {
  expect(bytes).not.toContain('\u001B[3J')
  const modes = ['1049', '25', '7', '2004'].map((mode) => {
    const [on, off] = mode === '1049' || mode === '2004' ? ['h', 'l'] : ['l', 'h']
    return bytes.lastIndexOf(`\u001B[?${mode}${off}`) > bytes.lastIndexOf(`\u001B[?${mode}${on}`)
  })
  expect(modes).toEqual([true, true, true, true])
}

/** No plan is under way, by the first line. */
const isIdle = (screen: string) => !/plan \d|working/.test(screen.split('\n')[0] ?? '')

/** For what is asked of the engine again and again. */
const patience = { timeout: 60_000, interval: 200 }

const running = async (project: Project, service: string) =>
  (await project.containers()).filter(
    ({ state, labels }) => state === 'running' && labels['com.docker.compose.service'] === service,
  ).length

describe('keys', () => {
  test('move and look', async () => {
    const project = await startedStack()
    const ui = await openDashboard(project)
    await ui.shows(/db +healthy/)
    await ui.shows('database ready')
    await ui.press('G', on('counter'))
    await ui.press('g', on('db'))
    await ui.press('end', on('counter'))
    await ui.press('home', on('db'))
    await ui.press('j', on('job'))
    await ui.press('k', on('db'))
    await ui.press('down', on('job'))
    await ui.press('up', on('db'))
    await ui.press('pagedown', on('counter'))
    await ui.press('pageup', on('db'))
    await ui.press('ctrl-f', on('counter'))
    await ui.press('ctrl-b', on('db'))
    await ui.press('tab', '━ db')
    await ui.press('shift-tab', '━ Services')
    await ui.press('2', '━ db')
    await ui.press('3', '━ Why db')
    await ui.press('1', '━ Services')
    await ui.press(']', '[events]')
    await ui.press('[', '[logs]')
    await ui.press('right', '[events]')
    await ui.press('right', '[plan]')
    await ui.press('right', '[inspect]')
    await ui.shows('image: busybox')
    await ui.press('right', '[stats]')
    await ui.shows(/memory +[\d.]+/)
    await ui.press('right', '[health]')
    await ui.shows('last probe: passed')
    await ui.press('left', '[stats]')
    await ui.press('i', '[inspect]')
    await ui.press('enter', '━ db')
    await ui.press('z', without('Services'))
    await ui.press('esc', 'Services')
    await ui.press('esc', '━ Services')
    await ui.press('space', '1 marked')
    await ui.press('a', '4 marked')
    await ui.press('a', without('marked'))
    await ui.press('e', 'Last changes')
    await ui.press('esc', without('Last changes'))
    await ui.press('g', on('db'))
    ui.type('jj')
    await ui.shows(on('web'))
    await ui.press('p', /http:\/\/localhost:\d+/)
    await ui.press('esc', without('http:'))
    await ui.press('?', 'next service or line')
    await ui.press('esc', without('next service or line'))
    await ui.press(':', 'Enter runs')
    ui.type('insp')
    await ui.shows(/> inspect/)
    await ui.press('enter', '[inspect]')
    const before = ui.screen().length
    await ui.press('ctrl-l', (screen) => screen.length === before)
    await ui.press('d', without('Services'))
    const result = await ui.result
    expect(result.code).toBe(0)
    expectTidy(result)
    expect(await running(project, 'web')).toBe(1)
  })

  test('read logs', async () => {
    const project = await startedStack()
    const page = join(project.dir, 'page.txt')
    const ui = await openDashboard(project, { environment: { PAGER: `cat > ${page}` } })
    await ui.shows('last of three')
    await ui.press('/', 'search:')
    ui.type('database')
    await ui.shows('search: database')
    await ui.press('enter', /^.*│>database ready/m)
    await ui.press('n', 'no further line')
    await ui.press('end', (screen) => /^.*│ database ready/m.test(screen))
    await ui.press('N', /^.*│>database ready/m)
    await ui.press('space', 'selecting')
    await ui.press('j', /│\|database ready[^]*│>WARN memory/)
    await ui.press('y', '2 lines copied')
    await ui.press('esc', without('selecting'))
    await ui.press('f', 'filter:')
    ui.type('level:warn')
    await ui.shows((screen) => !screen.includes('database ready') && screen.includes('1 of 3 lines'))
    await ui.press('enter', '[logs]')
    await ui.press('Y', '1 line copied')
    await ui.press('o', '━ db')
    await expect.poll(async () => readFile(page, 'utf8').catch(() => '')).toBe('WARN memory is low\n')
    await ui.press('w', /follow \w+ +wrap/)
    await ui.press('t', /\d\d:\d\d:\d\d\.\d{3} WARN/)
    await ui.press('F', 'follow ON')
    await ui.press('F', 'follow off')
    await ui.press('G', 'follow ON')
    await ui.press('c', 'no line passes the filter')
    await ui.press('esc', without('search:'))
    await ui.press('esc', without('filter:'))
    await ui.press('m', /counter-1 .*count \d+/)
    await ui.press('m', 'Services')
    const copied = ui
      .bytes()
      .split('\u001B]52;c;')
      .slice(1)
      .map((text) => Buffer.from(text.split('\u0007')[0] ?? '', 'base64').toString())
    expect(copied).toEqual(['database ready\nWARN memory is low\n', 'WARN memory is low\n'])
    await ui.press('q', without('Services'))
    const result = await ui.result
    expect(result.code).toBe(0)
    expectTidy(result)
    expect(result.lines.join('\n')).toMatch(/job exit 3[^]*\| cannot work/)
  })

  test('steer services', async () => {
    const project = await startedStack()
    const ui = await openDashboard(project)
    await ui.shows(/web +running/)
    ui.type('jj')
    await ui.shows(on('web'))
    await ui.press('s', /web +exit \d+/)
    await ui.press('s', /web +running/)
    const web = async () => project.engine.inspectContainer(`${project.name}-web-1`)
    const started = (await web()).startedAt
    await ui.press('r', /web +running/)
    await expect.poll(async () => (await web()).startedAt, patience).not.toBe(started)
    const old = (await web()).id
    await ui.press('R', 'anew?')
    ui.type('y')
    await expect
      .poll(async () => (await project.containers()).some(({ id }) => id === old), patience)
      .toBe(false)
    await ui.shows((screen) => /web +running/.test(screen) && isIdle(screen))
    const before = (await web()).id
    await project.write({ Dockerfile: 'FROM busybox:latest\nENV BUILT=2\n' })
    await ui.press('b', /web/)
    await expect.poll(async () => (await web()).id, patience).not.toBe(before)
    await ui.shows((screen) => /web +running/.test(screen) && isIdle(screen))
    await ui.press('+', /web +running +2\/2/)
    await ui.press('-', 'Scale web from 2 to 1?')
    ui.type('y')
    await ui.shows((screen) => !screen.includes('2/2') && isIdle(screen))
    await ui.press('x', /exit.*goes back/)
    ui.type('echo $((6 * 7)) from $BUILT\r')
    await ui.shows('42 from 2')
    ui.type('exit\r')
    await ui.shows('━ Services')
    await ui.press('K', 'Kill web at once?')
    ui.type('y')
    await ui.shows(/web +exit 137/)
    await ui.press('D', /Take .* down\?/)
    ui.type('y')
    await ui.shows(/db +not created/)
    await expect.poll(async () => project.holdings(), patience).toEqual([])
    ui.type('q')
    const result = await ui.result
    expectTidy(result)
  })
})

describe('leaving', () => {
  const talker = { 'compose.yaml': `services:\n  web: {image: busybox, command: ${counting}}\n` }

  test.each(['SIGTERM', 'SIGHUP', 'SIGINT'] as const)(
    '%s gives the terminal back and lets run what runs',
    async (signal) => {
      const project = await createProject({ files: talker })
      await project.gantry('up', '-d')
      const ui = await openDashboard(project)
      await ui.shows(/count \d+/)
      await ui.signal(signal)
      const result = await ui.result
      expect(result.code).toBe(130)
      expectTidy(result)
      expect(result.lines).toEqual([`${project.name}: 1 of 1 services running`])
      expect(await running(project, 'web')).toBe(1)
    },
  )

  test('a crash gives the terminal back, and is told where it can be read', async () => {
    const project = await createProject({ files: talker })
    await project.gantry('up', '-d')
    const crash = 'process.on("SIGUSR2", () => { throw new Error("the sky fell") })'
    const environment = { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(crash)}` }
    const ui = await openDashboard(project, { environment })
    await ui.shows(/count \d+/)
    await ui.signal('SIGUSR2')
    const result = await ui.result
    expect(result.code).toBe(1)
    expectTidy(result)
    expect(result.lines.join('\n')).toContain('the sky fell')
  })

  test('Ctrl-Z gives the terminal to the shell, and "fg" brings the screen back', async () => {
    const project = await createProject({ files: talker })
    await project.gantry('up', '-d')
    const ui = await openDashboard(project, { jobs: true })
    await ui.shows(/count \d+/)
    pressed.add('ctrl-z')
    ui.type(bytesOf['ctrl-z'] ?? '')
    await ui.says('--stopped--')
    expectTidyModes(ui.bytes().split('--stopped--')[0] ?? '')
    await ui.shows(/count \d+/)
    ui.type('?')
    await ui.shows('next service or line')
    ui.type('qq')
    const result = await ui.result
    expect(result.code).toBe(0)
    expectTidy(result)
    expect(result.stty).toHaveLength(3)
  })

  test('up --ui: Ctrl-C stops what it started, q asks', async () => {
    const project = await createProject({ files: talker })
    const first = await openDashboard(project, { args: ['up', '--ui'] })
    await first.shows(/count \d+/)
    await first.press('q', 'let them run')
    await first.press('esc', without('let them run'))
    await first.press('ctrl-c', (screen) => !screen.includes('Services'))
    const result = await first.result
    expect(result.code).toBe(130)
    expectTidy(result)
    expect(await running(project, 'web')).toBe(0)
    const second = await openDashboard(project, { args: ['up', '--ui'] })
    await second.shows(/web +running/)
    second.type('qd')
    expect((await second.result).code).toBe(0)
    expect(await running(project, 'web')).toBe(1)
  })

  test('up that is to end with its containers has no dashboard: asked for it is refused, by the settings it is the stream', async () => {
    const files = {
      'compose.yaml': 'services: {job: {image: busybox, command: echo done here}}\n',
      'gantry/settings.yaml': 'ui: dashboard\n',
    }
    const project = await createProject({ files })
    const ending = ['up', '--abort-on-container-exit']
    const refused = await (await openPty(project, [...ending, '--ui'])).result
    expect(refused.code).toBe(1)
    expect(refused.lines.join('\n')).toContain(
      'error: --abort-on-container-exit and the dashboard cannot be used together',
    )
    const chosen = await openPty(project, ending, { environment: { XDG_CONFIG_HOME: project.dir } })
    const streamed = await chosen.result
    expect(streamed.code).toBe(0)
    expect(streamed.lines).toContain('job-1  | done here')
  })

  test('a second Ctrl-C kills what will not stop', async () => {
    const project = await createProject({
      files: {
        'compose.yaml': `services:\n  web: {image: busybox, command: sh -c "trap 'echo not yet' TERM; echo deaf; while :; do sleep 0.2; done", stop_grace_period: 1h}\n`,
      },
    })
    const ui = await openDashboard(project, { args: ['up', '--ui'] })
    await ui.shows('deaf')
    ui.type('\u0003')
    await ui.shows('Stopping')
    ui.type('\u0003')
    const result = await ui.result
    expect(result.code).toBe(130)
    expectTidy(result)
    expect(await running(project, 'web')).toBe(0)
  })
})

test('without files, by the name alone: what needs them says so, the rest works', async () => {
  const project = await createProject({
    files: {
      'compose.yaml': `services:\n  web: {image: busybox, command: ${counting}, stop_signal: SIGKILL}\n`,
    },
  })
  await project.gantry('up', '-d')
  await rm(join(project.dir, 'compose.yaml'))
  const ui = await openDashboard(project, { args: ['-p', project.name, 'ui'] })
  await ui.shows(/web +running/)
  ui.type('b')
  await ui.shows('this needs the Compose file')
  ui.type('s')
  await ui.shows(/web +exit 137/)
  ui.type('s')
  await ui.shows(/web +running/)
  ui.type('q')
  expectTidy(await ui.result)
})

test('who leaves while something is under way gets the terminal back, and it comes to its end', async () => {
  const project = await createProject({
    files: {
      'compose.yaml': `services:
  web: {image: busybox, command: sleep 1000, stop_signal: SIGKILL, depends_on: {gate: {condition: service_completed_successfully}}}
  gate: {image: busybox, command: sh -c "until test -e /work/open; do sleep 0.1; done", volumes: [".:/work"]}
`,
    },
  })
  const ui = await openDashboard(project, { args: ['up', '--ui'] })
  await ui.shows(/web +\w+ +waits gate done/)
  ui.type('d')
  await ui.shows('finishing what is under way')
  await project.write({ open: '' })
  const result = await ui.result
  expect(result.code).toBe(0)
  expectTidy(result)
  expect(await running(project, 'web')).toBe(1)
})

test('no terminal: it says so and what to use instead', async () => {
  const project = await createProject({ files: { 'compose.yaml': 'services:\n  web: {image: busybox}\n' } })
  const { code, stderr } = await project.gantry('ui')
  expect(code).toBe(1)
  expect(stderr).toMatch(/needs a terminal[^]*gantry logs -f/)
})

test('the window at any size: 40 × 10, and back', async () => {
  const project = await startedStack()
  const ui = await openDashboard(project)
  await ui.shows('database ready')
  await ui.resize(40, 10)
  await ui.shows((screen) => screen.includes('━ Services') && !screen.includes('database ready'))
  ui.type('\r')
  await ui.shows('last of three')
  await ui.resize(80, 24)
  await ui.shows(/─ Why db/)
  await ui.resize(120, 30)
  await ui.shows('│')
  ui.type('q')
  expectTidy(await ui.result)
})

test('a changed file is offered as a plan and applied; problems are shown', async () => {
  const project = await createProject({
    files: {
      'compose.yaml': 'services:\n  web: {image: busybox, command: sleep 1000, stop_signal: SIGKILL}\n',
    },
  })
  const ui = await openDashboard(project, { args: ['up', '--ui'] })
  await ui.shows(/web +running/)
  await project.write({ 'compose.yaml': 'services:\n  web: {image: busybox, comand: sleep 1000}\n' })
  await ui.shows('The files cannot be used')
  await ui.shows('comand')
  await project.write({
    'compose.yaml': 'services:\n  web: {image: busybox, command: sleep 2000, stop_signal: SIGKILL}\n',
  })
  await ui.shows(/The files changed[^]*recreate/)
  ui.type('a')
  await ui.shows((screen) => !screen.includes('The files changed'))
  await expect
    .poll(async () => (await project.containers()).map(({ command, state }) => `${command} ${state}`), {
      timeout: 60_000,
    })
    .toEqual(['sleep 2000 running'])
  ui.type('qs')
  expectTidy(await ui.result)
})

test('every key of the help was pressed above', () => {
  const left = bindings.flatMap(({ keys }): readonly string[] => keys).filter((key) => !pressed.has(key))
  expect(left).toEqual([])
})

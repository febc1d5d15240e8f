import { execFile, spawn } from 'node:child_process'
import { mkdtemp, mkdir, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'

/** The built program, in a folder of its own. */
let folder: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'gantry-executable-'))
  await writeFile(join(folder, 'package.json'), '{"type":"module"}')
  await execute('node', ['bin/build.js', join(folder, 'dist')])
  await symlink(join(folder, 'dist', 'program.cjs'), join(folder, 'docker-compose'))
  await mkdir(join(folder, 'shop'))
  await writeFile(join(folder, 'shop', 'compose.yaml'), 'services:\n  web: {image: "nginx:${TAG:-1}"}\n')
  await mkdir(join(folder, 'bad'))
  await writeFile(
    join(folder, 'bad', 'compose.yaml'),
    'services:\n  web:\n    imaeg: nginx\n    scale: many\n',
  )
}, 60_000)

afterAll(async () => rm(folder, { recursive: true }))

interface Ended {
  readonly code: number
  readonly out: string
  readonly err: string
}

function execute(command: string, args: readonly string[], options: { cwd?: string } = {}): Promise<Ended> {
  const env = { PATH: process.env['PATH'] ?? '', DOCKER_HOST: 'unix:///nonexistent.sock', HOME: folder }
  return new Promise((resolve) => {
    execFile(command, args, { ...options, env }, (error, out, err) => {
      resolve({ code: Number(error?.code ?? 0), out, err })
    })
  })
}

/** Runs the program in `shop` or `bad`, called as gantry or as docker-compose. */
function gantry(project: string, args: readonly string[], calledAs = 'dist/program.cjs'): Promise<Ended> {
  return execute('node', [join(folder, calledAs), ...args], { cwd: join(folder, project) })
}

describe('the program', () => {
  test('prints its project, and nothing else', async () => {
    const { code, out, err } = await gantry('shop', ['config'])
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain('name: shop\n')
    expect(out).toContain('image: nginx:1\n')
  })

  test('names every problem of the files with its place, and exits with 10', async () => {
    const { code, out, err } = await gantry('bad', ['config'])
    expect({ code, out }).toEqual({ code: 10, out: '' })
    expect(err).toContain('compose.yaml:3:5: error')
    expect(err).toContain('did you mean "image"?')
    expect(err).toContain('compose.yaml:4:12: error')
  })

  test('says that its file is a folder, as Docker makes one where a mount had no file', async () => {
    await mkdir(join(folder, 'mounted', 'compose.yaml'), { recursive: true })
    const { code, err } = await gantry('mounted', ['config'])
    expect({ code, err }).toEqual({ code: 10, err: expect.stringMatching(/compose\.yaml" is a directory/) })
  })

  test('in a folder that was removed finds no file, and works with one elsewhere', async () => {
    const inRemoved = async (args: string) => {
      await mkdir(join(folder, 'removed'))
      const line = `cd removed && rmdir ../removed && node ${join(folder, 'dist/program.cjs')} ${args}`
      return execute('sh', ['-c', line], { cwd: folder })
    }
    expect(await inRemoved('config')).toMatchObject({
      code: 10,
      err: expect.stringContaining('no configuration file provided'),
    })
    const file = join(folder, 'shop', 'compose.yaml')
    expect(await inRemoved(`-f ${file} config --services`)).toEqual({ code: 0, out: 'web\n', err: '' })
  })

  test('says where it looked for an engine, and exits with 20', async () => {
    const { code, out, err } = await gantry('shop', ['ps'])
    expect({ code, out }).toEqual({ code: 20, out: '' })
    expect(err).toContain('unix:///nonexistent.sock')
  })

  test('in place of docker-compose every failure is 1', async () => {
    expect((await gantry('bad', ['config', '-q'], 'docker-compose')).code).toBe(1)
    expect((await gantry('shop', ['ps'], 'docker-compose')).code).toBe(1)
  })

  test('answers the Docker CLI as a plugin', async () => {
    const { out } = await gantry('shop', ['docker-cli-plugin-metadata'], 'docker-compose')
    expect(JSON.parse(out)).toMatchObject({ SchemaVersion: '0.1.0', ShortDescription: expect.any(String) })
    expect((await gantry('shop', ['compose', 'config', '--services'], 'docker-compose')).out).toBe('web\n')
  })

  test('a command line that is wrong exits with 1 and writes nothing to stdout', async () => {
    expect(await gantry('shop', ['config', '--fromat', 'json'])).toMatchObject({ code: 1, out: '' })
  })

  test('a reader that has gone ends it quietly', async () => {
    const child = spawn('node', [join(folder, 'dist/program.cjs'), 'config', '--environment'], {
      cwd: join(folder, 'shop'),
      env: { PATH: process.env['PATH'], BIG: 'x'.repeat(120_000), MORE: 'y'.repeat(120_000) },
    })
    child.stdout.destroy()
    const errors: string[] = []
    child.stderr.on('data', (data) => errors.push(String(data)))
    const code = await new Promise((resolve) => child.on('close', resolve))
    expect({ code, errors }).toEqual({ code: 0, errors: [] })
  })

  test('output that is not written, because the disk is full, is no success', async () => {
    const program = join(folder, 'dist/program.cjs')
    const cwd = join(folder, 'shop')
    for (const command of ['config', '--help']) {
      const { code, err } = await execute('sh', ['-c', `node ${program} ${command} >/dev/full`], { cwd })
      expect({ code, err }).toEqual({
        code: 1,
        err: expect.stringContaining('error: cannot write to standard output: ENOSPC'),
      })
    }
  })

  test('and where nothing was to be printed, none is missed', async () => {
    const line = `node ${join(folder, 'dist/program.cjs')} config -q >/dev/full`
    expect(await execute('sh', ['-c', line], { cwd: join(folder, 'shop') })).toMatchObject({
      code: 0,
      err: '',
    })
  })

  test('--output that cannot be written says so, and leaves what was there', async () => {
    const { code, err } = await gantry('shop', ['config', '-o', '/dev/full'])
    expect({ code, err }).toEqual({
      code: 1,
      err: expect.stringContaining('error: --output cannot write to "/dev/full": ENOSPC'),
    })
    const file = join(folder, 'shop', 'whole.yaml')
    await writeFile(file, 'what was there: true\n', { mode: 0o600 })
    // No file may grow: as if the disk were full.
    const full = `trap '' XFSZ; ulimit -f 0; node ${join(folder, 'dist/program.cjs')} config -o whole.yaml`
    const refused = await execute('sh', ['-c', full], { cwd: join(folder, 'shop') })
    expect(refused).toMatchObject({ code: 1, err: expect.stringContaining('cannot write to "whole.yaml"') })
    expect(await readFile(file, 'utf8')).toBe('what was there: true\n')
    expect((await gantry('shop', ['config', '-o', 'whole.yaml'])).code).toBe(0)
    expect(await readFile(file, 'utf8')).toContain('name: shop\n')
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(await readdir(join(folder, 'shop'))).toEqual(['compose.yaml', 'whole.yaml'])
  })
})

describe('config --check', () => {
  test('as JSON: every problem with its place, exit code 10', async () => {
    const { code, out, err } = await gantry('bad', ['config', '--check', '--format', 'json'])
    expect({ code, err }).toEqual({ code: 10, err: '' })
    expect(JSON.parse(out)).toMatchObject({
      errors: 2,
      problems: [
        { severity: 'error', line: 3, column: 5 },
        { severity: 'error', line: 4, column: 12 },
      ],
    })
  })

  test('as SARIF: every problem is a result', async () => {
    const { out } = await gantry('bad', ['config', '--check', '--format', 'sarif'])
    expect(JSON.parse(out).runs[0].results).toHaveLength(2)
  })

  test('of good files exits with 0', async () => {
    expect(await gantry('shop', ['config', '--check'])).toMatchObject({ code: 0, out: 'no problems\n' })
  })
})

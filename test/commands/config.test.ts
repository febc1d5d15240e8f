import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { createMemoryEngine } from '../../src/docker/memory.ts'
import { onFiles } from './files.ts'
import { run } from './harness.ts'

const files = {
  '/work/compose.yaml': `name: shop
services:
  web:
    build: .
    depends_on: [db]
    networks: [front]
    environment: {MODE: "\${MODE:-dev}", TOKEN: "\${TOKEN:?needed}"}
  db:
    image: "postgres:\${PG}"
    volumes: [data:/data]
  debug:
    image: busybox
    profiles: [tools]
networks: {front: {}}
volumes: {data: {}}
`,
  '/work/.env': 'TOKEN=abc\nPG=16\n',
  '/work/bad.yaml': 'services:\n  web:\n    imaeg: nginx\n    scale: many\n',
  '/work/warned.yaml': 'version: "3"\nservices: {web: {image: "nginx:$NOPE"}}\n',
}

const config = async (...args: string[]) => run(['config', ...args], { parts: onFiles(files) })

describe('config', () => {
  test('prints YAML that says the same when it is loaded again', async () => {
    const { out, err, code } = await config()
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toMatch(/^name: shop\nservices:\n {2}db:\n/)
    const again = await run(['config'], { parts: onFiles({ '/work/compose.yaml': out }) })
    expect(again.out).toBe(out)
  })

  test.each([
    [['--services'], 'db web'],
    [['--volumes'], 'data'],
    [['--networks'], 'default front'],
    [['--images'], 'postgres:16 shop-web'],
    [['--profiles'], 'tools'],
    [['--services', 'db'], 'db'],
    [['--services', 'debug'], 'debug'],
    [['-q'], ''],
  ])('%j', async (args, names) => {
    const { out, code } = await config(...args)
    expect({ code, names: out.trim().split('\n').join(' ') }).toEqual({ code: 0, names })
  })

  test('--profile and --compatibility count', async () => {
    const line = ['--profile', 'tools', '--compatibility', 'config', '--images']
    const { out } = await run(line, { parts: onFiles(files) })
    expect(out).toBe('postgres:16\nbusybox\nshop_web\n')
  })

  test('--hash prints the named services only, with their dependencies’ hashes left out', async () => {
    expect((await config('--hash', 'web')).out).toMatch(/^web [0-9a-f]{64}\n$/)
    expect((await config('--hash', '*')).out).toMatch(/^db [0-9a-f]{64}\nweb [0-9a-f]{64}\n$/)
    expect(await config('--hash', 'wbe')).toMatchObject({ code: 10, out: '' })
  })

  test('--environment prints the variables of interpolation, sorted', async () => {
    expect((await config('--environment')).out).toContain('COMPOSE_PROJECT_NAME=shop\nPG=16\n')
  })

  test('--variables lists what may be set, as a table and as JSON', async () => {
    expect((await config('--variables')).out).toBe(
      [
        'NAME      REQUIRED   DEFAULT VALUE   ALTERNATE VALUE',
        'MODE      false      dev',
        'PG        false',
        'TOKEN     true',
        '',
      ].join('\n'),
    )
    expect(JSON.parse((await config('--variables', '--format', 'json')).out).MODE).toEqual({
      Name: 'MODE',
      DefaultValue: 'dev',
      PresenceValue: '',
      Required: false,
    })
  })

  test('--no-interpolate leaves variables as they are written', async () => {
    const { out } = await config('--no-interpolate', '--format', 'json')
    expect(JSON.parse(out).services.db.image).toBe('postgres:${PG}')
  })

  test('-o writes to a file', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'gantry-config-'))
    try {
      expect((await config('-o', join(folder, 'out.yaml'))).out).toBe('')
      expect(await readFile(join(folder, 'out.yaml'), 'utf8')).toContain('name: shop\n')
    } finally {
      await rm(folder, { recursive: true })
    }
  })

  test('warnings go to stderr, each once', async () => {
    const { out, err, code } = await run(['-f', 'warned.yaml', 'config', '--services'], {
      parts: onFiles(files),
    })
    expect({ out, code }).toEqual({ out: 'web\n', code: 0 })
    expect(err).toContain('"NOPE"')
    expect(err.match(/warned\.yaml:1:1: warning/g)).toHaveLength(1)
  })

  test('pins images to their digests, asks for each once, and locks nothing that is built', async () => {
    const engine = createMemoryEngine()
    const parts = {
      ...onFiles({
        ...files,
        '/work/two.yaml':
          'services: {a: {image: redis}, b: {image: redis}, c: {build: .}, d: {image: "r.io/x:1@sha256:abc"}}\n',
      }),
      connect: async () => engine,
    }
    const { out, code } = await run(['-f', 'two.yaml', 'config', '--lock-image-digests'], { parts })
    const digest = await engine.resolveDigest('redis')
    expect({ code, out }).toEqual({
      code: 0,
      out: `services:\n  a:\n    image: docker.io/library/redis:latest@${digest}\n  b:\n    image: docker.io/library/redis:latest@${digest}\n  c: {}\n  d:\n    image: r.io/x:1@sha256:abc\n`,
    })
    expect(engine.calls.filter(({ method }) => method === 'resolveDigest')).toHaveLength(2)
  })

  test.each([
    [['--format', 'sarif'], '--format sarif is for --check'],
    [['--check', '--format', 'yaml'], '--check cannot print yaml'],
  ])('%j is refused', async (args, message) => {
    const { code, err } = await config(...args)
    expect({ code, said: err.includes(message) }).toEqual({ code: 1, said: true })
  })
})

describe('config --check', () => {
  const check = async (file: string, ...args: string[]) =>
    run(['-f', file, 'config', '--check', ...args], { parts: onFiles(files) })

  test('prints all problems from top to bottom and exits with 10', async () => {
    const { code, out, err } = await check('bad.yaml')
    expect({ code, err }).toEqual({ code: 10, err: '' })
    const places = [...out.matchAll(/^bad\.yaml:(\d+:\d+): error/gm)].map(([, place]) => place)
    expect(places).toEqual(['3:5', '4:12'])
  })

  test('warnings alone are no failure', async () => {
    const { code, out } = await check('warned.yaml', '--format', 'json')
    expect({ code, ...JSON.parse(out) }).toMatchObject({ code: 0, errors: 0, warnings: 2 })
  })
})

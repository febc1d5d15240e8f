import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { parts } from '../../src/commands/parts.ts'
import { createMemoryEngine } from '../../src/docker/memory.ts'
import { onFiles } from './files.ts'
import { run } from './harness.ts'

const files = {
  '/work/compose.yaml': 'name: shop\nservices: {web: {image: web, depends_on: [db]}, db: {image: db}}\n',
}

// The first run loads most of the program.
vi.setConfig({ testTimeout: 60_000 })

async function traceFile() {
  const folder = await mkdtemp(join(tmpdir(), 'gantry-trace-'))
  onTestFinished(async () => rm(folder, { recursive: true, force: true }))
  return join(folder, 'up.json')
}

const onDisk = { parts: { ...onFiles({}), createReader: parts.createReader } }
const up = async (...args: string[]) =>
  run([...args, 'up', '-d'], { parts: onFiles(files), engine: createMemoryEngine() })

test('a run is traced, and its trace is drawn', async () => {
  const file = await traceFile()
  expect(await up('--trace', file)).toMatchObject({ code: 0 })
  const { out, code } = await run(['timeline', file], onDisk)
  expect(code).toBe(0)
  expect(out).toMatch(/^up shop: 7 steps in /)
  for (const step of ['Network shop_default Created', 'Container shop-web-1 Started'])
    expect(out).toContain(step)
  const critical = await run(['timeline', '--critical', file], onDisk)
  expect(critical.out).not.toContain('beside it')
})

test('a run that fails is traced as well', async () => {
  const file = await traceFile()
  const engine = createMemoryEngine({ behaviour: () => ({ startError: 'no such command' }) })
  const { code } = await run(['--trace', file, 'up', '-d'], { parts: onFiles(files), engine })
  expect(code).not.toBe(0)
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ otherData: { exitCode: code } })
  expect((await run(['timeline', file], onDisk)).out).toContain('✘ Container shop-db-1 Starting')
})

test('a run that is broken off is traced as well', async () => {
  const file = await traceFile()
  let interrupt = () => {}
  const engine = createMemoryEngine({
    behaviour: () => {
      interrupt()
      return {}
    },
  })
  const { code } = await run(['--trace', file, 'up', '-d'], {
    parts: onFiles(files),
    engine,
    onStart: (given) => {
      interrupt = given
    },
  })
  expect(code).toBe(130)
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ otherData: { exitCode: 130 } })
})

test('a file that cannot be written is told before anything is done', async () => {
  const engine = createMemoryEngine()
  const args = ['--trace', '/no/such/folder/up.json', 'up', '-d']
  const { code, err } = await run(args, { parts: onFiles(files), engine })
  expect({ code, err }).toEqual({
    code: 1,
    err: expect.stringContaining('--trace cannot write to "/no/such/folder/up.json"'),
  })
  expect(await engine.listContainers({ labels: [] })).toEqual([])
})

test.each([
  ['nothing', '/no/such/file', 'cannot be read'],
  ['no trace', new URL(import.meta.url).pathname, 'is no trace of a run'],
])('timeline of %s', async (_, file, message) => {
  const { code, err } = await run(['timeline', file], onDisk)
  expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining(message) })
})

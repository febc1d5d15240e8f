import { readFile, readdir } from 'node:fs/promises'
import { createServer } from 'node:net'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { createProject } from './rig.ts'

const examples = join(dirname(fileURLToPath(import.meta.url)), '..', '..', 'examples')

/** A port that nobody holds at this moment. */
async function freePort(): Promise<string> {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  await new Promise((resolve) => server.close(resolve))
  return String(typeof address === 'object' && address ? address.port : 0)
}

test('flask: comes up healthy in order, counts in Redis, knows Postgres, goes without a trace', async () => {
  const port = await freePort()
  const project = await createProject({ example: 'flask' }, { PORT: port })
  const up = await project.gantry('up', '-d', '--wait')
  expect(up.code, up.stderr).toBe(0)
  const first = await (await fetch(`http://127.0.0.1:${port}/`)).text()
  const second = await (await fetch(`http://127.0.0.1:${port}/`)).text()
  expect(first).toMatch(/PostgreSQL 15/)
  expect(second).not.toBe(first)
  const ps = await project.gantry('ps')
  expect(ps.stdout).toMatch(/healthy/)
  expect((await project.gantry('up', '-d', '--wait')).stderr).toMatch(/nothing to do/i)
  const down = await project.gantry('down', '-v')
  expect(down.code, down.stderr).toBe(0)
  expect(await project.holdings()).toEqual([])
})

test('hello: the obsolete version is a warning, no more', async () => {
  const project = await createProject({ example: 'hello' })
  const up = await project.gantry('up', '-d', '--wait')
  expect(up.code, up.stderr).toBe(0)
  expect(up.stderr).toMatch(/version.*obsolete/)
  expect(await (await fetch('http://127.0.0.1:5000/')).text()).toMatch(/hello/i)
})

test('nginx: the page on the host is what port 80 serves', async () => {
  const port = await freePort()
  const project = await createProject({ example: 'nginx' }, { PORT: port })
  const up = await project.gantry('up', '-d', '--wait')
  expect(up.code, up.stderr).toBe(0)
  expect((await fetch(`http://127.0.0.1:${port}/`)).status).toBe(200)
})

test('every example has a README, and plans', async () => {
  for (const name of await readdir(examples)) {
    expect(await readFile(join(examples, name, 'README.md'), 'utf8')).toMatch(/gantry/)
    const project = await createProject({ example: name })
    const { code, stdout } = await project.gantry('plan')
    expect(code).toBe(0)
    expect(stdout).toMatch(/to create/)
  }
})

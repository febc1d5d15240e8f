import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import type { BuildRequest } from '../../src/docker/engine.ts'
import type { MemoryOptions } from '../../src/docker/memory.ts'
import { shop, told, type Shop } from './shop.ts'

/** A context on the disk: empty, the Dockerfile is inline. */
const context = mkdtempSync(join(tmpdir(), 'gantry-context-'))
afterAll(() => rmSync(context, { recursive: true }))
const inline = (line: string) => `context: ${context}, dockerfile_inline: "FROM ${line}"`

/** A project, and the requests for builds that the engine gets. */
function builder(yaml: string, memory: MemoryOptions = {}): Shop & { readonly requests: BuildRequest[] } {
  const requests: BuildRequest[] = []
  const build = (request: BuildRequest) => {
    requests.push(request)
    return memory.builder?.(request) ?? {}
  }
  return { ...shop(yaml, { ...memory, builder: build }), requests }
}

/** The first names of the images that are asked for. */
function names(requests: readonly BuildRequest[]): readonly string[] {
  return requests.flatMap(({ tags }) => tags[0] ?? []).toSorted()
}

const stack = `
services:
  web: {image: "web:1", build: {${inline('scratch')}, args: {LEVEL: low, MODE: x}}, depends_on: [db]}
  db: {build: {${inline('db')}}}
  plain: {image: "plain:1"}
`

describe('build', () => {
  test('builds every service that has a build section', async () => {
    const { gantry, requests } = builder(stack)
    expect((await gantry('build')).code).toBe(0)
    expect(names(requests)).toEqual(['shop-db', 'web:1'])
  })

  test.each([
    [['web'], ['web:1']],
    [
      ['--with-dependencies', 'web'],
      ['shop-db', 'web:1'],
    ],
  ])('%j builds these', async (args, images) => {
    const { gantry, requests } = builder(stack)
    expect((await gantry('build', ...args)).code).toBe(0)
    expect(names(requests)).toEqual(images)
  })

  test('options reach the engine; arguments go over those of the files', async () => {
    const { ask, requests } = builder(stack)
    const args = ['build', '--build-arg', 'LEVEL=high', '--build-arg', 'USER_NAME', '--build-arg', 'ABSENT']
    await ask([...args, '--no-cache', '--pull', 'web'], { env: { USER_NAME: 'ann' } })
    expect(requests).toMatchObject([
      { args: { LEVEL: 'high', MODE: 'x', USER_NAME: 'ann' }, noCache: true, pull: true },
    ])
    expect(requests[0]?.args).not.toHaveProperty('ABSENT')
  })

  test('services that build the same share one build, each image under its own name', async () => {
    const same = `build: {${inline('scratch')}}`
    const { gantry, requests, engine } = builder(
      `services: {web: {${same}}, worker: {${same}}, other: {build: {${inline('other')}}}}`,
    )
    const ended = await gantry('build')
    expect(requests).toHaveLength(2)
    expect(told(ended)).toContain('Image shop-worker Tagging: asked for; the same build as "shop-web"')
    const [web, worker] = await Promise.all(
      ['shop-web', 'shop-worker'].map((name) => engine.inspectImage(name)),
    )
    expect(worker?.id).toBe(web?.id)
    expect(worker).toBeDefined()
  })

  test('up shares it too, and starts containers of both', async () => {
    const same = `build: {${inline('scratch')}}`
    const { gantry, requests, states } = builder(`services: {web: {${same}}, worker: {${same}}}`)
    expect((await gantry('up', '-d')).code).toBe(0)
    expect(requests).toHaveLength(1)
    expect(await states()).toBe('web-1 running, worker-1 running')
    expect(await gantry('up', '-d')).toMatchObject({ err: 'shop: up to date, nothing to do\n' })
  })

  test('-q shows no output of the build; a failure still ends with its last lines', async () => {
    const output = ['step one', 'step two']
    const good = builder(stack, { builder: () => ({ output }) })
    expect((await good.gantry('build', 'web')).err).toContain('web | step one')
    expect((await good.gantry('build', '-q', 'web')).err).not.toContain('step one')
    const bad = builder(stack, { builder: () => ({ output, error: 'exit code: 2' }) })
    const { code, err } = await bad.gantry('build', '-q', 'web')
    expect(code).toBe(22)
    expect(err).toContain('step two')
  })

  test('a failure lets the other builds go on', async () => {
    const { gantry, engine } = builder(stack, {
      builder: ({ tags }) => (tags[0] === 'web:1' ? { error: 'no' } : {}),
    })
    expect((await gantry('build')).code).toBe(22)
    expect(await engine.inspectImage('shop-db')).toBeDefined()
  })

  test('a named service without a build section is told', async () => {
    const { code, err } = await builder(stack).gantry('build', 'plain')
    expect(code).toBe(0)
    expect(err).toContain('service "plain" is not built: it has no build section')
  })

  test('--memory has no effect with BuildKit, and says so', async () => {
    const { gantry, requests } = builder(stack)
    expect((await gantry('build', '-m', '512m', 'web')).err).toContain('--memory has no effect')
    expect(requests).toMatchObject([{ memory: 536_870_912 }])
    expect((await gantry('build', '-m', 'lots')).err).toContain('--memory cannot be "lots"')
  })

  test.each([
    ['--push'],
    ['--check'],
    ['--print'],
    ['--ssh', 'default'],
    ['--builder', 'b'],
    ['--sbom', 'true'],
    ['--provenance', 'true'],
  ])('%s is refused by name', async (...args) => {
    const { gantry, requests } = builder(stack)
    const { code, err } = await gantry('build', ...args)
    expect({ code, requests }).toEqual({ code: 1, requests: [] })
    expect(err).toContain(`${args[0]} is not supported`)
  })

  test.each([
    ['secrets: [token]', 'build.secrets'],
    ['ssh: [default]', 'build.ssh'],
    ['additional_contexts: {base: /base}', 'build.additional_contexts'],
    ['cache_to: [type=inline]', 'build.cache_to'],
    ['entitlements: [network.host]', 'build.entitlements'],
    ['privileged: true', 'build.privileged'],
  ])('%s is refused by name and place', async (attribute, name) => {
    const secrets = 'secrets: {token: {file: /token}}'
    const { gantry, requests } = builder(
      `services: {web: {build: {${inline('x')}, ${attribute}}}}\n${secrets}`,
    )
    const { code, err } = await gantry('build')
    expect({ code, requests }).toEqual({ code: 10, requests: [] })
    expect(err).toContain(name)
    expect(err).toContain('compose.yaml:2:')
  })

  test('what keeps a service from running does not keep its image from being built', async () => {
    const { gantry } = builder(
      `services: {web: {build: {${inline('x')}}, uts: "service:db"}, db: {image: db}}`,
    )
    expect((await gantry('build')).code).toBe(0)
  })

  test('a context that is missing is named', async () => {
    const { code, err } = await builder(`services: {web: {build: /nowhere/at/all}}`).gantry('build')
    expect(code).toBe(22)
    expect(err).toContain('/nowhere/at/all does not exist')
  })
})

import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join, relative } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createRemote } from '../../src/remote/index.ts'
import {
  createRepository,
  serveRepositories,
  temporaryFolder,
  type GitServer,
  type Repository,
} from './git-server.ts'

const served = temporaryFolder()
let server: GitServer
let repository: Repository
let url: string
let first: string
let caches: ReturnType<typeof temporaryFolder>[] = []
let env: Record<string, string | undefined>

beforeAll(async () => {
  server = await serveRepositories(served.folder)
  url = `${server.address}/app.git`
  repository = createRepository(join(served.folder, 'app.git'))
  repository.write({
    'compose.yaml': 'services: {main: {image: one}}\n',
    'deploy/docker-compose.yml': 'services: {deployed: {image: two}}\n',
    'deploy/other.yaml': 'services: {other: {image: three}}\n',
    'empty/readme': 'no Compose file\n',
    'a folder/compose.yml': 'services: {spaced: {image: four}}\n',
  })
  repository.link('leak.yaml', '/etc/hostname')
  repository.link('leaking', '/etc')
  repository.link('linked', 'deploy')
  repository.link('git-data', '.git')
  first = repository.publish()
  repository.git('tag', 'v1')
  repository.git('tag', '--annotate', '--message=two', 'v2')
  repository.git('checkout', '--quiet', '-b', 'feature/main')
  repository.write({ 'compose.yaml': 'services: {feature: {image: five}}\n' })
  repository.publish()
  repository.git('checkout', '--quiet', 'main')
})

beforeEach(() => {
  const cache = temporaryFolder()
  caches.push(cache)
  env = {
    PATH: process.env['PATH'],
    HOME: cache.folder,
    XDG_CACHE_HOME: join(cache.folder, 'cache'),
    GIT_CONFIG_NOSYSTEM: '1',
  }
  server.allow(undefined)
  server.requests.length = 0
})

afterAll(async () => {
  await server.close()
  for (const { remove } of caches) remove()
  caches = []
  served.remove()
})

const fetchFile = async (reference: string, more: Record<string, string> = {}) =>
  createRemote({ env: { ...env, ...more } })(reference)

const failureOf = async (reference: string, more: Record<string, string> = {}) =>
  fetchFile(reference, more).then(
    (path) => expect.unreachable(`resolved with ${path}`),
    (error: unknown) => error as Error & { readonly code: string; readonly hint?: string },
  )

const gitCache = () => join(env['XDG_CACHE_HOME'] ?? '', 'gantry', 'git')

describe('a reference to a git repository', () => {
  test.each([
    ['the default branch', '', 'main'],
    ['a branch', '#main', 'main'],
    ['a branch whose name another one ends with', '#feature/main', 'feature'],
    ['a tag', '#v1', 'main'],
    ['an annotated tag', '#v2', 'main'],
    ['a full name', '#refs/heads/feature/main', 'feature'],
    ['a folder', '#main:deploy', 'deployed'],
    ['a folder of the default branch', '#:deploy/', 'deployed'],
    ['a file', '#v1:deploy/other.yaml', 'other'],
    ['a folder that a link inside the repository leads to', '#main:linked', 'deployed'],
    ['a folder with a space', '#main:a%20folder', 'spaced'],
    ['parameters', '?branch=main&subdir=deploy', 'deployed'],
    ['a parameter for a tag', '?tag=v1', 'main'],
  ])('stands for a Compose file: %s', async (_, rest, service) => {
    const path = await fetchFile(`${url}${rest}`)
    expect(readFileSync(path, 'utf8')).toContain(`{${service}: `)
  })

  test('is kept below the cache by its commit, so that relative paths find their neighbours', async () => {
    const path = await fetchFile(`${url}#v1:deploy`)
    expect(relative(gitCache(), path)).toBe(join(first, 'deploy', 'docker-compose.yml'))
    expect(existsSync(join(path, '..', 'other.yaml'))).toBe(true)
    expect(readdirSync(gitCache())).toEqual([first])
  })

  test('by a whole commit id is fetched once, and never again', async () => {
    await fetchFile(`${url}#${first}`)
    server.requests.length = 0
    const path = await fetchFile(`${url}#${first}:deploy`)
    expect(relative(gitCache(), path)).toBe(join(first, 'deploy', 'docker-compose.yml'))
    expect(server.requests).toEqual([])
  })

  test('is asked for once by one remote, and fetched once by several at the same time', async () => {
    const remote = createRemote({ env })
    const [one, other] = await Promise.all([remote(`${url}#main`), remote(`${url}#main`)])
    expect(one).toBe(other)
    const paths = await Promise.all(Array.from({ length: 3 }, async () => fetchFile(`${url}#feature/main`)))
    expect(new Set(paths).size).toBe(1)
    expect(readdirSync(gitCache()).filter((name) => name.startsWith('.'))).toEqual([])
  })

  test('follows a branch that moves', async () => {
    const bare = join(served.folder, 'moving.git')
    const moving = createRepository(bare)
    moving.write({ 'compose.yaml': 'services: {before: {image: x}}\n' })
    moving.publish()
    const before = await fetchFile(`${server.address}/moving.git#main`)
    moving.write({ 'compose.yaml': 'services: {after: {image: x}}\n' })
    moving.publish()
    const after = await fetchFile(`${server.address}/moving.git#main`)
    expect(readFileSync(before, 'utf8')).toContain('before')
    expect(readFileSync(after, 'utf8')).toContain('after')
  })

  test('is held to a checksum', async () => {
    await fetchFile(`${url}?ref=main&checksum=${first.slice(0, 12)}`)
    const error = await failureOf(`${url}?ref=main&checksum=0123456789`)
    expect(error.message).toContain(`is commit ${first}, not 0123456789`)
  })

  test('takes the login of a credential helper', async () => {
    server.allow('me:secret')
    writeFileSync(
      join(env['HOME'] ?? '', '.gitconfig'),
      '[credential]\n\thelper = "!f() { echo username=me; echo password=secret; }; f"\n',
    )
    expect(await fetchFile(`${url}#main`)).toContain(first)
  })

  test('runs no hook and is not led astray by the repository around us', async () => {
    const home = env['HOME'] ?? ''
    const template = join(home, 'template', 'hooks')
    mkdirSync(template, { recursive: true })
    writeFileSync(join(template, 'post-checkout'), `#!/bin/sh\ntouch ${home}/hook-ran\n`, { mode: 0o755 })
    writeFileSync(
      join(home, '.gitconfig'),
      `[init]\n\ttemplateDir = ${home}/template\n[core]\n\thooksPath = ${template}\n`,
    )
    const path = await fetchFile(`${url}#main`, {
      GIT_DIR: join(repository.folder, '.git'),
      GIT_WORK_TREE: repository.folder,
      GIT_TEMPLATE_DIR: join(home, 'template'),
    })
    expect(path).toContain(gitCache())
    expect(existsSync(join(home, 'hook-ran'))).toBe(false)
    expect(repository.git('symbolic-ref', 'HEAD')).toBe('refs/heads/main')
    expect(existsSync(join(repository.folder, '.git', 'FETCH_HEAD'))).toBe(false)
  })

  test('is fetched without its submodules, whatever the user has configured', async () => {
    const outer = createRepository(join(served.folder, 'outer.git'))
    outer.write({
      'compose.yaml': 'services: {outer: {image: x}}\n',
      '.gitmodules': `[submodule "inner"]\n\tpath = inner\n\turl = ${url}\n`,
    })
    mkdirSync(join(outer.folder, 'inner'))
    outer.git('update-index', '--add', '--cacheinfo', `160000,${first},inner`)
    outer.publish()
    writeFileSync(
      join(env['HOME'] ?? '', '.gitconfig'),
      '[submodule]\n\trecurse = true\n\tactive = .\n[fetch]\n\trecurseSubmodules = true\n',
    )
    const path = await fetchFile(`${server.address}/outer.git#main`)
    expect(readdirSync(join(path, '..', 'inner'))).toEqual([])
    expect(server.requests.filter((line) => line.includes('/app.git'))).toEqual([])
  })
})

describe('a git repository that cannot be used', () => {
  test.each([
    ['an unknown branch', '#nope', /has no branch or tag "nope"/, /git ls-remote/],
    ['the beginning of a commit', '#0123456', /has no branch or tag "0123456"/, /whole id/],
    [
      'an unknown commit',
      `#${'0'.repeat(39)}1`,
      /cannot fetch "http:\/\/127.*not our ref/,
      /name a branch or a tag/,
    ],
    ['an unknown folder', '#main:nope', /has no "nope"/, /there is a folder, compose\.yaml, deploy/],
    ['a folder without a Compose file', '#main:empty', /has no Compose file in "empty"/, /there is readme/],
    [
      'a file that is a link to outside',
      '#main:leak.yaml',
      /leads out of the repository by a symbolic link/,
      /name the place/,
    ],
    ["a link to git's own data", '#main:git-data', /leads out of the repository/, /name the place/],
    [
      'a folder that is a link to outside',
      '#main:leaking',
      /leads out of the repository by a symbolic link/,
      /name the place/,
    ],
  ])('is told: %s', async (_, rest, message, hint) => {
    const error = await failureOf(`${url}${rest}`)
    expect(error.message).toMatch(message)
    expect(error.hint).toMatch(hint)
    expect(error.code).toBe('remote-failed')
  })

  test.each([
    ['a missing repository', () => `${server.address}/nope.git`, /not found/, /check the address/],
    [
      'a server that does not listen',
      () => 'http://127.0.0.1:9/x.git',
      /Failed to connect|Could not connect/,
      /nothing answers there/,
    ],
    ['a host that does not exist', () => 'https://gantry.invalid/x.git', /Could not resolve host/, /offline/],
    [
      "git's own protocol without a server",
      () => 'git://127.0.0.1:9/x',
      /Connection refused/,
      /nothing answers there/,
    ],
  ])('is told: %s', async (_, reference, message, hint) => {
    const error = await failureOf(reference())
    expect(error.message).toMatch(message)
    expect(error.hint).toMatch(hint)
    expect(error.message).not.toContain('\n')
  })

  test('asks no questions when a login is wanted, and shows no password', async () => {
    server.allow('me:right')
    const anonymous = await failureOf(url)
    expect(anonymous.message).toMatch(/could not read Username/)
    expect(anonymous.hint).toMatch(/credential helper/)
    const wrong = await failureOf(url.replace('//', '//me:hunter2@'))
    expect(`${wrong.message} ${wrong.hint}`).not.toContain('hunter2')
    expect(wrong.message).toContain('//***@127.0.0.1')
    expect(await fetchFile(url.replace('//', '//me:right@'))).toContain(first)
  })

  test('says that git is missing', async () => {
    const error = await failureOf(url, { PATH: '/nonexistent' })
    expect(error.message).toMatch(/cannot fetch .*: git is not installed/)
  })

  test("is not fetched by a protocol that the user's git puts in its place", async () => {
    const home = env['HOME'] ?? ''
    writeFileSync(
      join(home, '.gitconfig'),
      `[url "file://${served.folder}/"]\n\tinsteadOf = https://mirrored.example/\n`,
    )
    const error = await failureOf('https://mirrored.example/app.git')
    expect(error.message).toMatch(/transport 'file' not allowed/)
    expect(await fetchFile('https://mirrored.example/app.git', { GIT_ALLOW_PROTOCOL: 'file' })).toContain(
      first,
    )
  })

  test('leaves nothing behind in the cache', async () => {
    await failureOf(`${url}#${'1'.repeat(40)}`)
    expect(readdirSync(gitCache())).toEqual([])
  })

  test('is refused where the variable of docker compose says so', async () => {
    const error = await failureOf(url, { COMPOSE_EXPERIMENTAL_GIT_REMOTE: 'false' })
    expect(error).toMatchObject({
      code: 'not-supported',
      message: `"${url}" is not fetched: COMPOSE_EXPERIMENTAL_GIT_REMOTE is false`,
    })
    expect((await failureOf(url, { COMPOSE_EXPERIMENTAL_GIT_REMOTE: 'nah' })).message).toContain(
      'neither true nor false',
    )
    expect(server.requests).toEqual([])
  })
})

test('a fetch stops when it is cancelled', async () => {
  const reason = new Error('enough')
  const controller = new AbortController()
  const silent = createServer((socket) => {
    socket.on('error', () => {}).resume()
    controller.abort(reason)
  })
  await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve))
  const { port } = silent.address() as AddressInfo
  const pending = createRemote({ env, signal: controller.signal })(`git://127.0.0.1:${port}/app.git`)
  await expect(pending).rejects.toBe(reason)
  await new Promise((resolve) => silent.close(resolve))
})

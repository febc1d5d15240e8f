import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { findLogin } from '../../src/docker/credentials.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'dkr-'))
})
afterEach(() => rm(directory, { recursive: true }))

const base64 = (text: string) => Buffer.from(text).toString('base64')

async function loginFor(registry: string, config: object, more: Readonly<Record<string, string>> = {}) {
  await writeFile(join(directory, 'config.json'), JSON.stringify(config))
  const { header, problem } = await findLogin(
    { DOCKER_CONFIG: directory, PATH: directory, ...more },
    registry,
  )
  const login: unknown =
    header === undefined ? undefined : JSON.parse(Buffer.from(header, 'base64url').toString())
  return { login, header, problem }
}

/** A credential helper that answers the registry it is asked for, and fails for `nobody`. */
async function installHelper(name: string, answer: string) {
  const program = `#!${process.execPath}
    let asked = ''
    process.stdin.on('data', (d) => (asked += d)).on('end', () => {
      if (process.argv[2] !== 'get' || process.argv.length !== 3) process.exit(9)
      if (asked === 'nobody.io') { console.log('credentials not found in native keychain'); process.exit(1) }
      if (asked === 'broken.io') process.exit(7)
      console.log(${answer})
    })`
  const path = join(directory, `docker-credential-${name}`)
  await writeFile(path, program)
  await chmod(path, 0o755)
}

test('what docker login stored is found by host, in any spelling', async () => {
  const auths = {
    'https://index.docker.io/v1/': { auth: base64('hub:a:b') },
    'plain.io': { auth: base64('plain:p') },
    'https://old.io/v1/': { auth: base64('old:o') },
    'token.io': { auth: base64('00000000:'), identitytoken: 'TOKEN' },
  }
  expect((await loginFor('docker.io', { auths })).login).toEqual({
    username: 'hub',
    password: 'a:b',
    serveraddress: 'https://index.docker.io/v1/',
  })
  expect((await loginFor('plain.io', { auths })).login).toMatchObject({ username: 'plain', password: 'p' })
  expect((await loginFor('old.io', { auths })).login).toMatchObject({ username: 'old' })
  expect((await loginFor('token.io', { auths })).login).toMatchObject({ identitytoken: 'TOKEN' })
  expect(await loginFor('other.io', { auths })).toEqual({
    login: undefined,
    header: undefined,
    problem: undefined,
  })
})

test('the header is URL-safe base64 with padding', async () => {
  const { header } = await loginFor('a.io', { auths: { 'a.io': { auth: base64('user:ÿ?>~~~?>ÿ~') } } })
  expect(header).toMatch(/^[\w-]+=*$/)
  expect((header ?? '').length % 4).toBe(0)
})

test('a helper for a registry counts more than the store, and both more than the file', async () => {
  await installHelper('one', `JSON.stringify({ Username: 'one', Secret: asked })`)
  await installHelper('all', `JSON.stringify({ Username: '<token>', Secret: 'T' })`)
  const config = {
    credHelpers: { 'one.io': 'one' },
    credsStore: 'all',
    auths: { 'one.io': { auth: base64('file:f') } },
  }
  expect((await loginFor('one.io', config)).login).toMatchObject({ username: 'one', password: 'one.io' })
  expect((await loginFor('docker.io', config)).login).toMatchObject({ identitytoken: 'T' })
})

test('a helper without a login means anonymous; one that fails is told, and holds up nothing', async () => {
  await installHelper('store', `''`)
  const config = { credsStore: 'store' }
  expect(await loginFor('nobody.io', config)).toMatchObject({ login: undefined, problem: undefined })
  expect((await loginFor('broken.io', config)).problem).toContain(
    'docker-credential-store failed with exit code 7',
  )
  expect((await loginFor('odd.io', config)).problem).toContain('is not a JSON object')
  expect((await loginFor('a.io', { credsStore: 'gone' })).problem).toContain(
    'docker-credential-gone cannot be run: it is not installed',
  )
})

test('DOCKER_AUTH_CONFIG counts most, and leaves other registries to the file', async () => {
  const DOCKER_AUTH_CONFIG = JSON.stringify({ auths: { 'a.io': { auth: base64('env:e') } } })
  const config = { auths: { 'a.io': { auth: base64('file:f') }, 'b.io': { auth: base64('file:f') } } }
  expect((await loginFor('a.io', config, { DOCKER_AUTH_CONFIG })).login).toMatchObject({ username: 'env' })
  expect((await loginFor('b.io', config, { DOCKER_AUTH_CONFIG })).login).toMatchObject({ username: 'file' })
})

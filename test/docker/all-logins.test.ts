import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { allLogins } from '../../src/docker/all-logins.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'dkr-'))
})
afterEach(() => rm(directory, { recursive: true }))

const base64 = (text: string) => Buffer.from(text).toString('base64')

async function logins(config: object, more: Readonly<Record<string, string>> = {}) {
  await writeFile(join(directory, 'config.json'), JSON.stringify(config))
  const problems: string[] = []
  const env = { DOCKER_CONFIG: directory, PATH: directory, ...more }
  const text = await allLogins({ env, onProblem: (problem) => problems.push(problem) })
  const found: unknown = JSON.parse(text)
  return { found, text, problems }
}

/** A credential store with a password for one.io and a token for two.io; it breaks for broken.io. */
async function installStore(name: string) {
  const program = `#!${process.execPath}
    const answers = { 'one.io': { Username: 'one', Secret: 'pass:word' }, 'two.io': { Username: '<token>', Secret: 'T' } }
    let asked = ''
    process.stdin.on('data', (d) => (asked += d)).on('end', () => {
      if (process.argv[2] === 'list') console.log('{"one.io": "one", "two.io": "<token>"}')
      else if (asked === 'broken.io') process.exit(7)
      else if (answers[asked]) console.log(JSON.stringify(answers[asked]))
      else { console.log('credentials not found in native keychain'); process.exit(1) }
    })`
  const path = join(directory, `docker-credential-${name}`)
  await writeFile(path, program)
  await chmod(path, 0o755)
}

test('what docker login wrote is there as it is, without what is no login', async () => {
  const auths = {
    'https://index.docker.io/v1/': { auth: base64('hub:a:b') },
    'b.io': { auth: base64('00000000:'), identitytoken: 'TOKEN' },
    'a.io': {},
  }
  const { found, text } = await logins({ auths, HttpHeaders: { a: 'b' }, currentContext: 'far' })
  expect(found).toEqual({ auths })
  expect(text.indexOf('a.io')).toBeLessThan(text.indexOf('b.io'))
})

test('a credential store gives all it has, in place of the file', async () => {
  await installStore('fake')
  const { found } = await logins({ credsStore: 'fake', auths: { 'one.io': {}, 'old.io': { auth: 'x' } } })
  expect(found).toEqual({
    auths: { 'one.io': { auth: base64('one:pass:word') }, 'two.io': { identitytoken: 'T' } },
  })
})

test('a helper for one registry counts more than the file; one that fails is told and costs that registry alone', async () => {
  await installStore('fake')
  const credHelpers = { 'one.io': 'fake', 'broken.io': 'fake', 'none.io': 'fake' }
  const { found, problems } = await logins({ credHelpers, auths: { 'one.io': { auth: 'x' } } })
  expect(found).toEqual({ auths: { 'one.io': { auth: base64('one:pass:word') }, 'none.io': {} } })
  expect(problems).toEqual([
    'no login for broken.io was found: docker-credential-fake failed with exit code 7',
  ])
})

test('DOCKER_AUTH_CONFIG counts most', async () => {
  const DOCKER_AUTH_CONFIG = JSON.stringify({ auths: { 'a.io': { auth: 'fresh' } } })
  const { found } = await logins({ auths: { 'a.io': { auth: 'old' } } }, { DOCKER_AUTH_CONFIG })
  expect(found).toEqual({ auths: { 'a.io': { auth: 'fresh' } } })
})

test('without a configuration there are no logins; with a store that fails there is an error', async () => {
  const env = { DOCKER_CONFIG: join(directory, 'none'), PATH: directory }
  expect(await allLogins({ env, onProblem: expect.unreachable })).toBe('{\n\t"auths": {}\n}')
  await expect(logins({ credsStore: 'missing' })).rejects.toMatchObject({
    code: 'engine-failed',
    message:
      'the logins for use_api_socket cannot be read: docker-credential-missing cannot be run: it is not installed',
  })
})

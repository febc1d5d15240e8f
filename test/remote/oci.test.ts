import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createRemote, type RemoteOptions } from '../../src/remote/index.ts'
import { parseOciReference } from '../../src/remote/oci-reference.ts'
import { authorize } from '../../src/remote/registry-login.ts'
import { temporaryFolder } from './git-server.ts'
import { digestOf, startRegistry, type RegistryServer } from './registry-server.ts'

const composeType = 'application/vnd.docker.compose.file+yaml'
const projectType = 'application/vnd.docker.compose.project'

let registry: RegistryServer
let cache: ReturnType<typeof temporaryFolder>
let env: Record<string, string | undefined>

beforeAll(async () => {
  registry = await startRegistry()
})
afterAll(async () => registry.close())

beforeEach(() => {
  cache = temporaryFolder()
  env = { HOME: cache.folder, XDG_CACHE_HOME: cache.folder, DOCKER_CONFIG: join(cache.folder, 'docker') }
  registry.intercept(undefined)
  registry.protect(undefined)
  registry.requests.length = 0
})
afterEach(() => cache.remove())

interface LayerOptions {
  readonly mediaType?: string
  readonly annotations?: Readonly<Record<string, string>>
}

const layer = (text: string, { mediaType = composeType, annotations = {} }: LayerOptions = {}) => ({
  mediaType,
  digest: registry.blob(text),
  size: Buffer.byteLength(text),
  annotations,
})

const project = (layers: readonly object[], more: object = {}) => ({
  schemaVersion: 2,
  mediaType: 'application/vnd.oci.image.manifest.v1+json',
  artifactType: projectType,
  config: { mediaType: 'application/vnd.oci.empty.v1+json', digest: digestOf('{}'), size: 2 },
  layers,
  ...more,
})

const simple = 'services: {web: {image: nginx}}\n'
const publishSimple = (tag = '1') => registry.manifest(tag, project([layer(simple)]))

const fetchFile = async (rest: string, options: Partial<RemoteOptions> = {}) =>
  createRemote({ env, ...options })(`oci://${registry.host}/${rest}`)

const failureOf = async (rest: string, options: Partial<RemoteOptions> = {}) =>
  fetchFile(rest, options).then(
    (path) => expect.unreachable(`resolved with ${path}`),
    (error: unknown) => error as Error & { readonly code: string; readonly hint?: string },
  )

const login = (user: string) => ({
  ...env,
  DOCKER_AUTH_CONFIG: JSON.stringify({
    auths: { [registry.host]: { auth: Buffer.from(user).toString('base64') } },
  }),
})

describe('a reference to a registry', () => {
  test('stands for the Compose file of a published project, kept by digest', async () => {
    const digest = publishSimple()
    const path = await fetchFile('team/app:1')
    expect(path).toBe(join(cache.folder, 'gantry', 'oci', digest.replace(':', '-'), 'compose.yaml'))
    expect(readFileSync(path, 'utf8')).toBe(simple)
    expect(statSync(path).mode & 0o077).toBe(0)
  })

  test('takes latest where no tag is given, and a digest before a tag', async () => {
    const digest = publishSimple('latest')
    expect(await fetchFile('app')).toContain(digest.slice(7))
    expect(await fetchFile(`app:gone@${digest}`)).toContain(digest.slice(7))
  })

  test('with a digest needs no network once it has been fetched', async () => {
    const digest = publishSimple()
    const path = await fetchFile('app:1')
    registry.requests.length = 0
    expect(await fetchFile(`app@${digest}`)).toBe(path)
    expect(registry.requests).toEqual([])
  })

  test('brings several files as documents of one, extended files and env files beside it', async () => {
    const named = (name: string, more: object = {}) => ({
      annotations: { 'com.docker.compose.file': name, ...more },
    })
    registry.manifest(
      '1',
      project([
        layer('a: 1', named('compose.yaml')),
        layer('b: 2\n', named('override.yaml')),
        layer('c: 3\n', named('0123.yaml', { 'com.docker.compose.extends': 'true' })),
        layer('X=1\n', {
          mediaType: 'application/vnd.docker.compose.envfile',
          annotations: { 'com.docker.compose.envfile': '4567.env' },
        }),
        layer('?', { mediaType: 'application/vnd.example.other' }),
      ]),
    )
    const path = await fetchFile('app:1')
    expect(readFileSync(path, 'utf8')).toBe('a: 1\n---\nb: 2\n')
    expect(readdirSync(join(path, '..')).sort()).toEqual(['0123.yaml', '4567.env', 'compose.yaml'])
    expect(readFileSync(join(path, '..', '4567.env'), 'utf8')).toBe('X=1\n')
  })

  test('finds the project in an index of images', async () => {
    const manifest = project([layer(simple)])
    const digest = registry.manifest('inner', manifest)
    registry.manifest('1', {
      mediaType: 'application/vnd.oci.image.index.v1+json',
      manifests: [
        { mediaType: 'application/vnd.oci.image.manifest.v1+json', digest: digestOf('image'), size: 5 },
        {
          mediaType: manifest.mediaType,
          artifactType: projectType,
          digest,
          size: JSON.stringify(manifest).length,
        },
      ],
    })
    expect(readFileSync(await fetchFile('app:1'), 'utf8')).toBe(simple)
  })

  test('takes projects of registries that know no artifact types', async () => {
    const { artifactType: _, ...old } = project([layer(simple)], {
      config: {
        mediaType: 'application/vnd.docker.compose.config.empty.v1+json',
        digest: digestOf('{}'),
        size: 2,
      },
    })
    registry.manifest('1', old)
    expect(readFileSync(await fetchFile('app:1'), 'utf8')).toBe(simple)
  })
})

describe('a registry that wants a login', () => {
  beforeEach(() => void publishSimple())

  test('gives a token to everybody', async () => {
    registry.protect({ scheme: 'Bearer' })
    await fetchFile('team/app:1')
    expect(registry.requests[1]).toBe('GET /token?service=test&scope=repository%3Ateam%2Fapp%3Apull')
    expect(registry.requests.filter((line) => line.includes('/token'))).toHaveLength(1)
  })

  test('gives a token for the login of docker', async () => {
    registry.protect({ scheme: 'Bearer', login: 'me:secret' })
    expect(readFileSync(await fetchFile('app:1', { env: login('me:secret') }), 'utf8')).toBe(simple)
  })

  test('exchanges an identity token', async () => {
    registry.protect({ scheme: 'Bearer', login: 'identity' })
    const auths = {
      [registry.host]: { auth: Buffer.from('me:').toString('base64'), identitytoken: 'identity' },
    }
    expect(
      await fetchFile('app:1', { env: { ...env, DOCKER_AUTH_CONFIG: JSON.stringify({ auths }) } }),
    ).toBeTruthy()
  })

  test('takes user and password', async () => {
    registry.protect({ scheme: 'Basic', login: 'me:secret' })
    expect(await fetchFile('app:1', { env: login('me:secret') })).toBeTruthy()
  })

  test.each([
    ['no login', 'Basic', undefined, /answers 401: authentication required/],
    ['a wrong password', 'Basic', 'me:hunter2', /answers 401: authentication required/],
    ['a wrong password for a token', 'Bearer', 'me:hunter2', /answers 401: incorrect username or password/],
  ] as const)('is told: %s', async (_, scheme, given, message) => {
    registry.protect({ scheme, login: 'me:secret' })
    const error = await failureOf('app:1', given === undefined ? {} : { env: login(given) })
    expect(error.message).toMatch(message)
    expect(error.hint).toContain(`docker login ${registry.host}`)
    expect(`${error.message} ${error.hint}`).not.toContain('hunter2')
  })

  test('says why a login could not be had', async () => {
    registry.protect({ scheme: 'Basic', login: 'me:secret' })
    const error = await failureOf('app:1', { env: { ...env, DOCKER_AUTH_CONFIG: 'nonsense' } })
    expect(error.message).toContain('no login was used: DOCKER_AUTH_CONFIG is not a JSON object')
  })

  test('does not send the login on to another server', async () => {
    registry.protect({ scheme: 'Basic', login: 'me:secret' })
    const elsewhere = await startRegistry()
    elsewhere.blob(simple)
    registry.intercept((request, response) => {
      if (!request.url?.includes('/blobs/')) return false
      response.writeHead(307, { location: `http://${elsewhere.host}${request.url}` }).end()
      return true
    })
    expect(readFileSync(await fetchFile('app:1', { env: login('me:secret') }), 'utf8')).toBe(simple)
    expect(elsewhere.requests).toEqual([`GET /v2/app/blobs/${digestOf(simple)}`])
    await elsewhere.close()
  })
})

test.each([
  [
    'without encryption',
    'Bearer realm="http://login.example/token"',
    /login server "http:\/\/login\.example\/token" is not encrypted/,
  ],
  ['of another kind', 'Bearer realm="file:///etc/passwd"', /is not encrypted/],
  ['that has no name', 'Bearer service="x"', /names no server/],
])('an encrypted registry cannot have the login sent to a server %s', async (_, challenge, message) => {
  const unused = async () => expect.unreachable('asked')
  const login = authorize(challenge, {
    exchange: { get: unused, send: unused, isPlain: () => false },
    reference: parseOciReference('oci://registry.example/app'),
    task: { doing: 'fetch it', registry: 'registry.example' },
    credentials: { username: 'me', password: 'secret' },
  })
  await expect(login).rejects.toThrow(message)
})

describe('a registry with encryption', () => {
  const folder = temporaryFolder()
  let secure: RegistryServer
  beforeAll(async () => {
    const [key, cert] = [join(folder.folder, 'key.pem'), join(folder.folder, 'cert.pem')]
    execFileSync(
      'openssl',
      [
        'req',
        '-x509',
        '-newkey',
        'rsa:2048',
        '-nodes',
        '-keyout',
        key,
        '-out',
        cert,
        '-days',
        '1',
        '-subj',
        '/CN=localhost',
      ],
      { stdio: 'ignore' },
    )
    secure = await startRegistry({ key: readFileSync(key, 'utf8'), cert: readFileSync(cert, 'utf8') })
  })
  afterAll(async () => {
    await secure.close()
    folder.remove()
  })

  test('is not used without it because its certificate is not trusted', async () => {
    const error = await createRemote({ env })(`oci://${secure.host}/app:1`).catch((reason: unknown) => reason)
    expect(error).toMatchObject({
      code: 'remote-failed',
      hint: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
    })
    expect(secure.requests).toEqual([])
  })
})

describe('an artifact that cannot be used', () => {
  const unusable = (name: string, manifest: () => object, message: RegExp) => ({ name, manifest, message })
  const extended = (file: string) => ({
    annotations: { 'com.docker.compose.file': file, 'com.docker.compose.extends': 'true' },
  })

  test.each([
    unusable(
      'an image',
      () =>
        project([], {
          artifactType: undefined,
          config: { mediaType: 'application/vnd.oci.image.config.v1+json' },
        }),
      /no Compose project but "application\/vnd.oci.image.config/,
    ),
    unusable('images', () => ({ manifests: [] }), /images, and no Compose project among them/),
    unusable('no file', () => project([]), /no Compose file/),
    unusable('nonsense', () => ['x'], /no JSON object/),
    unusable(
      'a layer without a digest',
      () => project([{ mediaType: composeType, size: 1, digest: '../../etc' }]),
      /without a type, a digest or a size/,
    ),
    unusable(
      'a file that is too large',
      () => project([{ ...layer('x'), size: 2 ** 40 }]),
      /has 1099511627776 bytes/,
    ),
    unusable('too many files', () => project(Array.from({ length: 300 }, () => layer('x'))), /has 300 files/),
    unusable(
      'a file without a name',
      () => project([layer(simple), layer('X=1', { mediaType: 'application/vnd.docker.compose.envfile' })]),
      /has no name/,
    ),
    ...['../x', '/etc/x', '..', 'a\\b', '', 'C:x', 'COMPOSE.yaml', 'x\u0000y'].map((file) =>
      unusable(
        `a file named ${JSON.stringify(file)}`,
        () => project([layer(simple), layer('x', extended(file))]),
        /is not allowed/,
      ),
    ),
    unusable(
      'two files of one name',
      () => project([layer(simple), layer('x', extended('a')), layer('y', extended('a'))]),
      /two files "a"/,
    ),
  ])('is refused, and nothing is kept: $name', async ({ manifest, message }) => {
    registry.manifest('1', manifest())
    const error = await failureOf('app:1')
    expect(error.message).toMatch(message)
    expect(error.message).toContain(`"oci://${registry.host}/app:1"`)
    expect(existsSync(join(cache.folder, 'gantry', 'oci'))).toBe(false)
  })

  test.each([
    ['other bytes', 'services: {bad: {image: nginx}}\n', /has the digest sha256:/],
    ['fewer bytes', 'services', /has the digest sha256:/],
    ['more bytes', `${simple}${' '.repeat(100)}`, /sends more than the \d+ bytes/],
  ])('is refused where the registry sends %s', async (_, sent, message) => {
    publishSimple()
    registry.intercept((request, response) => {
      if (!request.url?.includes('/blobs/')) return false
      response.end(sent)
      return true
    })
    expect((await failureOf('app:1')).message).toMatch(message)
    expect(readdirSync(join(cache.folder, 'gantry', 'oci'))).toEqual([])
  })

  test('is refused where the manifest is not the one of the digest', async () => {
    const digest = publishSimple()
    registry.intercept((request, response) => {
      if (!request.url?.includes('/manifests/')) return false
      response.end(JSON.stringify(project([layer('services: {bad: {image: x}}')])))
      return true
    })
    expect((await failureOf(`app@${digest}`)).message).toContain(`sends for ${digest} has the digest`)
  })

  test('is refused where the manifest is not the one that the index names', async () => {
    const digest = registry.blob('nothing')
    registry.manifest('1', { manifests: [{ mediaType: 'x', artifactType: projectType, digest, size: 7 }] })
    registry.intercept((request, response) => {
      if (!request.url?.endsWith(digest)) return false
      response.end(JSON.stringify(project([layer(simple)])))
      return true
    })
    expect((await failureOf('app:1')).message).toContain(`sends for ${digest} has the digest`)
  })

  test('is read no further than its limit', async () => {
    let sent = 0
    registry.intercept((_, response) => {
      const more = () => {
        sent += 65_536
        if (response.write(Buffer.alloc(65_536, ' '))) setImmediate(more)
        else response.once('drain', more)
      }
      more()
      return true
    })
    expect((await failureOf('app:1')).message).toMatch(/sends more than the 4194304 bytes/)
    expect(sent).toBeLessThan(64 * 1024 * 1024)
  })

  test('is told when it does not exist, and what the registry says is one safe line', async () => {
    const missing = await failureOf('app:2')
    expect(missing.message).toBe(
      `cannot fetch "oci://${registry.host}/app:2": the registry answers 404: manifest unknown`,
    )
    expect(missing.hint).toBe('check the name and the tag')
    registry.intercept((_, response) => {
      response.writeHead(500).end(JSON.stringify({ errors: [{ message: 'a\n\u001B[31mb' }] }))
      return true
    })
    expect((await failureOf('app:3')).message).toMatch(/answers 500: a b$/)
  })
})

describe('without a registry', () => {
  test.each([
    [
      'a host that does not exist',
      'oci://gantry.invalid/app',
      /gantry\.invalid: (no such host|its name cannot be resolved now)/,
      /offline/,
    ],
    ['a server that does not listen', 'oci://127.0.0.1:9/app', /127\.0\.0\.1:9: /, /./],
  ])('says so: %s', async (_, reference, message, hint) => {
    const error = await createRemote({ env })(reference).catch((reason: unknown) => reason)
    expect(error).toMatchObject({
      code: 'remote-failed',
      message: expect.stringMatching(message),
      hint: expect.stringMatching(hint),
    })
  })

  test('is refused where the variable of docker compose says so', async () => {
    expect(await failureOf('app', { env: { ...env, COMPOSE_EXPERIMENTAL_OCI_REMOTE: '0' } })).toMatchObject({
      code: 'not-supported',
      message: `"oci://${registry.host}/app" is not fetched: COMPOSE_EXPERIMENTAL_OCI_REMOTE is 0`,
    })
  })

  test('stops when it is cancelled', async () => {
    const reason = new Error('enough')
    const controller = new AbortController()
    registry.intercept(() => {
      controller.abort(reason)
      return true
    })
    await expect(fetchFile('app', { signal: controller.signal })).rejects.toBe(reason)
  })
})

import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { endpointOf, resolveEndpoint } from '../../src/docker/endpoint.ts'
import { EngineError } from '../../src/errors.ts'

describe('the forms of DOCKER_HOST', () => {
  test.each([
    ['unix:///run/x.sock', { kind: 'socket', path: '/run/x.sock' }],
    ['unix://', { kind: 'socket', path: '/var/run/docker.sock' }],
    ['npipe:////./pipe/docker_engine', { kind: 'socket', path: '//./pipe/docker_engine' }],
    ['tcp://10.0.0.1:4000', { kind: 'tcp', host: '10.0.0.1', port: 4000, prefix: '' }],
    ['tcp://engine', { kind: 'tcp', host: 'engine', port: 2375, prefix: '' }],
    ['tcp://engine:80/behind/proxy/', { kind: 'tcp', host: 'engine', port: 80, prefix: '/behind/proxy' }],
    ['tcp://:5000', { kind: 'tcp', host: 'localhost', port: 5000, prefix: '' }],
    ['tcp://', { kind: 'tcp', host: 'localhost', port: 2375, prefix: '' }],
    ['tcp://[::1]:2375', { kind: 'tcp', host: '::1', port: 2375, prefix: '' }],
    ['engine:2375', { kind: 'tcp', host: 'engine', port: 2375, prefix: '' }],
    ['ssh://me@far', { kind: 'ssh', destination: ['-l', 'me', '--', 'far'] }],
    ['ssh://far:2222', { kind: 'ssh', destination: ['-p', '2222', '--', 'far'] }],
    ['ssh://far/run/x.sock', { kind: 'ssh', destination: ['--', 'far'], socket: '/run/x.sock' }],
  ])('%s is understood', (host, transport) => {
    expect(endpointOf(host, 'DOCKER_HOST').transport).toEqual(transport)
  })

  test('TLS moves the default port', () => {
    const { transport } = endpointOf('tcp://engine', 'DOCKER_HOST', { verify: true })
    expect(transport).toEqual({ kind: 'tcp', host: 'engine', port: 2376, prefix: '', tls: { verify: true } })
  })

  test.each(['fd://', 'ftp://x', 'constructor://x', 'tcp://a b', 'ssh://', 'ssh://-oProxyCommand=x'])(
    '%s is refused with the forms that work',
    (host) => {
      expect(() => endpointOf(host, 'DOCKER_HOST')).toThrowError(EngineError)
      expect(() => endpointOf(host, 'DOCKER_HOST')).toThrowError(/\(DOCKER_HOST\) is no address of an engine/)
    },
  )
})

describe('the engine that is meant', () => {
  let home: string
  const contextFile = (name: string) =>
    `.docker/contexts/meta/${createHash('sha256').update(name).digest('hex')}/meta.json`
  const tlsFile = (name: string, file: string) =>
    `.docker/contexts/tls/${createHash('sha256').update(name).digest('hex')}/docker/${file}.pem`

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), 'dkr-'))
    const files: Readonly<Record<string, string>> = {
      '.docker/config.json': '{"currentContext":"current"}',
      [contextFile('current')]: '{"Endpoints":{"docker":{"Host":"unix:///current.sock"}}}',
      [contextFile('other')]: '{"Endpoints":{"docker":{"Host":"tcp://other:1","SkipTLSVerify":true}}}',
      [contextFile('safe')]: '{"Endpoints":{"docker":{"Host":"tcp://safe:1"}}}',
      [tlsFile('safe', 'ca')]: 'CA',
      [contextFile('broken')]: '{',
      'certificates/ca.pem': 'CA',
      'certificates/cert.pem': 'CERT',
      'certificates/key.pem': 'KEY',
      'run/docker.sock': '',
    }
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(home, path)), { recursive: true })
      await writeFile(join(home, path), text)
    }
  })
  afterAll(() => rm(home, { recursive: true }))

  const addressOf = async (env: Readonly<Record<string, string>>, context?: string) => {
    const { address, source } = await resolveEndpoint({ env: { HOME: home, ...env }, context })
    return `${address} from ${source}`
  }

  test('comes from the option, DOCKER_HOST, DOCKER_CONTEXT, the current context, in this order', async () => {
    const everything = { DOCKER_HOST: 'unix:///host.sock', DOCKER_CONTEXT: 'other' }
    expect(await addressOf(everything, 'safe')).toBe('tcp://safe:1 from context "safe"')
    expect(await addressOf(everything)).toBe('unix:///host.sock from DOCKER_HOST')
    expect(await addressOf({ DOCKER_CONTEXT: 'other' })).toBe('tcp://other:1 from context "other"')
    expect(await addressOf({})).toBe('unix:///current.sock from context "current"')
  })

  test('DOCKER_CONFIG moves the configuration', async () => {
    const DOCKER_CONFIG = join(home, '.docker')
    expect(await addressOf({ HOME: '/nowhere', DOCKER_CONFIG })).toBe(
      'unix:///current.sock from context "current"',
    )
  })

  test('the context called default overrides the current one', async () => {
    expect(await addressOf({ XDG_RUNTIME_DIR: join(home, 'run') }, 'default')).toMatch(
      /docker\.sock from the default$/,
    )
  })

  test('contexts bring their TLS files', async () => {
    const transportOf = async (context: string) =>
      (await resolveEndpoint({ env: { HOME: home }, context })).transport
    expect(await transportOf('safe')).toMatchObject({ tls: { ca: 'CA', verify: true } })
    expect(await transportOf('other')).toMatchObject({ tls: { verify: false } })
  })

  test('DOCKER_TLS_VERIFY asks for TLS with the files of DOCKER_CERT_PATH', async () => {
    const DOCKER_CERT_PATH = join(home, 'certificates')
    const env = { HOME: home, DOCKER_HOST: 'tcp://engine', DOCKER_TLS_VERIFY: 'yes', DOCKER_CERT_PATH }
    expect((await resolveEndpoint({ env })).transport).toMatchObject({
      port: 2376,
      tls: { ca: 'CA', cert: 'CERT', key: 'KEY', verify: true },
    })
  })

  test('a missing or broken context is named', async () => {
    await expect(addressOf({}, 'nowhere')).rejects.toThrowError('there is no docker context "nowhere"')
    await expect(addressOf({}, 'broken')).rejects.toThrowError(/meta\.json is not a JSON object/)
  })
})

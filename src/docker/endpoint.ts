/** Where the engine is: `--context`, DOCKER_HOST, DOCKER_CONTEXT, the current context, or a socket that exists. */
import { access } from 'node:fs/promises'
import { join } from 'node:path'
import { EngineError } from '../errors.ts'
import { printable } from '../util/printable.ts'
import { configDirectory, homeOf, readContext, readDockerConfig, readIfThere } from './docker-config.ts'
import type { Environment } from './docker-config.ts'

/** An engine's address, how to connect to it, and who named it. */
export interface Endpoint {
  readonly address: string
  /** `DOCKER_HOST`, `context "x"`, `the default`. */
  readonly source: string
  readonly transport: Transport
}

export type Transport =
  /** A Unix socket or a Windows named pipe. */
  | { readonly kind: 'socket'; readonly path: string }
  | {
      readonly kind: 'tcp'
      readonly host: string
      readonly port: number
      /** Path before every request's, without a trailing slash; empty as a rule. */
      readonly prefix: string
      readonly tls?: TlsMaterial
    }
  | { readonly kind: 'ssh'; readonly destination: readonly string[]; readonly socket?: string }

export interface TlsMaterial {
  readonly ca?: string
  readonly cert?: string
  readonly key?: string
  readonly verify: boolean
}

/** Finds the engine as the docker command does: context option, DOCKER_HOST, DOCKER_CONTEXT, current context, default. */
export async function resolveEndpoint(options: {
  readonly env: Environment
  readonly context?: string | undefined
}): Promise<Endpoint> {
  const { env } = options
  if (options.context !== undefined) return contextEndpoint(env, options.context)
  const host = env['DOCKER_HOST']
  if (host) return endpointOf(host, 'DOCKER_HOST', await environmentTls(env))
  const name = env['DOCKER_CONTEXT'] || (await readDockerConfig(env)).currentContext || 'default'
  return contextEndpoint(env, name)
}

async function contextEndpoint(env: Environment, name: string): Promise<Endpoint> {
  if (name === 'default') return defaultEndpoint(env)
  const { host, skipTlsVerify, tlsDirectory } = await readContext(env, name)
  const material = await tlsFiles(tlsDirectory)
  const tls = skipTlsVerify || Object.keys(material).length > 0
  const source = `context "${printable(name)}"`
  return endpointOf(host, source, tls ? { ...material, verify: !skipTlsVerify } : undefined)
}

async function defaultEndpoint(env: Environment): Promise<Endpoint> {
  const candidates = wellKnownSockets(env)
  for (const path of candidates) {
    if (await exists(path)) return socketEndpoint(path)
  }
  return socketEndpoint(candidates[0] ?? '/var/run/docker.sock')
}

function socketEndpoint(path: string): Endpoint {
  const scheme = path.startsWith('//./pipe/') ? 'npipe' : 'unix'
  return { address: `${scheme}://${path}`, source: 'the default', transport: { kind: 'socket', path } }
}

/** The default socket first, then those of rootless Docker, desktop products and Podman. */
function wellKnownSockets(env: Environment): readonly string[] {
  if (process.platform === 'win32') return ['//./pipe/docker_engine']
  const home = homeOf(env)
  const run = env['XDG_RUNTIME_DIR'] || `/run/user/${process.getuid?.() ?? 0}`
  return [
    '/var/run/docker.sock',
    join(run, 'docker.sock'),
    join(home, '.docker/run/docker.sock'),
    join(home, '.docker/desktop/docker.sock'),
    join(home, '.colima/default/docker.sock'),
    join(home, '.orbstack/run/docker.sock'),
    join(home, '.rd/docker.sock'),
    join(run, 'podman/podman.sock'),
    '/run/podman/podman.sock',
  ]
}

/** Reads an address in the forms of DOCKER_HOST; a bare `host:port` is TCP. */
export function endpointOf(host: string, source: string, tls?: TlsMaterial): Endpoint {
  const text = host.includes('://') ? host : `tcp://${host}`
  const [scheme = '', rest = ''] = text.split(/:\/\/(.*)/s)
  const reader = Object.hasOwn(readers, scheme) ? readers[scheme] : undefined
  const transport = reader?.(rest, tls)
  if (transport === undefined) throw unusable(host, source)
  return { address: printable(text), source, transport }
}

type Reader = (rest: string, tls?: TlsMaterial) => Transport | undefined

const readers: Readonly<Record<string, Reader>> = {
  unix: (path) => ({ kind: 'socket', path: path || '/var/run/docker.sock' }),
  npipe: (path) => ({ kind: 'socket', path: path || '//./pipe/docker_engine' }),
  tcp: (rest, tls) => readTcp(rest, tls),
  http: (rest) => readTcp(rest),
  https: (rest, tls) => readTcp(rest, tls ?? { verify: true }),
  ssh: (rest) => readSsh(rest),
}

function readTcp(rest: string, tls?: TlsMaterial): Transport | undefined {
  const url = urlOf(`http://${rest.startsWith(':') || rest === '' ? `localhost${rest}` : rest}`)
  if (url === undefined) return undefined
  const port = portIn(rest) ?? (tls === undefined ? 2375 : 2376)
  const prefix = url.pathname.replace(/\/+$/, '')
  const host = url.hostname.replaceAll(/[[\]]/g, '')
  return { kind: 'tcp', host, port, prefix, ...(tls === undefined ? {} : { tls }) }
}

/** URL drops a scheme's default port (`:80`), so the port is read from the text. */
function portIn(rest: string): number | undefined {
  const digits = /^[^/]*:(\d+)(?:\/|$)/.exec(rest)?.[1]
  return digits === undefined ? undefined : Number(digits)
}

function readSsh(rest: string): Transport | undefined {
  const url = urlOf(`ssh://${rest}`)
  if (url === undefined || url.hostname === '' || url.hostname.startsWith('-')) return undefined
  const destination = [
    ...(url.username === '' ? [] : ['-l', decodeURIComponent(url.username)]),
    ...(url.port === '' ? [] : ['-p', url.port]),
    '--',
    url.hostname,
  ]
  const hasSocket = url.pathname !== '' && url.pathname !== '/'
  return { kind: 'ssh', destination, ...(hasSocket ? { socket: url.pathname } : {}) }
}

function urlOf(text: string): URL | undefined {
  return URL.canParse(text) ? new URL(text) : undefined
}

function unusable(host: string, source: string): EngineError {
  return new EngineError('not-supported', `"${printable(host)}" (${source}) is no address of an engine`, {
    hint: 'use unix:///path, tcp://host:port, ssh://user@host or npipe:////./pipe/name',
  })
}

/** TLS as DOCKER_TLS_VERIFY, DOCKER_TLS and DOCKER_CERT_PATH ask for it. */
async function environmentTls(env: Environment): Promise<TlsMaterial | undefined> {
  const verify = Boolean(env['DOCKER_TLS_VERIFY'])
  if (!verify && !env['DOCKER_TLS']) return undefined
  return { ...(await tlsFiles(env['DOCKER_CERT_PATH'] || configDirectory(env))), verify }
}

async function tlsFiles(directory: string): Promise<Omit<TlsMaterial, 'verify'>> {
  const names = ['ca', 'cert', 'key'] as const
  const texts = await Promise.all(names.map((name) => readIfThere(join(directory, `${name}.pem`))))
  return Object.fromEntries(names.map((name, i) => [name, texts[i]]).filter(([, text]) => text !== undefined))
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  )
}

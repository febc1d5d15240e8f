/** Finds the engine, says hello, and gives the `Engine` that speaks to it. */
import { finished } from 'node:stream/promises'
import { EngineError } from '../errors.ts'
import { printable } from '../util/printable.ts'
import { atLeast, newest, older, oldest } from './api-version.ts'
import type { Environment } from './docker-config.ts'
import { startDeadline } from './deadline.ts'
import { resolveEndpoint } from './endpoint.ts'
import type { Endpoint } from './endpoint.ts'
import type { Engine } from './engine.ts'
import { connectionError } from './failures.ts'
import type { HttpAnswer, HttpClient } from './http.ts'
import { createHttpClient } from './node-http.ts'
import { createEngine } from './real-engine.ts'
import { opener } from './sockets.ts'

export interface ConnectOptions {
  readonly env: Environment
  /** Name of a docker context; counts more than the environment. */
  readonly context?: string | undefined
  readonly signal?: AbortSignal | undefined
  /** Milliseconds an ordinary call may take; three minutes without. */
  readonly patience?: number | undefined
}

/** Connects to the engine that options and environment name; one round trip, and one clear error when it is not there. */
export async function connect(options: ConnectOptions): Promise<Engine> {
  const { env, signal } = options
  const endpoint = await resolveEndpoint(options)
  const open = await opener(endpoint.transport, env)
  const http = createHttpClient({ open, ...namesOf(endpoint) })
  try {
    const greeting = await greet(
      { http, endpoint, patience: Math.min(options.patience ?? 30_000, 30_000) },
      signal,
    )
    const apiVersion = versionFor(greeting.apiVersion, env, endpoint)
    const patience = options.patience === undefined ? {} : { patience: options.patience }
    return createEngine({ http, env, ...endpoint, ...greeting, ...patience, apiVersion })
  } catch (error) {
    http.close()
    throw error
  }
}

function namesOf({ transport }: Endpoint) {
  if (transport.kind !== 'tcp') return { host: 'docker', prefix: '' }
  const host = transport.host.includes(':') ? `[${transport.host}]` : transport.host
  return { host: `${host}:${transport.port}`, prefix: transport.prefix }
}

interface Hello {
  readonly http: HttpClient
  readonly endpoint: Endpoint
  readonly patience: number
}

/** What an engine says about itself when pinged. */
interface Greeting {
  readonly apiVersion: string
  /** 2: BuildKit, which every Docker has since API 1.39, although older ones name the classic builder as their default. */
  readonly builderVersion: number
  readonly podman: boolean
}

async function greet({ http, endpoint, patience }: Hello, signal?: AbortSignal): Promise<Greeting> {
  const deadline = startDeadline(patience, signal)
  try {
    const answer = await http.send({ method: 'GET', path: '/_ping' }, deadline.signal)
    const greeting = greetingIn(answer, endpoint)
    // Read to its end, the connection is free for the first call.
    await finished(answer.body.resume())
    return greeting
  } catch (error) {
    if (signal?.aborted) throw signal.reason
    if (error instanceof EngineError) throw error
    throw deadline.expired() ? silent(endpoint, patience) : connectionError(error, endpoint)
  } finally {
    deadline.release()
  }
}

function greetingIn({ status, headers }: HttpAnswer, { address, source }: Endpoint): Greeting {
  const version = headers['api-version']
  if (status !== 200 || typeof version !== 'string' || !/^\d+\.\d+$/.test(version)) {
    const message = `something answers at ${address} (${source}), but it is no engine: HTTP ${status} to a ping`
    throw new EngineError('engine-unreachable', message, { hint: 'check DOCKER_HOST or the context', status })
  }
  const podman = headers['libpod-api-version'] !== undefined
  return {
    apiVersion: version,
    builderVersion: podman || headers['ostype'] === 'windows' || !atLeast(version, '1.39') ? 1 : 2,
    podman,
  }
}

function silent({ address, source }: Endpoint, patience: number): EngineError {
  const message = `cannot reach the engine at ${address} (${source}): it accepts the connection but does not answer`
  return new EngineError('engine-unreachable', `${message} within ${patience / 1000} s`, {
    hint: 'it hangs or is overloaded: restart it, or name another one with DOCKER_HOST or DOCKER_CONTEXT',
  })
}

/** The newest version that both speak; DOCKER_API_VERSION asks for an older one. */
function versionFor(offered: string, env: Environment, { address }: Endpoint): string {
  const pinned = env['DOCKER_API_VERSION'] || newest
  const version = older(older(offered, newest), /^\d+\.\d+$/.test(pinned) ? pinned : newest)
  if (atLeast(version, oldest)) return version
  throw new EngineError(
    'not-supported',
    `the engine at ${address} speaks API ${printable(version)}, and ${oldest} is needed`,
    {
      hint: 'update the engine to Docker 19.03 or newer, and do not set DOCKER_API_VERSION to less',
    },
  )
}

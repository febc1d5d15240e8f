/** Logins for registries: DOCKER_AUTH_CONFIG, credential helpers and stores, and what `docker login` left in `config.json`. */
import { printable } from '../util/printable.ts'
import { askHelper, type Credentials } from './credential-helper.ts'
import { parseObject, readDockerConfig } from './docker-config.ts'
import type { DockerConfig, Environment, StoredLogin } from './docker-config.ts'

/** `header`: the value of X-Registry-Auth; absent for anonymous access. `problem`: why a login could not be had. */
export interface Login {
  readonly header?: string
  readonly problem?: string
}

export type { Credentials }

/** The login for the engine's pulls and pushes. Never rejects: without a login access is anonymous. */
export async function findLogin(env: Environment, registry: string, signal?: AbortSignal): Promise<Login> {
  const { credentials, problem } = await findCredentials(env, registry, signal)
  if (problem !== undefined) return { problem }
  return credentials === undefined
    ? {}
    : { header: encode({ ...credentials, serveraddress: keyOf(registry) }) }
}

export interface FoundCredentials {
  readonly credentials?: Credentials
  /** Why a login could not be had. */
  readonly problem?: string
}

/** Finds the login for a registry's host in the order of the docker command. Never rejects: without a login access is anonymous. */
export async function findCredentials(
  env: Environment,
  registry: string,
  signal?: AbortSignal,
): Promise<FoundCredentials> {
  try {
    const key = keyOf(registry)
    const credentials = fromEnvironment(env, key) ?? (await fromConfig(env, key, signal))
    return credentials === undefined ? {} : { credentials }
  } catch (error) {
    signal?.throwIfAborted()
    return {
      problem: `no login was used: ${printable(error instanceof Error ? error.message : String(error))}`,
    }
  }
}

const hubKey = 'https://index.docker.io/v1/'

function keyOf(registry: string): string {
  return registry === 'docker.io' ? hubKey : registry
}

function fromEnvironment(env: Environment, key: string): Credentials | undefined {
  const text = env['DOCKER_AUTH_CONFIG']
  return text ? storedLogin(parseObject(text, 'DOCKER_AUTH_CONFIG'), key) : undefined
}

async function fromConfig(
  env: Environment,
  key: string,
  signal?: AbortSignal,
): Promise<Credentials | undefined> {
  const config = await readDockerConfig(env)
  const helper = byHost(config.credHelpers, key) || config.credsStore
  return helper ? askHelper({ env, helper, key }, signal) : storedLogin(config, key)
}

function storedLogin({ auths }: DockerConfig, key: string): Credentials | undefined {
  const stored = byHost(auths, key)
  return stored === undefined ? undefined : credentialsIn(stored)
}

function credentialsIn({ auth = '', identitytoken }: StoredLogin): Credentials | undefined {
  const text = Buffer.from(auth, 'base64').toString('utf8').replace(/\0+$/, '')
  const colon = text.indexOf(':')
  const username = text.slice(0, Math.max(colon, 0))
  if (identitytoken) return { username, identitytoken }
  return colon < 0 ? undefined : { username, password: text.slice(colon + 1) }
}

/** Keys are hosts, or addresses as older versions of docker wrote them. */
function byHost<T>(map: Readonly<Record<string, T>> | undefined, key: string): T | undefined {
  const entries = Object.entries(map ?? {})
  const exact = entries.find(([name]) => name === key)
  return (exact ?? entries.find(([name]) => hostOf(name) === hostOf(key)))?.[1]
}

function hostOf(key: string): string {
  const host = key.replace(/^https?:\/\//, '').replace(/\/.*$/, '')
  return host === 'index.docker.io' || host === 'registry-1.docker.io' ? 'docker.io' : host
}

/** The engine reads the URL-safe alphabet, with padding; it drops anything else without a word. */
function encode(login: object): string {
  return Buffer.from(JSON.stringify(login)).toString('base64').replaceAll('+', '-').replaceAll('/', '_')
}

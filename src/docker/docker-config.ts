/** The user's Docker configuration: `config.json` and the contexts beside it. */
import { readFile } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { EngineError } from '../errors.ts'
import { sha256 } from '../util/sha256.ts'
import { printable } from '../util/printable.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** The parts of `config.json` we read. */
export interface DockerConfig {
  readonly currentContext?: string
  readonly credsStore?: string
  readonly credHelpers?: Readonly<Record<string, string>>
  readonly auths?: Readonly<Record<string, StoredLogin>>
  /** Folders of plugins beside the usual ones. */
  readonly cliPluginsExtraDirs?: readonly string[]
}

/** `auth` is base64 of `user:password`; an identity token takes the password's place. */
export interface StoredLogin {
  readonly auth?: string
  readonly email?: string
  readonly identitytoken?: string
  readonly registrytoken?: string
}

/** A context's endpoint: where the engine is, and the folder of its TLS files. */
export interface StoredContext {
  readonly host: string
  readonly skipTlsVerify: boolean
  readonly tlsDirectory: string
}

/** The user's home folder. */
export function homeOf(env: Environment): string {
  return env['HOME'] ?? homedir()
}

/** `$DOCKER_CONFIG` or `~/.docker`. */
export function configDirectory(env: Environment): string {
  return env['DOCKER_CONFIG'] || join(homeOf(env), '.docker')
}

/** Reads `config.json`; without one everything is at its default. */
export async function readDockerConfig(env: Environment): Promise<DockerConfig> {
  const path = join(configDirectory(env), 'config.json')
  const text = await readIfThere(path)
  return text === undefined ? {} : parseObject(text, path)
}

/** Reads a context that `docker context create` stored. */
export async function readContext(env: Environment, name: string): Promise<StoredContext> {
  const id = sha256(name)
  const directory = join(configDirectory(env), 'contexts')
  const path = join(directory, 'meta', id, 'meta.json')
  const text = await readIfThere(path)
  if (text === undefined) {
    throw new EngineError('engine-unreachable', `there is no docker context "${printable(name)}"`, {
      hint: '"docker context ls" lists the contexts; DOCKER_HOST and DOCKER_CONTEXT override the current one',
    })
  }
  const endpoint = (parseObject(text, path) as ContextFile).Endpoints?.docker
  return {
    host: endpoint?.Host ?? '',
    skipTlsVerify: endpoint?.SkipTLSVerify ?? false,
    tlsDirectory: join(directory, 'tls', id, 'docker'),
  }
}

interface ContextFile {
  readonly Endpoints?: { readonly docker?: { readonly Host?: string; readonly SkipTLSVerify?: boolean } }
}

/** The JSON object in `text`; `where` names its place in errors. */
export function parseObject(text: string, where: string): object {
  const value = parsed(text)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new EngineError('engine-unreachable', `${where} is not a JSON object`, {
      hint: 'correct the file, or point DOCKER_CONFIG to another folder',
    })
  }
  return value
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A file's text, or undefined where it does not exist or cannot be read. */
export async function readIfThere(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined)
}

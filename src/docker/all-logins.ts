/** Every login the user has, for a container that is to act in the user's name. */
import { EngineError } from '../errors.ts'
import { printable } from '../util/printable.ts'
import { askHelper, listHelper } from './credential-helper.ts'
import { parseObject, readDockerConfig } from './docker-config.ts'
import type { DockerConfig, Environment, StoredLogin } from './docker-config.ts'

export interface LoginSearch {
  readonly env: Environment
  /** Told why the login of one registry could not be had; the others are found all the same. */
  readonly onProblem: (text: string) => void
}

/**
 * The text of a `config.json` with the logins of the user's configuration, of its credential store and helpers, and of
 * DOCKER_AUTH_CONFIG, which counts most. Rejects with an EngineError where the configuration or the store cannot be read.
 */
export async function allLogins(search: LoginSearch, signal?: AbortSignal): Promise<string> {
  try {
    const found = await loginsOf(search, signal)
    const auths = Object.fromEntries(Object.entries(found).toSorted(([a], [b]) => (a < b ? -1 : 1)))
    return JSON.stringify({ auths }, null, '\t')
  } catch (error) {
    signal?.throwIfAborted()
    throw new EngineError(
      'engine-failed',
      `the logins for use_api_socket cannot be read: ${reasonOf(error)}`,
      {
        hint: 'check "credsStore" and "auths" in the config.json of the docker command',
        cause: error,
      },
    )
  }
}

type Logins = Readonly<Record<string, StoredLogin>>

async function loginsOf(search: LoginSearch, signal?: AbortSignal): Promise<Logins> {
  const config = await readDockerConfig(search.env)
  return {
    ...(await stored(config, search.env, signal)),
    ...(await helped(config, search, signal)),
    ...fromEnvironment(search.env),
  }
}

function reasonOf(error: unknown): string {
  return printable(error instanceof Error ? error.message : String(error))
}

async function stored(config: DockerConfig, env: Environment, signal?: AbortSignal): Promise<Logins> {
  const { credsStore: helper } = config
  if (!helper) return written(config)
  const keys = await listHelper({ env, helper }, signal)
  return Object.fromEntries(
    await Promise.all(keys.map(async (key) => [key, await loginFrom({ env, helper, key }, signal)] as const)),
  )
}

/** Helpers that are for one registry each. */
async function helped(
  { credHelpers = {} }: DockerConfig,
  { env, onProblem }: LoginSearch,
  signal?: AbortSignal,
): Promise<Logins> {
  const found = await Promise.all(
    Object.entries(credHelpers).map(async ([key, helper]) => {
      try {
        return [[key, await loginFrom({ env, helper, key }, signal)] as const]
      } catch (error) {
        signal?.throwIfAborted()
        onProblem(`no login for ${printable(key)} was found: ${reasonOf(error)}`)
        return []
      }
    }),
  )
  return Object.fromEntries(found.flat())
}

async function loginFrom(
  question: { readonly env: Environment; readonly helper: string; readonly key: string },
  signal?: AbortSignal,
): Promise<StoredLogin> {
  const { username, password, identitytoken } = (await askHelper(question, signal)) ?? {}
  if (identitytoken !== undefined) return { identitytoken }
  if (username === undefined && password === undefined) return {}
  return { auth: Buffer.from(`${username ?? ''}:${password ?? ''}`).toString('base64') }
}

function fromEnvironment({ DOCKER_AUTH_CONFIG: text }: Environment): Logins {
  return text ? written(parseObject(text, 'DOCKER_AUTH_CONFIG')) : {}
}

/** What stands in a configuration itself, without what is no part of a login. */
function written({ auths = {} }: DockerConfig): Logins {
  return Object.fromEntries(
    Object.entries(auths).map(([key, { auth, email, identitytoken, registrytoken }]) => [
      key,
      {
        ...(auth && { auth }),
        ...(email && { email }),
        ...(identitytoken && { identitytoken }),
        ...(registrytoken && { registrytoken }),
      },
    ]),
  )
}

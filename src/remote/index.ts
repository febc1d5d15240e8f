/** Compose files that are elsewhere: in git repositories, and in registries. Nothing is loaded or asked before one is named. */
import { GantryError } from '../errors.ts'
import type { Environment } from './cache.ts'
import { shown } from './shown.ts'

export interface RemoteOptions {
  readonly env: Environment
  readonly signal?: AbortSignal
  /** `--insecure-registry`: hosts (with port) that are spoken to without encryption. */
  readonly insecureRegistries?: readonly string[]
}

/** Resolves with the absolute path of the local copy of a Compose file; each reference is fetched once. */
export type Remote = (reference: string) => Promise<string>

/** Fetches Compose files by reference; rejects with a GantryError that says what was tried and what to do. Never asks anything. */
export function createRemote(options: RemoteOptions): Remote {
  const fetched = new Map<string, Promise<string>>()
  return async (reference) => {
    const pending = fetched.get(reference) ?? fetchFile(reference, options)
    fetched.set(reference, pending)
    return pending
  }
}

/** Fetches a build context from a git repository; resolves with the absolute path of its folder. Rejects with a GantryError. */
export async function fetchBuildContext(reference: string, options: RemoteOptions): Promise<string> {
  return (await import('./git.ts')).fetchFolderFromGit(reference, options)
}

async function fetchFile(reference: string, options: RemoteOptions): Promise<string> {
  if (reference.startsWith('oci://')) {
    refuseWhereDisabled('COMPOSE_EXPERIMENTAL_OCI_REMOTE', reference, options.env)
    return (await import('./oci.ts')).fetchFromRegistry(reference, options)
  }
  refuseWhereDisabled('COMPOSE_EXPERIMENTAL_GIT_REMOTE', reference, options.env)
  return (await import('./git.ts')).fetchFromGit(reference, options)
}

function refuseWhereDisabled(variable: string, reference: string, env: Environment): void {
  const value = env[variable] || 'true'
  if (/^(?:1|t|true|True|TRUE|T)$/.test(value)) return
  const isFalse = /^(?:0|f|false|False|FALSE|F)$/.test(value)
  const why = isFalse
    ? `${variable} is ${value}`
    : `${variable} is "${shown(value)}", which is neither true nor false`
  throw new GantryError('not-supported', `"${shown(reference)}" is not fetched: ${why}`, {
    hint: `unset ${variable}, or name a local copy`,
  })
}

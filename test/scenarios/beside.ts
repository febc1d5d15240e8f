/** An engine of its own kind beside the lab's main one, for scenarios that kill it. */
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'

const script = join(import.meta.dirname, '..', 'lab', 'beside')

export interface Beside {
  /** For DOCKER_HOST. */
  readonly host: string
  /** Ends it by SIGKILL; its containers stay without it, as after a crash. */
  readonly kill: () => Promise<void>
  /** Starts it again; no error where it runs. */
  readonly start: () => Promise<void>
  readonly stop: () => Promise<void>
}

/** Starts the engine, fetching it where that was not done before. */
export async function startBeside(name: 'newest' | '20.10'): Promise<Beside> {
  const call = async (...args: string[]) => (await promisify(execFile)(script, [name, ...args])).stdout
  const host = /DOCKER_HOST=(\S+)/.exec(await call())?.[1] ?? ''
  return {
    host,
    kill: async () => void (await call('--kill')),
    start: async () => void (await call()),
    stop: async () => void (await call('--down')),
  }
}

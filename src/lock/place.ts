/** Where the lock of a project lives on this machine. */
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sha256 } from '../util/sha256.ts'

export interface LockPlace {
  /** What `listen` takes. */
  readonly path: string
  /** True where a process that was killed leaves a file behind, which the next one removes. */
  readonly leavesFile: boolean
}

/** A name that the system forgets with the process: Linux and Windows have such; elsewhere a socket file of ours. */
export function lockPlace(
  subject: { readonly engine: string; readonly project: string },
  platform: NodeJS.Platform = process.platform,
): LockPlace {
  const name = `gantry-${sha256(JSON.stringify([subject.engine, subject.project])).slice(0, 32)}`
  if (platform === 'linux') return { path: `\0${name}`, leavesFile: false }
  if (platform === 'win32') return { path: `\\\\.\\pipe\\${name}`, leavesFile: false }
  return { path: join(tmpdir(), `${name}.sock`), leavesFile: true }
}

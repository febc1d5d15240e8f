/** Where fetched sources are kept: folders named by what they hold, complete as soon as they can be seen. */
import { mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, isAbsolute, join } from 'node:path'

export type Environment = Readonly<Record<string, string | undefined>>

/** `$XDG_CACHE_HOME/gantry` or `~/.cache/gantry`. */
export function cacheFolder(env: Environment): string {
  const base = env['XDG_CACHE_HOME'] ?? ''
  return isAbsolute(base) ? join(base, 'gantry') : join(env['HOME'] || homedir(), '.cache', 'gantry')
}

/**
 * Lets `fill` write to a new folder beside `folder`, then gives it that name at one stroke. Where another run was
 * faster, its folder stays; where `fill` rejects nothing is left.
 */
export async function keep(folder: string, fill: (folder: string) => Promise<void>): Promise<void> {
  await mkdir(dirname(folder), { recursive: true, mode: 0o700 })
  const temporary = await mkdtemp(join(dirname(folder), '.new-'))
  try {
    await fill(temporary)
    await rename(temporary, folder).catch(async (error: unknown) => {
      if (!(await isFolder(folder))) throw error
    })
  } finally {
    await rm(temporary, { recursive: true, force: true, maxRetries: 3 })
  }
}

/** Whether a folder stands at the path. */
export async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  )
}

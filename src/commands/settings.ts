/** The user's settings: `$XDG_CONFIG_HOME/gantry/settings.yaml`, or `~/.config/gantry/settings.yaml`. */
import { homedir } from 'node:os'
import { isAbsolute, join } from 'node:path'
import type { FileReader } from '../compose/files.ts'
import { ProjectError } from '../errors.ts'
import type { UiChoice } from '../ui/mode.ts'
import type { Environment } from './io.ts'

export interface Settings {
  /** How runs are shown where neither flag nor variable says it. */
  readonly ui?: UiChoice
  /** Keys of the dashboard by command. */
  readonly keys: Readonly<Record<string, readonly string[]>>
  /** What is wrong with the keys of a command that only the dashboard can know, told with its place. */
  readonly refuseKeys: (command: string, message: string, hint?: string) => ProjectError
}

/** The settings of a user who has none. */
export const noSettings: Settings = {
  keys: {},
  refuseKeys: (_, message, hint) => problem(message, hint),
}

/** Where the settings are, whether or not they are there. */
export function settingsPath(env: Environment): string {
  const base = env['XDG_CONFIG_HOME'] ?? ''
  const folder = isAbsolute(base) ? base : join(env['HOME'] || homedir(), '.config')
  return join(folder, 'gantry', 'settings.yaml')
}

/** Reads the settings; rejects with a ProjectError that tells every fault with its place. */
export async function readSettings(env: Environment, { read }: Pick<FileReader, 'read'>): Promise<Settings> {
  const path = settingsPath(env)
  try {
    const text = await read(path)
    const { parseSettings } = await import('./settings/parse.ts')
    return await parseSettings({ path, text })
  } catch (error) {
    if (error instanceof ProjectError) throw error
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'ENOENT' || code === 'ENOTDIR') return noSettings
    throw problem(
      `the settings in ${path} cannot be read: ${error instanceof Error ? error.message : String(error)}`,
    )
  }
}

function problem(message: string, hint?: string): ProjectError {
  return new ProjectError([
    { severity: 'error', code: 'invalid-settings', message, ...(hint !== undefined && { hint }) },
  ])
}

/** How the user wants a run to be shown: flags before the environment, ours before docker compose's, then the settings. */
import { UsageError } from '../errors.ts'
import { chooseMode, type Mode, type UiChoice } from '../ui/mode.ts'
import type { Globals } from './globals.ts'
import type { Environment } from './io.ts'
import type { Settings } from './settings.ts'
import type { Terminal } from './terminal.ts'
import type { Given } from './values.ts'

/** What `--ui`, `--progress`, GANTRY_UI or COMPOSE_PROGRESS asks for; undefined where none of them is there. */
export function askedUi(globals: Globals, given: Given): UiChoice | undefined {
  const flag = (['ui', 'progress'] as const).find((name) => given.has(name))
  const value = flag === undefined ? (globals.ui ?? globals.progress) : globals[flag]
  return value === 'tty' ? 'inline' : value
}

export interface ModeRequest {
  readonly asked: UiChoice | undefined
  readonly ansi: Globals['ansi']
  readonly env: Environment
  readonly stderr: Terminal
  readonly settings: () => Promise<Settings>
}

/** The mode of a run; the settings are read where nothing else says it. Rejects with a UsageError where flags contradict each other. */
export async function modeOf({ asked, ansi, env, stderr, settings }: ModeRequest): Promise<Mode> {
  if (asked === 'inline' && ansi === 'never') {
    throw new UsageError('the inline view moves the cursor, which --ansi never forbids', {
      hint: 'choose --ui plain',
    })
  }
  return chooseMode({
    asked: asked ?? (await settings()).ui ?? 'auto',
    env,
    cursor: ansi !== 'never',
    isTTY: stderr.isTTY,
    columns: stderr.columns(),
    rows: stderr.rows(),
  })
}

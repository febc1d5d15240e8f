/** Which renderer a run gets. */

export type Mode = 'tty' | 'plain' | 'json' | 'quiet'

export interface ModeQuestion {
  /** `--progress`; absent or `auto`: not asked for. */
  readonly progress?: Mode | 'auto'
  readonly env: Readonly<Record<string, string | undefined>>
  /** Of stderr, where progress is written. */
  readonly isTTY: boolean
  readonly columns: number
  readonly rows: number
}

/** `--progress`, then COMPOSE_PROGRESS and GANTRY_UI, then `tty` where a live view can be drawn and `plain` elsewhere. */
export function chooseMode(question: ModeQuestion): Mode {
  const { progress, env } = question
  const asked = [progress, env['COMPOSE_PROGRESS'], env['GANTRY_UI']].find(isMode)
  return asked ?? (canDraw(question) ? 'tty' : 'plain')
}

function isMode(name: string | undefined): name is Mode {
  return name === 'tty' || name === 'plain' || name === 'json' || name === 'quiet'
}

function canDraw({ env, isTTY, columns, rows }: ModeQuestion): boolean {
  const forbidden = isSet(env['CI']) || env['TERM'] === 'dumb' || env['INK_SCREEN_READER'] === 'true'
  return isTTY && !forbidden && columns >= 40 && rows >= 10
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== '0' && value !== 'false'
}

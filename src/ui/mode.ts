/** Which renderer a run gets. */

/** The values of `--ui`, GANTRY_UI and `ui:` in the settings. */
export const uiChoices = ['auto', 'dashboard', 'inline', 'plain', 'reader', 'json', 'quiet'] as const

export type UiChoice = (typeof uiChoices)[number]

export type Mode = Exclude<UiChoice, 'auto'>

export interface ModeQuestion {
  /** What was asked for. */
  readonly asked: UiChoice
  readonly env: Readonly<Record<string, string | undefined>>
  /** False with `--ansi never`: nothing may move the cursor. */
  readonly cursor: boolean
  /** Of stderr, where progress is written. */
  readonly isTTY: boolean
  readonly columns: number
  readonly rows: number
}

/**
 * What was asked for, or else `inline` where a live view can be drawn and `plain` elsewhere.
 * `dashboard` is an offer, good for settings that hold everywhere: where it cannot be drawn it counts as `auto`.
 */
export function chooseMode(question: ModeQuestion): Mode {
  const { asked } = question
  if (asked !== 'auto' && asked !== 'dashboard') return asked
  if (!canDraw(question)) return 'plain'
  return asked === 'dashboard' ? 'dashboard' : 'inline'
}

function canDraw({ env, cursor, isTTY, columns, rows }: ModeQuestion): boolean {
  return cursor && isTTY && !isSet(env['CI']) && env['TERM'] !== 'dumb' && columns >= 40 && rows >= 10
}

function isSet(value: string | undefined): boolean {
  return value !== undefined && value !== '' && value !== '0' && value !== 'false'
}

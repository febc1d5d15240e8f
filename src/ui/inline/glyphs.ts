/** The signs of the live view, for terminals that have them and for those that have only ASCII. */
import type { Phase } from './state.ts'

export interface Glyphs {
  readonly phase: Readonly<Record<Phase, string>>
  readonly bar: { readonly full: string; readonly empty: string }
  readonly ellipsis: string
}

const spinners = { unicode: '⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏', ascii: '|/-\\' } as const

/** The signs at a moment of the clock: the active one turns once a second. */
export function glyphsFor({ ascii, now }: { readonly ascii: boolean; readonly now: number }): Glyphs {
  const spinner = ascii ? spinners.ascii : spinners.unicode
  const active = spinner.charAt(Math.floor(now / 1000) % spinner.length)
  return ascii
    ? {
        phase: { failed: 'x', active, waiting: '.', done: '+', skipped: '-' },
        bar: { full: '=', empty: '-' },
        ellipsis: '...',
      }
    : {
        phase: { failed: '✘', active, waiting: '·', done: '✔', skipped: '-' },
        bar: { full: '━', empty: '─' },
        ellipsis: '…',
      }
}

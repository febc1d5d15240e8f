/** How the dashboard looks on a terminal: colours, signs, links. */
import { createPaint, type Paint, type Style } from '../../paint.ts'
import type { Phase } from '../services.ts'

export interface Look {
  readonly paint: Paint
  readonly color: boolean
  readonly ascii: boolean
  /** The sign of what is cut off: one column. */
  readonly ellipsis: string
  /** True where addresses may be clickable (OSC 8). */
  readonly links: boolean
}

/** A look by what a terminal can. */
export function lookOf({ color, ascii }: { readonly color: boolean; readonly ascii: boolean }): Look {
  return { paint: createPaint(color), color, ascii, ellipsis: ascii ? '.' : '…', links: color }
}

/** The sign of a phase; never the only thing that tells. The active one turns. */
export function signOf(phase: Phase, { ascii, paint }: Look, now: number): string {
  const sign = ascii ? plain[phase] : unicode[phase]
  return paint(styles[phase], sign.charAt(Math.floor(now / 250) % sign.length))
}

const unicode: Readonly<Record<Phase, string>> = {
  failed: '✗',
  active: '◐◓◑◒',
  waiting: '·',
  ready: '●',
  done: '✓',
  stopped: '○',
}

const plain: Readonly<Record<Phase, string>> = {
  failed: 'x',
  active: '|/-\\',
  waiting: '.',
  ready: '*',
  done: '+',
  stopped: 'o',
}

/** The colour of a phase. */
export const styles: Readonly<Record<Phase, Style>> = {
  failed: 'red',
  active: 'cyan',
  waiting: 'dim',
  ready: 'green',
  done: 'green',
  stopped: 'dim',
}

/** A text that opens an address where the terminal can. */
export function link(text: string, address: string, { links }: Look): string {
  return links ? `\u001B]8;;${address}\u001B\\${text}\u001B]8;;\u001B\\` : text
}

/** A line of text for a rule, heavy for the pane that has the keys: `━━ Services ━━━`. */
export function rule({ ascii }: Look, heavy: boolean): string {
  if (ascii) return heavy ? '=' : '-'
  return heavy ? '━' : '─'
}

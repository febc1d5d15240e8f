/** Streams as commands see them: what may be written, how wide, in which colours. */
import type { TerminalHolder } from '../ui/renderer.ts'

/** What we use of a stream of the process. */
export interface Stream {
  readonly isTTY?: boolean
  readonly columns?: number
  readonly rows?: number
  write(text: string): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
}

export interface Terminal {
  /** Writes as it is; after the reader has gone, quietly nothing. */
  readonly write: (text: string) => void
  readonly isTTY: boolean
  readonly color: boolean
  /** True where only ASCII may be used. */
  readonly ascii: boolean
  /** True for pipes and files: what containers say is passed on byte for byte. */
  readonly raw: boolean
  /** Of the window, or 80 × 24 where there is none. Read each time: windows are resized. */
  readonly columns: () => number
  readonly rows: () => number
  /** See `Screen`. */
  readonly hold: (holder: TerminalHolder) => () => void
}

export interface TerminalOptions {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly ansi: 'never' | 'always' | 'auto'
  /** The reader has gone (`| head`): nobody will see what is written from now on. */
  readonly onClosed: () => void
  /** The process's; absent where nothing is drawn. */
  readonly hold?: Terminal['hold']
}

/** Wraps a stream of the process. */
export function createTerminal(
  stream: Stream,
  { env, ansi, onClosed, hold = unheld }: TerminalOptions,
): Terminal {
  let open = true
  stream.on('error', () => {
    if (open) onClosed()
    open = false
  })
  return {
    write: (text) => {
      if (open && text !== '') stream.write(text)
    },
    isTTY: stream.isTTY ?? false,
    color: usesColor(stream, env, ansi),
    ascii: !speaksUtf8(env),
    raw: !(stream.isTTY ?? false),
    columns: () => stream.columns ?? (Number(env['COLUMNS']) || 80),
    rows: () => stream.rows ?? (Number(env['LINES']) || 24),
    hold,
  }
}

function unheld(): () => void {
  return () => undefined
}

function usesColor(
  { isTTY = false }: Stream,
  env: TerminalOptions['env'],
  ansi: TerminalOptions['ansi'],
): boolean {
  if (ansi !== 'auto') return ansi === 'always'
  if (env['NO_COLOR']) return false
  if (env['FORCE_COLOR']) return env['FORCE_COLOR'] !== '0'
  return isTTY && env['TERM'] !== 'dumb'
}

/** A locale that names another character set is believed; no locale at all says nothing. The Linux console lacks the signs. */
function speaksUtf8(env: TerminalOptions['env']): boolean {
  if (env['TERM'] === 'linux') return false
  const locale = env['LC_ALL'] || env['LC_CTYPE'] || env['LANG'] || ''
  return locale === '' || /utf-?8/i.test(locale)
}

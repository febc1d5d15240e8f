/** Runs the built program in a real pseudo-terminal, made by util-linux's `script`, and reads it as a terminal would. */
import { Terminal } from '@xterm/headless'
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { onTestFinished } from 'vitest'
import { program, type Project } from './rig.ts'

export interface PtyOptions {
  readonly columns?: number
  readonly rows?: number
  readonly environment?: Readonly<Record<string, string>>
  /** The shell has jobs: after Ctrl-Z it says `--stopped--` and brings the program back. */
  readonly jobs?: boolean
}

export interface PtyResult {
  readonly code: number
  /** Every byte that the terminal got. */
  readonly bytes: string
  /** What stands on the screen and in the scrollback, without the empty lines at the end. */
  readonly lines: readonly string[]
  /** `stty -a` before and after, and, where Ctrl-Z was typed, while it was stopped. */
  readonly stty: readonly string[]
}

export interface Pty {
  readonly type: (keys: string) => void
  /** A signal for the program alone, as `kill` sends it. */
  readonly signal: (name: NodeJS.Signals) => Promise<void>
  /** Resolves when the terminal has got the text. */
  readonly says: (text: string | RegExp) => Promise<void>
  /** Resolves when the screen shows this; rejects with the screen when the program ends before. */
  readonly shows: (wanted: string | RegExp | ((screen: string) => boolean)) => Promise<void>
  /** What the screen shows now, a line a row. */
  readonly screen: () => string
  /** Every byte that the terminal got so far. */
  readonly bytes: () => string
  readonly resize: (columns: number, rows: number) => Promise<void>
  /** The terminal goes away, as when its window is closed; resolves with the program's process id. */
  readonly hangUp: () => Promise<number>
  readonly result: Promise<PtyResult>
}

/** Starts `gantry` with these arguments in a terminal of 80 columns and 24 rows, unless said otherwise. */
export async function openPty(
  project: Project,
  args: readonly string[],
  { columns = 80, rows = 24, environment = {}, jobs = false }: PtyOptions = {},
): Promise<Pty> {
  const notes = await mkdtemp(join(tmpdir(), 'gantry-pty-'))
  const { NO_COLOR: _, CI: __, ...inherited } = process.env
  const child = spawn('script', ['-qfec', shellScript({ columns, rows, jobs }), '/dev/null'], {
    cwd: project.dir,
    env: {
      ...inherited,
      SHELL: '/bin/sh',
      TERM: 'xterm-256color',
      LANG: 'C.UTF-8',
      COMPOSE_PROJECT_NAME: project.name,
      GANTRY: [process.execPath, program, ...args].map(quoted).join(' '),
      NOTES: notes,
      ...environment,
    },
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  let bytes = ''
  const listeners = new Set<() => void>()
  const tell = () => listeners.forEach((listener) => listener())
  const live = new Terminal({ cols: columns, rows, allowProposedApi: true })
  const until = (what: string, holds: () => boolean, seen: () => string) =>
    new Promise<void>((resolve, reject) => {
      const finish = (settle: () => void) => {
        listeners.delete(look)
        clearTimeout(timer)
        settle()
      }
      const fail = (how: string) => finish(() => reject(new Error(`${how} ${what}:\n${seen()}`)))
      const look = () => {
        if (holds()) finish(resolve)
        else if (child.exitCode !== null) fail('ended before')
      }
      const timer = setTimeout(() => fail('waited a minute until'), 60_000)
      listeners.add(look)
      look()
    })
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    bytes += text
    live.write(text, tell)
  })
  const closed = once(child, 'close').finally(tell)
  onTestFinished(async () => {
    child.kill('SIGKILL')
    await closed
    await rm(notes, { recursive: true, force: true })
  })
  const note = async (name: string) => (await readFile(join(notes, name), 'utf8').catch(() => '')).trim()
  return {
    type: (keys) => void child.stdin.write(keys),
    signal: async (name) => void process.kill(Number(await note('pid')), name),
    says: (text) =>
      until(
        `it said ${text}`,
        () => matches(bytes, text),
        () => bytes,
      ),
    shows: (wanted) =>
      until(
        `it showed ${wanted}`,
        () => matches(screenText(live), wanted),
        () => screenText(live),
      ),
    screen: () => screenText(live),
    bytes: () => bytes,
    resize: async (columns, rows) => {
      live.resize(columns, rows)
      const size = ['rows', String(rows), 'cols', String(columns)]
      await promisify(execFile)('stty', ['-F', await note('tty'), ...size])
    },
    hangUp: async () => {
      const pid = Number(await note('pid'))
      child.kill('SIGKILL')
      await closed
      return pid
    },
    result: closed.then(async () => ({
      code: Number(await note('code')),
      bytes,
      lines: await screenOf(bytes, { columns, rows }),
      stty: [await note('before'), await note('after'), await note('stopped')].filter(Boolean),
    })),
  }
}

function matches(text: string, wanted: string | RegExp | ((text: string) => boolean)): boolean {
  if (typeof wanted === 'function') return wanted(text)
  return typeof wanted === 'string' ? text.includes(wanted) : wanted.test(text)
}

function screenText({ buffer: { active }, rows }: Terminal): string {
  const lines = Array.from(
    { length: rows },
    (_, row) => active.getLine(active.baseY + row)?.translateToString(true) ?? '',
  )
  return lines.join('\n')
}

interface Size {
  readonly columns: number
  readonly rows: number
}

/** The shell outlives Ctrl-C, to say what the terminal looks like afterwards. */
function shellScript({ columns, rows, jobs }: Size & { readonly jobs: boolean }): string {
  return [
    `stty rows ${rows} cols ${columns}`,
    jobs ? 'set -m' : ':',
    'ulimit -c 0',
    'trap : INT QUIT TERM',
    'tty > "$NOTES/tty"',
    'stty -a > "$NOTES/before"',
    `sh -c 'echo $$ > "$NOTES/pid"; eval "exec $GANTRY"'`,
    'code=$?',
    `while [ $code = 148 ]; do stty -a > "$NOTES/stopped"; echo "--stopped--"; fg; code=$?; done`,
    'echo $code > "$NOTES/code"',
    'stty -a > "$NOTES/after"',
  ].join('; ')
}

function quoted(word: string): string {
  return `'${word.replaceAll("'", `'\\''`)}'`
}

async function screenOf(bytes: string, { columns, rows }: Size): Promise<readonly string[]> {
  const terminal = new Terminal({ cols: columns, rows, scrollback: 10_000, allowProposedApi: true })
  await new Promise<void>((resolve) => terminal.write(bytes, resolve))
  const { active } = terminal.buffer
  const lines = Array.from(
    { length: active.length },
    (_, row) => active.getLine(row)?.translateToString(true) ?? '',
  )
  terminal.dispose()
  return lines.slice(0, lines.findLastIndex((line) => line !== '') + 1)
}

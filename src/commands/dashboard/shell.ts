/** A shell in a container, on the terminal that the dashboard has left for the time. */
import { StringDecoder } from 'node:string_decoder'
import type { Engine } from '../../docker/engine.ts'
import type { Terminal } from '../terminal.ts'

export interface ShellOptions {
  readonly engine: Engine
  readonly container: string
  readonly terminal: Pick<Terminal, 'columns' | 'rows' | 'write'>
  /** Hands over what is typed until the returned function is called. */
  readonly divert: (to: (data: Uint8Array) => void) => () => void
  /** Calls at each new size until the returned function is called. */
  readonly onResize: (listener: () => void) => () => void
  readonly signal: AbortSignal
}

/** The best shell there is. */
const command = ['sh', '-c', 'command -v bash >/dev/null 2>&1 && exec bash || exec sh']

/** Runs it to its end; resolves with its exit code. */
export async function runShell(options: ShellOptions): Promise<number> {
  const { engine, container, signal } = options
  const { columns, rows, write } = options.terminal
  const size = { columns: columns(), rows: rows() }
  const decoder = new StringDecoder('utf8')
  const session = await engine.openExec(
    container,
    { command, tty: true, env: ['TERM=xterm-256color'], ...size },
    signal,
  )
  const release = options.divert((data) => void session.write(data).catch(() => undefined))
  const stopResizing = options.onResize(() => void session.resize(columns(), rows()).catch(() => undefined))
  try {
    for await (const { data } of session.output) write(decoder.write(Buffer.from(data)))
    return await session.exitCode
  } finally {
    release()
    stopResizing()
  }
}

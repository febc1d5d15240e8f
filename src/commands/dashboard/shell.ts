/** A shell in a container, on the terminal that the dashboard has left for the time. */
import { StringDecoder } from 'node:string_decoder'
import type { Engine, ExecSession } from '../../docker/engine.ts'
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
const request = {
  command: ['sh', '-c', 'command -v bash >/dev/null 2>&1 && exec bash || exec sh'],
  tty: true,
  env: ['TERM=xterm-256color'],
}

/** Runs it to its end; resolves with its exit code. What is typed before it is there is kept for it. */
export async function runShell({
  engine,
  container,
  terminal,
  signal,
  ...options
}: ShellOptions): Promise<number> {
  const { columns, rows, write } = terminal
  const size = { columns: columns(), rows: rows() }
  const decoder = new StringDecoder('utf8')
  const opening = engine.openExec(container, { ...request, ...size }, signal)
  const send = async (act: (session: ExecSession) => Promise<void>) =>
    opening.then(act).catch(() => undefined)
  const release = [
    options.divert((data) => void send(async (session) => session.write(data))),
    options.onResize(() => void send(async (session) => session.resize(columns(), rows()))),
  ]
  try {
    const session = await opening
    for await (const { data } of session.output) write(decoder.write(Buffer.from(data)))
    return await session.exitCode
  } finally {
    for (const each of release) each()
  }
}

/** A command in a container whose streams stay connected: the engine hands over the bare connection. */
import type { Duplex } from 'node:stream'
import { EngineError } from '../errors.ts'
import { createLatch } from '../util/latch.ts'
import type { Latch } from '../util/latch.ts'
import type { Client } from './client.ts'
import type { ExecSession, OutputChunk, SessionRequest } from './engine.ts'
import { createExec, exitCodeOf } from './exec.ts'
import type { Exec } from './exec.ts'
import { demultiplex } from './streams.ts'

/** Begins the command and gives the two ends of its streams. */
export async function openExec(
  client: Client,
  { id, request }: { readonly id: string; readonly request: SessionRequest },
  signal?: AbortSignal,
): Promise<ExecSession> {
  const { tty, stdin = true } = request
  const terminal = { Tty: tty, ...sizeOf(client, request) }
  const exec = await createExec(client, { id, request, streams: { ...terminal, AttachStdin: stdin } }, signal)
  const { connection, body } = await client.stream({
    method: 'POST',
    path: `${exec.path}/start`,
    body: { Detach: false, ...terminal },
    upgrade: true,
    doing: exec.doing,
    signal,
  })
  if (connection === undefined) throw notGranted(client, exec)
  const session = sessionOn(
    client,
    { exec, connection, chunks: tty ? terminalOutput(body) : demultiplex(body, 'frames') },
    signal,
  )
  if (tty && !client.speaks('1.42')) await session.resize(request.columns ?? 80, request.rows ?? 24)
  return session
}

function sessionOn(
  client: Client,
  {
    exec,
    connection,
    chunks,
  }: { readonly exec: Exec; readonly connection: Duplex; readonly chunks: AsyncIterable<OutputChunk> },
  signal?: AbortSignal,
): ExecSession {
  const ended = createLatch()
  let exitCode: Promise<number> | undefined
  return {
    output: thenOpen(chunks, ended),
    write: (data) => new Promise((resolve) => void connection.write(data, () => resolve())),
    end: () => void connection.end(),
    resize: (columns, rows) => resize(client, exec, { columns, rows }),
    get exitCode() {
      exitCode ??= ended.opened.then(() => exitCodeOf(client, exec, signal))
      return exitCode
    },
  }
}

/** Older engines are told the size afterwards. */
function sizeOf(client: Client, { tty, columns, rows }: SessionRequest): object {
  const known = tty && columns !== undefined && rows !== undefined && client.speaks('1.42')
  return known ? { ConsoleSize: [rows, columns] } : {}
}

/** A command that is not yet, or no more, at its terminal misses nothing. */
async function resize(
  client: Client,
  { path, doing }: Exec,
  { columns, rows }: { readonly columns: number; readonly rows: number },
): Promise<void> {
  const query = { h: rows, w: columns }
  await client.done({ method: 'POST', path: `${path}/resize`, query, doing }).catch((error: unknown) => {
    if (!(error instanceof EngineError && error.status !== undefined)) throw error
  })
}

async function* terminalOutput(body: AsyncIterable<Uint8Array>): AsyncGenerator<OutputChunk> {
  for await (const data of body) yield { stream: 'stdout', data }
}

async function* thenOpen(chunks: AsyncIterable<OutputChunk>, ended: Latch): AsyncGenerator<OutputChunk> {
  try {
    yield* chunks
  } finally {
    ended.open()
  }
}

function notGranted({ address }: Client, { doing }: Exec): EngineError {
  return new EngineError('not-supported', `cannot ${doing}: ${address} does not hand over the connection`, {
    hint: 'a proxy between here and the engine may not know upgrades: connect to the engine itself',
  })
}

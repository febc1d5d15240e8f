/** argv → command → exit code; the only file that ends the process. */
import { setMaxListeners } from 'node:events'
import { isatty } from 'node:tty'
import { readInvocation, type Invocation } from './commands/invocation.ts'
import { instantAnswer } from './commands/instant.ts'
import type { Io } from './commands/io.ts'
import type { TerminalHolder } from './ui/renderer.ts'

const io: Io = {
  env: process.env,
  cwd: currentFolder(),
  stdin: readStdin,
  ask: process.stdin.isTTY && process.stderr.isTTY ? askLine : undefined,
  stdout: process.stdout,
  stderr: process.stderr,
  onSignal: (listener) => {
    for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, listener)
    // A terminal that goes away says so more than once: nobody insists.
    let hungUp = false
    process.on('SIGHUP', () => {
      if (!hungUp) listener()
      hungUp = true
    })
  },
  kill: end,
  hold,
  keyboard: async () => (await import('./commands/dashboard/keyboard.ts')).createKeyboard(process),
  now: () => new Date(),
  versions: { node: process.versions.node, system: `${process.platform} ${process.arch}` },
}

/** The signals that stop or end a process unless it takes them; Windows knows neither. */
const stops: readonly NodeJS.Signals[] = process.platform === 'win32' ? [] : ['SIGTSTP', 'SIGQUIT']

/** How to give the terminal back, of all who have changed it: an error must not be told on a screen that is about to go. */
const held = new Set<() => void>()

/** The standard streams that were a terminal at the start. */
const terminals = [0, 1, 2].filter(isatty)

// One signal is listened to by as many as there are containers: that is no leak, and no warning of Node's is to say so.
setMaxListeners(0)

const [, name = 'gantry', ...args] = process.argv
/** Why what was printed is not whole, unless its reader has gone, or its terminal. */
let unwritten: NodeJS.ErrnoException | undefined
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE' && !terminals.includes(1)) unwritten ??= error
})
process.stderr.on('error', () => undefined)
void main().then(async (exitCode) => {
  await Promise.all([process.stdout, process.stderr].map(flush))
  return end(unwritten && exitCode === 0 ? await unwrittenCode(unwritten) : exitCode)
})

/** The folder's name outlives the folder; nothing will be found in it, and that can be said in the usual way. */
function currentFolder(): string {
  try {
    return process.cwd()
  } catch {
    return process.env['PWD'] ?? '/'
  }
}

async function main(): Promise<number> {
  const invocation = readInvocation(name, args)
  const text = await instantAnswer(invocation, process.stdout.columns ?? 80)
  if (text === undefined) return runCommand(invocation)
  process.stdout.write(text)
  return 0
}

/** Ends the process. Node aborts, with a core dump, where it cannot give back a terminal that has gone: then it must not try. */
function end(exitCode: number): never {
  if (terminals.some((stream) => !isatty(stream))) process.kill(process.pid, 'SIGKILL')
  return process.exit(exitCode)
}

async function unwrittenCode(error: Error): Promise<number> {
  const { GantryError, parts, reportFailure } = await import('./commands/begin.ts')
  const failure = new GantryError('output-failed', `cannot write to standard output: ${error.message}`)
  return reportFailure(failure, { invocation: readInvocation(name, args), io, parts, given: new Map() })
}

async function runCommand(invocation: Invocation): Promise<number> {
  const { runProgram, parts, reportFailure } = await import('./commands/begin.ts')
  const tell = async (error: unknown): Promise<never> =>
    end(await reportFailure(error, { invocation, io, parts, given: new Map() }))
  process.once('uncaughtException', (error) => {
    for (const leave of held) leave()
    void tell(error)
  })
  return runProgram({ invocation, io, parts })
}

/** At the end, and before Ctrl-Z and Ctrl-\ do what they always do, the terminal is given back. */
function hold({ leave, comeBack, resized }: TerminalHolder): () => void {
  const giveWay = (signal: NodeJS.Signals) => {
    leave()
    process.off(signal, giveWay)
    process.kill(process.pid, signal)
    process.on(signal, giveWay)
    comeBack()
  }
  held.add(leave)
  process.on('exit', leave)
  process.on('SIGWINCH', resized)
  for (const signal of stops) process.on(signal, giveWay)
  return () => {
    held.delete(leave)
    process.off('exit', leave)
    process.off('SIGWINCH', resized)
    for (const signal of stops) process.off(signal, giveWay)
  }
}

async function readStdin(): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

/** Without line editing, so that Ctrl-C stays a signal. */
async function askLine(text: string, signal: AbortSignal): Promise<string> {
  const { createInterface } = await import('node:readline')
  const lines = createInterface({ input: process.stdin, output: process.stderr, terminal: false })
  try {
    return await new Promise((resolve, reject) => {
      signal.addEventListener('abort', () => reject(signal.reason), { once: true })
      lines.once('close', () => resolve(''))
      lines.question(text, resolve)
    })
  } finally {
    lines.close()
  }
}

/** Resolves when all is written or has failed to be, and the stream has said so. Nothing is written where nothing waits: it could fail. */
async function flush(stream: NodeJS.WriteStream): Promise<void> {
  await new Promise<void>((resolve) => {
    if (stream.writableLength === 0) setImmediate(resolve)
    else stream.write('', () => setImmediate(resolve))
  })
}

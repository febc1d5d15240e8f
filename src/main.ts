/** argv → command → exit code; the only file that ends the process. */
import { readInvocation } from './commands/invocation.ts'
import { instantAnswer } from './commands/instant.ts'
import type { Io } from './commands/session.ts'

const io: Io = {
  env: process.env,
  cwd: process.cwd(),
  stdin: readStdin,
  stdout: process.stdout,
  stderr: process.stderr,
  onSignal: (listener) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, listener)
  },
  kill: (exitCode) => process.exit(exitCode),
  now: () => new Date(),
}

const [, name = 'gantry', ...args] = process.argv
for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined)
const exitCode = await main()
await Promise.all([process.stdout, process.stderr].map(flush))
process.exit(exitCode)

async function main(): Promise<number> {
  const invocation = readInvocation(name, args)
  const text = await instantAnswer(invocation, process.stdout.columns ?? 80)
  if (text === undefined) {
    const [{ runProgram }, { parts }] = await Promise.all([
      import('./commands/program.ts'),
      import('./commands/parts.ts'),
    ])
    return runProgram({ invocation, io, parts })
  }
  process.stdout.write(text)
  return 0
}

async function readStdin(): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of process.stdin) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}

/** Resolves when all is written, or nobody reads it any more. */
async function flush(stream: NodeJS.WriteStream): Promise<void> {
  await new Promise<void>((resolve) => {
    stream.write('', () => resolve())
  })
}

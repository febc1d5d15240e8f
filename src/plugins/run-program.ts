/** Runs a program of the user's: line by line, stopped with its run, its whole group with it. */
import { runChild } from '../util/child.ts'
import { createLineBuffer } from '../util/lines.ts'

export interface ProgramOptions {
  readonly cwd: string
  readonly env: Readonly<Record<string, string | undefined>>
  readonly signal: AbortSignal
  /** Called with every line of standard output, or of both outputs, without its ending. */
  readonly onLine?: (text: string, stream: 'stdout' | 'stderr') => void
}

/** `code` is null where a signal ended it. */
export interface ProgramResult {
  readonly code: number | null
  /** Its last lines on standard error, oldest first. */
  readonly lastErrors: readonly string[]
}

const longestLine = 64 * 1024
const keptErrors = 10

/** Resolves when the program has ended; rejects with the system's error where it cannot be started, with the signal's reason when aborted. */
export async function runProgram(
  path: string,
  args: readonly string[],
  { cwd, env, signal, onLine = () => {} }: ProgramOptions,
): Promise<ProgramResult> {
  const errors: string[] = []
  const code = await runChild(path, args, {
    cwd,
    env,
    signal,
    onStart: ({ stdout, stderr }) => {
      readLines(stdout, (text) => onLine(text, 'stdout'))
      readLines(stderr, (text) => {
        errors.push(text)
        onLine(text, 'stderr')
      })
    },
  })
  return { code, lastErrors: errors.filter((line) => line !== '').slice(-keptErrors) }
}

function readLines(stream: NodeJS.ReadableStream, onLine: (text: string) => void): void {
  const lines = createLineBuffer(longestLine)
  stream.on('data', (data: Buffer) => lines.add(data).forEach(onLine))
  stream.on('end', () => lines.end().forEach(onLine))
}

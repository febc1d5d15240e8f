/** Other programs: their output as it comes, and their end; stopped with all that they started. */
import { spawn } from 'node:child_process'
import { platform } from 'node:os'
import { kill } from 'node:process'

export interface ChildOptions {
  /** Absent: the folder of this process. */
  readonly cwd?: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** Aborting it ends the program and its children. */
  readonly signal?: AbortSignal | undefined
  /** Called as the program begins, with its outputs. */
  readonly onStart: (outputs: Record<'stdout' | 'stderr', NodeJS.ReadableStream>) => void
}

/**
 * Runs a program without input, in a process group of its own, so that it has no terminal to ask at. Resolves with its
 * exit code, null where a signal ended it; rejects with the system's error where it cannot be started, with the
 * signal's reason when aborted.
 */
export async function runChild(
  program: string,
  args: readonly string[],
  { cwd, env, signal, onStart }: ChildOptions,
): Promise<number | null> {
  signal?.throwIfAborted()
  const ownGroup = platform() !== 'win32'
  const child = spawn(program, [...args], {
    cwd,
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: ownGroup,
    windowsHide: true,
  })
  const stop = () => stopGroup(child.pid, ownGroup)
  signal?.addEventListener('abort', stop, { once: true })
  try {
    return await new Promise((resolve, reject) => {
      onStart(child)
      child.once('error', reject)
      child.once('close', resolve)
    })
  } finally {
    signal?.removeEventListener('abort', stop)
    signal?.throwIfAborted()
  }
}

function stopGroup(pid: number | undefined, ownGroup: boolean): void {
  if (pid === undefined) return
  try {
    kill(ownGroup ? -pid : pid)
  } catch {
    // It has ended meanwhile.
  }
}

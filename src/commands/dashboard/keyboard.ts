/** The real keyboard: standard input of the process in raw mode. */
import { spawn } from 'node:child_process'
import type { Keyboard } from '../io.ts'

/** What we use of the process. */
export interface KeyboardProcess {
  readonly stdin: {
    readonly isTTY?: boolean
    setRawMode?(raw: boolean): unknown
    on(event: 'data', listener: (data: Uint8Array) => void): unknown
    on(event: 'end' | 'error', listener: () => void): unknown
    off(event: 'data', listener: (data: Uint8Array) => void): unknown
    off(event: 'end' | 'error', listener: () => void): unknown
    resume(): unknown
    pause(): unknown
  }
  readonly kill: (pid: number, signal: 'SIGTSTP') => unknown
}

/** The keyboard of a process. */
export function createKeyboard({ stdin, kill }: KeyboardProcess): Keyboard {
  return {
    isTTY: stdin.isTTY ?? false,
    listen: (onData, onEnd) => {
      stdin.setRawMode?.(true)
      stdin.on('data', onData)
      for (const event of ['end', 'error'] as const) stdin.on(event, onEnd)
      stdin.resume()
      return () => {
        stdin.off('data', onData)
        for (const event of ['end', 'error'] as const) stdin.off(event, onEnd)
        // A terminal that has gone refuses.
        stdin.on('error', () => undefined)
        stdin.pause()
        stdin.setRawMode?.(false)
      }
    },
    suspend: () => void kill(0, 'SIGTSTP'),
    run: runOnTerminal,
  }
}

function runOnTerminal(command: string, input: string): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn('sh', ['-c', command], { stdio: ['pipe', 'inherit', 'inherit'] })
    child.on('error', () => resolve(127))
    child.on('close', (code) => resolve(code ?? 1))
    // Whoever quits a pager early does not read to the end.
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
  })
}

/** Ctrl-C and SIGTERM: the first asks to stop, the last ends. */
import { Cancelled } from '../errors.ts'

/** Called with 1 at the first signal, 2 at the second; the third ends the process whatever the handler does. */
export type InterruptHandler = (times: number) => void

export interface Interrupts {
  /** Aborted with `Cancelled` by the first signal, where no handler has taken over. */
  readonly signal: AbortSignal
  /** Takes signals over until the returned function is called; they are counted anew. */
  readonly onInterrupt: (handler: InterruptHandler) => () => void
  /** Aborts as a signal would, for another reason. */
  readonly abort: (reason: Error) => void
}

export interface InterruptOptions {
  /** Registers a listener for SIGINT and SIGTERM. */
  readonly onSignal: (listener: () => void) => void
  /** Ends the process at once. */
  readonly kill: (exitCode: number) => void
}

/** Listens to signals from now on. */
export function createInterrupts({ onSignal, kill }: InterruptOptions): Interrupts {
  const controller = new AbortController()
  let handler: InterruptHandler | undefined
  let times = 0
  onSignal(() => {
    times++
    if (times > (handler ? 2 : 1)) kill(130)
    else if (handler) handler(times)
    else controller.abort(new Cancelled())
  })
  return {
    signal: controller.signal,
    onInterrupt: (taker) => {
      handler = taker
      times = 0
      return () => {
        if (handler === taker) handler = undefined
      }
    },
    abort: (reason) => controller.abort(reason),
  }
}

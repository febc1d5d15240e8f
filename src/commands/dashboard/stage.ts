/** The terminal while the dashboard has it: screen, raw keys, signals; lent to others and given back, whatever happens. */
import type { InterruptHandler } from '../interrupts.ts'
import type { Keyboard } from '../io.ts'
import type { Terminal } from '../terminal.ts'
import { createKeys, type Keys } from './keys.ts'
import type { Loop } from './screen-loop.ts'

export interface StageOptions {
  readonly keyboard: Keyboard
  readonly terminal: Pick<Terminal, 'hold'>
  readonly onInterrupt: (handler: InterruptHandler) => () => void
  readonly loop: Pick<Loop, 'enter' | 'leave' | 'redraw' | 'touch' | 'dispatch'>
}

export interface Stage {
  readonly take: () => void
  /** Gives everything back. Safe to call twice. */
  readonly end: () => void
  /** Lends the terminal: `pager` has it whole; for `shell` we go on reading the keys, which `divert` hands over. */
  readonly lend: <T>(to: 'pager' | 'shell', work: () => Promise<T>) => Promise<T>
  readonly divert: Keys['divert']
  /** Calls at each new size until the returned function is called. */
  readonly onResize: (listener: () => void) => () => void
  readonly suspend: () => void
}

/** A stage that is not taken yet. */
export function createStage({ keyboard, terminal, onInterrupt, loop }: StageOptions): Stage {
  const keys = createKeys((input) => loop.dispatch({ type: 'input', input }))
  const sizes = createListeners()
  const signalled = () => loop.dispatch({ type: 'signal' })
  const ears = createEars(() => keyboard.listen(keys.receive, signalled))
  let lent: 'pager' | 'shell' | undefined
  let releaseHold = () => {}
  let releaseSignals = () => {}

  const show = () => {
    ears.open()
    loop.enter()
    loop.redraw()
  }
  const hide = () => {
    loop.leave()
    ears.close()
  }
  /** While another program has the terminal, Ctrl-C is meant for it, and does not count. */
  const takeSignals = () => {
    releaseSignals = onInterrupt(() => (lent ? takeSignals() : signalled()))
  }
  const comeBack = () => {
    if (lent === 'shell') ears.open()
    else if (lent === undefined) show()
  }
  const resized = () => {
    loop.touch()
    sizes.call()
  }
  return {
    take: () => {
      releaseHold = terminal.hold({ leave: hide, comeBack, resized })
      takeSignals()
      show()
    },
    end: () => {
      hide()
      releaseHold()
      releaseSignals()
    },
    lend: async (to, work) => {
      lent = to
      loop.leave()
      if (to === 'pager') ears.close()
      try {
        return await work()
      } finally {
        lent = undefined
        takeSignals()
        show()
      }
    },
    divert: keys.divert,
    onResize: sizes.add,
    suspend: keyboard.suspend,
  }
}

/** Listening that may be begun and ended any number of times. */
function createEars(listen: () => () => void) {
  let stop: (() => void) | undefined
  return {
    open: () => {
      stop ??= listen()
    },
    close: () => {
      stop?.()
      stop = undefined
    },
  }
}

function createListeners() {
  const listeners = new Set<() => void>()
  return {
    add: (listener: () => void) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    call: () => {
      for (const listener of listeners) listener()
    },
  }
}

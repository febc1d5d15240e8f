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
  const resizing = new Set<() => void>()
  const signalled = () => loop.dispatch({ type: 'signal' })
  let lent = false
  let unlisten = () => {}
  let release: readonly (() => void)[] = []

  const listen = () => {
    unlisten()
    unlisten = keyboard.listen(keys.receive, signalled)
  }
  const deafen = () => {
    unlisten()
    unlisten = () => {}
  }
  const show = () => {
    listen()
    loop.enter()
    loop.redraw()
  }
  const hide = () => {
    loop.leave()
    deafen()
  }
  /** While another program has the terminal, Ctrl-C is meant for it; each press counts as the first. */
  const takeSignals = (): (() => void) =>
    onInterrupt(() => {
      if (lent) takeSignals()
      else signalled()
    })
  return {
    take: () => {
      const resized = () => {
        loop.touch()
        for (const listener of resizing) listener()
      }
      release = [terminal.hold({ leave: hide, comeBack: () => void (lent || show()), resized }), takeSignals()]
      show()
    },
    end: () => {
      hide()
      for (const each of release) each()
      release = []
    },
    lend: async (to, work) => {
      lent = true
      loop.leave()
      if (to === 'pager') deafen()
      try {
        return await work()
      } finally {
        lent = false
        takeSignals()
        show()
      }
    },
    divert: keys.divert,
    onResize: (listener) => {
      resizing.add(listener)
      return () => void resizing.delete(listener)
    },
    suspend: keyboard.suspend,
  }
}

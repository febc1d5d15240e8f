/** Turns messages into states and states into frames: at most 30 a second, and only when something changed. */
import { createCanvas } from '../../ui/dashboard/screen.ts'
import { reduce } from '../../ui/dashboard/reduce.ts'
import type { Sources } from '../../ui/dashboard/sources.ts'
import type { Effect, Message, State } from '../../ui/dashboard/state.ts'
import { frameOf } from '../../ui/dashboard/view/frame.ts'
import type { Look } from '../../ui/dashboard/view/style.ts'
import { isWorking } from '../../ui/dashboard/run.ts'
import type { Terminal } from '../terminal.ts'

export interface LoopOptions {
  readonly terminal: Pick<Terminal, 'write' | 'columns' | 'rows'>
  readonly first: State
  readonly sources: Sources
  readonly look: Look
  readonly now: () => number
  readonly perform: (effect: Effect) => void
  /** Called after each frame with what it shows. */
  readonly onFrame: (state: State) => void
}

export interface Loop {
  readonly state: () => State
  readonly dispatch: (message: Message) => void
  /** Something in the sources changed. */
  readonly touch: () => void
  /** Takes the screen and draws at once. */
  readonly enter: () => void
  readonly leave: () => void
  readonly redraw: () => void
  /** No frame is drawn any more. */
  readonly end: () => void
}

/** Milliseconds from frame to frame: at the keys' pace, and at that of a flood of lines, which nobody reads faster. */
const frameTimes = { keys: 1000 / 30, sources: 100 }

/** A loop that has not taken the screen yet. */
export function createLoop(options: LoopOptions): Loop {
  const { terminal, sources, look, now, perform } = options
  const canvas = createCanvas(terminal.write)
  let state = options.first
  let drawnAt = -Infinity
  let timer: NodeJS.Timeout | undefined
  let dueAt = Infinity
  let over = false

  const draw = () => {
    timer = undefined
    dueAt = Infinity
    if (over) return
    drawnAt = performance.now()
    const size = { columns: terminal.columns(), rows: terminal.rows() }
    if (size.columns !== state.columns || size.rows !== state.rows) {
      canvas.forget()
      state = reduce(state, { type: 'resized', ...size }).state
    }
    canvas.draw(frameOf(state, sources, look))
    options.onFrame(state)
  }
  const drawWithin = (frameTime: number) => {
    const at = drawnAt + frameTime
    if (at >= dueAt) return
    clearTimeout(timer)
    dueAt = at
    timer = setTimeout(draw, Math.max(0, at - performance.now()))
  }
  const dispatch = (message: Message) => {
    const next = reduce(state, message)
    if (next.state !== state) drawWithin(frameTimes.keys)
    state = next.state
    for (const effect of next.effects) perform(effect)
  }
  const tick = setInterval(() => {
    const moving = isWorking(state.run) || Math.floor(now() / 1000) !== Math.floor(state.now / 1000)
    if (moving) dispatch({ type: 'tick', now: now() })
  }, 250)
  return {
    state: () => state,
    dispatch,
    touch: () => drawWithin(frameTimes.sources),
    enter: () => {
      canvas.enter()
      draw()
    },
    leave: canvas.leave,
    redraw: () => {
      canvas.forget()
      drawWithin(frameTimes.keys)
    },
    end: () => {
      over = true
      clearInterval(tick)
      clearTimeout(timer)
      canvas.leave()
    },
  }
}

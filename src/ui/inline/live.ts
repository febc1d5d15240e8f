/** The live view of one plan: draws when something has changed, at most thirty times a second, and once a second for the times. */
import type { Paint } from '../paint.ts'
import type { Clock, Streams } from '../renderer.ts'
import { finalTable, liveFrame, type FrameOptions } from './frame.ts'
import { openRegion, type Printed } from './region.ts'
import type { Progress } from './state.ts'

export interface Live {
  readonly state: () => Progress
  readonly update: (change: (state: Progress) => Progress) => void
  /** Whole lines, shown above the view at the next drawing. */
  readonly print: (target: keyof Streams, text: string) => void
  /** Puts the final table in place of the view; returns the final state. */
  readonly close: () => Progress
}

export interface LiveOptions {
  readonly streams: Streams
  readonly clock: Clock
  readonly command: string
  readonly paint: Paint
}

/** Milliseconds from one drawing to the next. */
const shortest = 1000 / 30
/** Milliseconds after which times have changed. */
const beat = 1000

/** Opens the view; the first frame is drawn at once. */
export function createLive(first: Progress, { streams, clock, command, paint }: LiveOptions): Live {
  const { stderr } = streams
  let state = first
  let printed: Printed[] = []
  const frameOptions = (): FrameOptions => ({
    command,
    paint,
    now: clock.now(),
    ascii: stderr.ascii,
    columns: stderr.columns(),
    rows: stderr.rows(),
  })
  const draw = () => {
    const texts = joined(printed)
    printed = []
    const lines = liveFrame(state, frameOptions())
    if (texts.length > 0) region.print(texts, lines)
    else region.draw(lines)
  }
  const region = openRegion(streams, draw)
  const soon = createDelay(clock, draw)
  const stopBeat = clock.every(beat, soon.ask)
  draw()
  return {
    state: () => state,
    update: (change) => {
      const changed = change(state)
      if (changed !== state) soon.ask()
      state = changed
    },
    print: (target, text) => {
      printed.push({ target, text })
      soon.ask()
    },
    close: () => {
      stopBeat()
      soon.stop()
      if (printed.length > 0) draw()
      region.close(finalTable(state, frameOptions()))
      return state
    },
  }
}

/** Does a thing once, a moment after it was asked for the first time. */
function createDelay(clock: Clock, act: () => void) {
  let cancel: (() => void) | undefined
  const stop = () => {
    cancel?.()
    cancel = undefined
  }
  return {
    stop,
    ask: () => {
      cancel ??= clock.every(shortest, () => {
        stop()
        act()
      })
    },
  }
}

/** A flood of lines costs one write for each change of stream; the order of both is kept. */
function joined(printed: readonly Printed[]): readonly Printed[] {
  const runs: { readonly target: Printed['target']; readonly texts: string[] }[] = []
  for (const { target, text } of printed) {
    const last = runs.at(-1)
    if (last?.target === target) last.texts.push(text)
    else runs.push({ target, texts: [text] })
  }
  return runs.map(({ target, texts }) => ({ target, text: texts.join('') }))
}

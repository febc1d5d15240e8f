/** The live view of one plan: draws at most ten times a second, and only when something has changed. */
import type { Paint } from '../paint.ts'
import type { Clock, Streams } from '../renderer.ts'
import { openCanvas, type Canvas } from './canvas.tsx'
import { finalTable, liveFrame, type FrameOptions } from './frame.ts'
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

/** Milliseconds from drawing to drawing. */
const interval = 100

/** Opens the view; the first frame is drawn at once. */
export function createLive(first: Progress, { streams, clock, command, paint }: LiveOptions): Live {
  const { stderr } = streams
  const canvas = openCanvas(streams)
  const printing = createPrinting(canvas)
  const size = createSize(() => [stderr.columns(), stderr.rows()])
  let state = first
  let dirty = false

  const frameOptions = (): FrameOptions => ({
    command,
    paint,
    now: clock.now(),
    ascii: stderr.ascii,
    columns: stderr.columns(),
    rows: stderr.rows(),
  })
  const draw = () => canvas.draw(liveFrame(state, frameOptions()))
  const cancel = clock.every(interval, () => {
    const resized = size.hasChanged()
    if (resized) canvas.resized()
    printing.flush()
    if (resized || dirty || isMoving(state)) draw()
    dirty = false
  })
  draw()
  return {
    state: () => state,
    update: (change) => {
      const changed = change(state)
      dirty ||= changed !== state
      state = changed
    },
    print: printing.add,
    close: () => {
      cancel()
      printing.flush()
      canvas.close(finalTable(state, frameOptions()))
      return state
    },
  }
}

/** Times are running and a sign is turning. */
function isMoving({ rows }: Progress): boolean {
  return [...rows.values()].some(({ phase }) => phase === 'active')
}

function createSize(read: () => readonly [number, number]) {
  let last = read().join()
  return {
    hasChanged: () => {
      const now = read().join()
      const changed = now !== last
      last = now
      return changed
    },
  }
}

/** Gathers what is printed, so that a flood of lines costs one drawing; the order of both streams is kept. */
function createPrinting(canvas: Canvas) {
  let queue: { readonly target: keyof Streams; text: string }[] = []
  return {
    add: (target: keyof Streams, text: string) => {
      const last = queue.at(-1)
      if (last?.target === target) last.text += text
      else queue.push({ target, text })
    },
    flush: () => {
      const printed = queue
      queue = []
      for (const { target, text } of printed) canvas.print(target, text)
    },
  }
}

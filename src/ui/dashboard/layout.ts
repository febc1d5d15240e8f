/** Where the panes are in a window. */
import { countServices } from './services.ts'
import type { Pane, State } from './state.ts'

export interface Box {
  readonly pane: Pane
  readonly top: number
  readonly left: number
  readonly width: number
  readonly height: number
}

/** The panes in view; header and footer have the first and the last line. */
export interface Layout {
  readonly boxes: readonly Box[]
}

type Window = Pick<
  State,
  'columns' | 'rows' | 'pane' | 'zoom' | 'open' | 'stream' | 'declared' | 'containers'
>

/** Side by side from 100 columns, one above the other below, one at a time below 60. A box has a title line and no frame. */
export function layoutOf(window: Window): Layout {
  const { columns, pane, zoom, open } = window
  const height = bodyHeight(window)
  const whole = (shown: Pane): Layout => ({
    boxes: [{ pane: shown, top: 1, left: 0, width: columns, height }],
  })
  if (window.stream) return whole('detail')
  if (zoom) return whole(pane)
  if (columns < narrow) return whole(open ? 'detail' : pane === 'why' ? 'why' : 'services')
  return columns >= wide ? sideBySide(columns, height) : stacked(window, height)
}

const wide = 100
export const narrow = 60

/** Lines between header and footer. */
function bodyHeight({ rows }: Pick<State, 'rows'>): number {
  return Math.max(1, rows - 2)
}

/** The box of a pane, where it is in view. */
export function boxOf(window: Window, pane: Pane): Box | undefined {
  return layoutOf(window).boxes.find((box) => box.pane === pane)
}

/** Lines of a box below its title. */
export function linesIn(box: Box | undefined): number {
  return Math.max(0, (box?.height ?? 1) - 1)
}

function sideBySide(columns: number, height: number): Layout {
  const width = Math.min(72, Math.max(44, Math.floor(columns * 0.45)))
  const why = height >= 12 ? Math.min(8, Math.floor(height / 3)) : 0
  const left: Box = { pane: 'services', top: 1, left: 0, width, height: height - why }
  const below: Box = { pane: 'why', top: 1 + height - why, left: 0, width, height: why }
  const right: Box = { pane: 'detail', top: 1, left: width + 1, width: columns - width - 1, height }
  return { boxes: why > 0 ? [left, below, right] : [left, right] }
}

/** The list needs what it shows; the detail gets the larger half. Reasons have a line where there is room. */
function stacked(window: Window, height: number): Layout {
  const { columns, pane } = window
  const why = pane === 'why' ? Math.min(6, Math.floor(height / 3)) : height >= 14 ? 2 : 0
  const list = Math.min(countServices(window) + 1, Math.max(3, Math.floor((height - why) * 0.4)))
  const boxes: Box[] = [
    { pane: 'services', top: 1, left: 0, width: columns, height: list },
    { pane: 'detail', top: 1 + list + why, left: 0, width: columns, height: height - list - why },
  ]
  if (why > 0) boxes.push({ pane: 'why', top: 1 + list, left: 0, width: columns, height: why })
  return { boxes }
}

/** The whole window as lines of text: pure, and exactly as large as the window. */
import { printable } from '../../../util/printable.ts'
import { layoutOf, type Box } from '../layout.ts'
import type { Frame } from '../screen.ts'
import type { Sources } from '../sources.ts'
import { tabs, type State } from '../state.ts'
import { footerLine, headerLine } from './bars.ts'
import { detailLines } from './detail.ts'
import { dialogBlock } from './dialogs.ts'
import { servicesLines } from './services.ts'
import { fit, join, styledWidth } from './styled.ts'
import { rule, type Look } from './style.ts'
import { whyLines } from './why.ts'

/** The frame of a state. */
export function frameOf(state: State, sources: Sources, look: Look): Frame {
  const { columns, rows } = state
  const body = bodyOf(state, sources, look)
  const lines = [headerLine(state, look), ...body, footerLine(state, look)].slice(0, rows)
  const block = state.dialog && dialogBlock(state, state.dialog, look)
  return block ? overlaid(lines, block, columns) : lines
}

/** The panes side by side, row for row; a bar stands where there is a column between two. */
function bodyOf(state: State, sources: Sources, look: Look): readonly string[] {
  const boxes = layoutOf(state).boxes.map((box) => ({
    ...box,
    lines: boxLines(box, { state, sources, look }),
  }))
  const height = Math.max(0, state.rows - 2)
  return Array.from({ length: height }, (_, at) => {
    const here = boxes
      .filter(({ top, height }) => at + 1 >= top && at + 1 < top + height)
      .sort((a, b) => a.left - b.left)
    const parts = here.map(({ top, lines, width }) => lines[at + 1 - top] ?? ' '.repeat(width))
    return fit(parts.join(look.paint('dim', look.ascii ? '|' : '│')), state.columns, look.ellipsis)
  })
}

interface Context {
  readonly state: State
  readonly sources: Sources
  readonly look: Look
}

function boxLines(box: Box, context: Context): readonly string[] {
  return [titleOf(box, context), ...contentOf(box, context)].slice(0, box.height)
}

function contentOf({ pane, width, height }: Box, { state, sources, look }: Context): readonly string[] {
  const size = { width, rows: Math.max(0, height - 1), look }
  if (size.rows === 0) return []
  if (pane === 'services') return servicesLines(state, sources, size)
  return pane === 'why' ? whyLines(state, size) : detailLines(state, sources, size)
}

function titleOf({ pane, width }: Box, { state, look }: Context): string {
  const focused = state.pane === pane || state.stream
  const line = rule(look, focused)
  const title = focused ? look.paint('bold', titles[pane](state, width)) : titles[pane](state, width)
  const head = `${line} ${title} `
  return fit(
    head + look.paint('dim', line.repeat(Math.max(0, width - styledWidth(head)))),
    width,
    look.ellipsis,
  )
}

const titles: Readonly<Record<Box['pane'], (state: State, width: number) => string>> = {
  services: ({ marked }) => join(['Services', marked.size > 0 ? `${marked.size} marked` : ''], ', '),
  why: ({ selected }) => `Why ${printable(selected)}`,
  detail: (state, width) => {
    if (state.stream) return 'Logs'
    const subject = state.marked.size > 0 ? `${state.marked.size} services` : printable(state.selected)
    const all = tabs.map((tab) => (tab === state.tab ? `[${tab}]` : tab)).join(' ')
    const room = width - 4 - styledWidth(subject) - 2
    return join([subject, room >= all.length ? all : `[${state.tab}]`])
  },
}

/** A block in the middle of the lines. */
function overlaid(lines: Frame, block: readonly string[], columns: number): Frame {
  const width = styledWidth(block[0] ?? '')
  const top = Math.max(0, Math.floor((lines.length - block.length) / 2))
  const left = Math.max(0, Math.floor((columns - width) / 2))
  return lines.map((line, at) => {
    const part = block[at - top]
    if (part === undefined) return line
    return `${closed(fit(line, left, ''))}${closed(part)}${' '.repeat(Math.max(0, columns - left - width))}`
  })
}

/** Colours and links that a cut left open are ended. */
function closed(text: string): string {
  return text.includes('\u001B') ? `${text}\u001B]8;;\u001B\\\u001B[0m` : text
}

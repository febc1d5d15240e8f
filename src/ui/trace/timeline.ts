/** A timeline as bars of text, the critical path marked by a sign of its own. */
import { printable } from '../../util/printable.ts'
import type { Paint, Style } from '../paint.ts'
import { displayWidth, padEnd, padStart, truncateMiddle } from '../width.ts'
import { count, formatSeconds } from '../words.ts'
import type { Bar, Timeline } from './read.ts'

export interface TimelineStyle {
  readonly columns: number
  readonly ascii: boolean
  readonly paint: Paint
}

interface Signs {
  readonly critical: string
  readonly other: string
  readonly queued: string
  readonly mark: string
  readonly failed: string
  readonly cut: string
}

const unicode: Signs = { critical: '█', other: '▒', queued: '·', mark: '▸', failed: '✘', cut: '-' }
const plain: Signs = { critical: '#', other: '=', queued: '.', mark: '>', failed: 'x', cut: '-' }

/** The seconds behind each bar take so many columns. */
const timeWidth = 8

/** Lines with their endings: a heading, a scale, a bar for each step, and what the signs mean. */
export function formatTimeline(timeline: Timeline, style: TimelineStyle): string {
  const { bars } = timeline
  const { paint } = style
  if (bars.length === 0) return `${heading(timeline, paint)}\nno step was taken\n`
  const signs = style.ascii ? plain : unicode
  const total = Math.max(1, ...bars.map(({ end }) => end))
  const titles = bars.map(({ title }) => printable(title))
  const name = Math.min(Math.max(...titles.map(displayWidth)), Math.floor(style.columns * 0.45))
  const width = Math.max(10, style.columns - name - timeWidth - 5)
  const lines = bars.map((bar, at) => {
    const title = truncateMiddle(titles[at] ?? '', name, style.ascii ? '...' : '…')
    const time = padStart(formatSeconds((bar.end - bar.start) / 1000), timeWidth)
    const track = padEnd(trackOf(bar, { total, width, signs }), width)
    const color = colorOf(bar)
    const painted = color === undefined ? track : paint(color, track)
    return `${markOf(bar, signs)} ${padEnd(title, name)}  ${painted} ${time}`
  })
  const all = [heading(timeline, paint), scale(total, name, width), ...lines, '', legend(bars, signs)]
  return all.map((line) => `${line.trimEnd()}\n`).join('')
}

function heading({ command, project, bars }: Timeline, paint: Paint): string {
  const total = Math.max(0, ...bars.map(({ end }) => end))
  const critical = bars.filter((bar) => bar.critical).reduce((sum, { start, end }) => sum + end - start, 0)
  const title = paint('bold', printable(`${command} ${project}`))
  const path = bars.length === 0 ? '' : `, ${formatSeconds(critical / 1000)} of it on the critical path`
  return `${title}: ${count(bars.length, 'step')} in ${formatSeconds(total / 1000)}${path}`
}

/** Times at the beginning, in the middle and at the end of the bars. */
function scale(total: number, name: number, width: number): string {
  const half = formatSeconds(total / 2000)
  const end = formatSeconds(total / 1000)
  const left = padEnd('0s', Math.floor(width / 2) - Math.floor(half.length / 2))
  const text = width < 24 ? padEnd('0s', width - end.length) : padEnd(left + half, width - end.length)
  return ' '.repeat(name + 4) + text + end
}

interface Track {
  readonly total: number
  readonly width: number
  readonly signs: Signs
}

/** Every step has at least one column. */
function trackOf({ start, end, queued, critical }: Bar, { total, width, signs }: Track): string {
  const columnOf = (time: number) => Math.min(width - 1, Math.floor((time / total) * width))
  const first = columnOf(start)
  const waited = columnOf(Math.max(0, start - queued))
  const length = Math.max(1, Math.round((end / total) * width) - first)
  const bar = (critical ? signs.critical : signs.other).repeat(Math.min(length, width - first))
  return ' '.repeat(waited) + signs.queued.repeat(first - waited) + bar
}

function markOf({ ending, critical }: Bar, signs: Signs): string {
  if (ending === 'failed') return signs.failed
  if (ending === 'cut off') return signs.cut
  return critical ? signs.mark : ' '
}

function colorOf({ ending, critical }: Bar): Style | undefined {
  if (ending === 'failed') return 'red'
  return critical ? 'yellow' : undefined
}

function legend(bars: readonly Bar[], signs: Signs): string {
  const meanings: readonly (readonly [boolean, string])[] = [
    [true, `${signs.critical} critical path: what the run's length came from`],
    [bars.some(({ critical }) => !critical), `${signs.other} beside it`],
    [bars.some(({ queued }) => queued > 0), `${signs.queued} queued for its lane`],
    [bars.some(({ ending }) => ending === 'failed'), `${signs.failed} failed`],
    [bars.some(({ ending }) => ending === 'cut off'), `${signs.cut} cut off`],
  ]
  return meanings.flatMap(([there, text]) => (there ? [text] : [])).join(', ')
}

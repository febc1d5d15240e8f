/** The events tab: what happened to the project's containers, and what we did. */
import { createPaint, type Style } from '../../paint.ts'
import { printable } from '../../../util/printable.ts'
import { clockOf } from '../logs/clock.ts'
import { pageOf, type Page, type PageOptions } from './page.ts'

/** Something that happened at a moment. */
export interface Happening {
  /** Milliseconds since the epoch. */
  readonly time: number
  /** Of which container or service; empty for what is about all. */
  readonly subject: string
  /** `start`, `die`, `health_status`: the engine's words, or ours. */
  readonly action: string
  readonly detail?: string
}

/** The page of what happened, oldest first; the newest page unless `from` says otherwise. */
export function eventsPage(happenings: readonly Happening[], options: PageOptions): Page {
  const paint = createPaint(options.color)
  const lines = happenings.map(({ time, subject, action, detail }) =>
    [
      paint('dim', clockOf(time)),
      paint(styleOf(action, detail), printable(action.replaceAll('_', ' '))),
      ...[subject, detail ?? ''].map(printable).filter((part) => part !== ''),
    ].join('  '),
  )
  const all = lines.length === 0 ? ['nothing happened since this window was opened'] : lines
  return pageOf(all, { ...options, from: options.from ?? all.length })
}

function styleOf(action: string, detail: string | undefined): Style {
  if (action === 'oom' || detail === 'unhealthy') return 'red'
  if (action === 'die') return detail === 'exit code 0' ? 'dim' : 'red'
  if (action === 'start' || detail === 'healthy') return 'green'
  return action === 'stop' || action === 'kill' || action === 'destroy' ? 'yellow' : 'cyan'
}

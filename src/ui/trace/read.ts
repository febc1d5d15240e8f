/** A trace that `--trace` wrote, read back for its picture. */
import { jsonOf } from '../../util/json.ts'

export interface Bar {
  readonly title: string
  /** Milliseconds from the beginning of the run. */
  readonly start: number
  readonly end: number
  /** Milliseconds before `start` in which it queued for its lane. */
  readonly queued: number
  readonly critical: boolean
  readonly ending: 'done' | 'failed' | 'cut off'
}

export interface Timeline {
  readonly command: string
  readonly project: string
  /** In the order of their starts. */
  readonly bars: readonly Bar[]
}

/** The timeline in the text of a trace; undefined where it is none of ours. */
export function readTimeline(text: string): Timeline | undefined {
  const trace = objectIn(jsonOf(text))
  const about = objectIn(trace?.['otherData'])
  const events = trace?.['traceEvents']
  if (!about || !Array.isArray(events)) return undefined
  const bars = events.flatMap((event: unknown) => barIn(objectIn(event)) ?? [])
  return {
    command: textIn(about['command']),
    project: textIn(about['project']),
    bars: bars.sort((one, other) => one.start - other.start),
  }
}

type Fields = Readonly<Record<string, unknown>>

function barIn(event: Fields | undefined): Bar | undefined {
  const args = objectIn(event?.['args'])
  if (!event || event['ph'] !== 'X' || !args) return undefined
  const start = numberIn(event['ts']) / 1000
  const { ending } = args
  return {
    title: textIn(event['name']),
    start,
    end: start + numberIn(event['dur']) / 1000,
    queued: numberIn(args['queued_ms']),
    critical: args['critical'] === true,
    ending: ending === 'failed' || ending === 'cut off' ? ending : 'done',
  }
}

function objectIn(value: unknown): Fields | undefined {
  return typeof value === 'object' && value !== null ? (value as Fields) : undefined
}

function textIn(value: unknown): string {
  return typeof value === 'string' ? value : ''
}

/** Never negative. */
function numberIn(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) ? Math.max(0, value) : 0
}

/** `--ui reader`: sentences for screen readers, at most one announcement a second and nothing that moves. */
import type { Event } from '../events.ts'
import { printable } from '../util/printable.ts'
import { failureLines } from './failures.ts'
import { createHeartbeat } from './heartbeat.ts'
import { createIdleNotice } from './idle.ts'
import { createLogWriter } from './logs.ts'
import { createPaint } from './paint.ts'
import type { Clock, Renderer, RendererOptions, Streams } from './renderer.ts'
import { activeWord, count, doneWord, summaryText, titleOf } from './words.ts'

/** Milliseconds between announcements. */
const pause = 1000
/** So many changes are told in one announcement; the others are counted. */
const told = 4

/** Announces on stderr what has changed since the last announcement; failures come whole and at once. */
export function createReaderRenderer(
  streams: Streams,
  options: RendererOptions & { readonly clock: Clock },
): Renderer {
  const { stderr } = streams
  const logs = createLogWriter(streams, options.logs)
  const heartbeat = createHeartbeat(options.clock, stderr.write)
  const idleNotice = createIdleNotice(options.command)
  const changes = createChanges()
  const announce = () => write(changes.take())
  const stop = options.clock.every(pause, announce)
  function write(text: string): void {
    if (text === '') return
    heartbeat.wrote()
    stderr.write(text)
  }
  return {
    handle: (event) => {
      heartbeat.note(event)
      write(idleNotice(event))
      changes.note(event)
      if (event.type === 'step-failed' || event.type === 'summary') announce()
      if (!logs.handle(event)) write(wholeText(event))
    },
    close: async () => {
      stop()
      heartbeat.stop()
      announce()
    },
  }
}

const noPaint = createPaint(false)

/** What is too important to be put together with other things. */
function wholeText(event: Event): string {
  if (event.type === 'step-failed') return failureLines(event, noPaint).join('')
  if (event.type === 'warning') return `Warning: ${printable(event.message)}\n`
  const isRun = event.type === 'summary' && event.done + event.failed + event.skipped > 0
  return isRun ? `${summaryText(event)}.\n` : ''
}

/** Of each resource the last change counts. */
function createChanges() {
  const changed = new Map<string, string>()
  let ended = 0
  let total = 0
  return {
    note: (event: Event) => {
      if (event.type === 'plan') total += event.steps
      if (event.type === 'step-started') changed.set(titleOf(event.resource), activeWord(event.operation))
      if (event.type === 'step-done') changed.set(titleOf(event.resource), doneWord(event))
      if (event.type === 'step-skipped') changed.set(titleOf(event.resource), 'skipped')
      if (event.type === 'step-failed') changed.delete(titleOf(event.resource))
      if (event.type === 'step-done' || event.type === 'step-failed' || event.type === 'step-skipped') ended++
    },
    /** The announcement, or nothing. */
    take: () => {
      const texts = [...changed].map(([title, word]) => `${title} ${word.toLowerCase()}`)
      changed.clear()
      if (texts.length === 0) return ''
      const beyond = texts.length - told
      const more = beyond > 0 ? [count(beyond, 'more change')] : []
      return `${[...texts.slice(0, told), ...more].join(', ')}. ${ended} of ${count(total, 'step')} ended.\n`
    },
  }
}

/** `--ui plain`: one line for each thing that begins or ends, for pipes and CI. */
import type { Event } from '../events.ts'
import { printable } from '../util/printable.ts'
import { failureLines } from './failures.ts'
import { createHeartbeat } from './heartbeat.ts'
import { createIdleNotice } from './idle.ts'
import { createLogWriter } from './logs.ts'
import { createPaint, type Paint } from './paint.ts'
import type { Clock, Renderer, RendererOptions, Streams } from './renderer.ts'
import { cleanLine } from './terminal-text.ts'
import { activeWord, doneWord, formatSeconds, outcomeDetail, summaryText, titleOf } from './words.ts'

/** Lines on stderr for progress; what containers say goes where they said it. */
export function createPlainRenderer(
  streams: Streams,
  options: RendererOptions & { readonly clock: Clock },
): Renderer {
  const { stderr } = streams
  const logs = createLogWriter(streams, options.logs)
  const heartbeat = createHeartbeat(options.clock, stderr.write)
  const memory = createMemory()
  const paint = createPaint(stderr.color)
  const idleNotice = createIdleNotice(options.command)
  const write = (text: string) => {
    if (text === '') return
    heartbeat.wrote()
    stderr.write(text)
  }
  return {
    handle: (event) => {
      memory.note(event)
      heartbeat.note(event)
      write(idleNotice(event))
      if (!logs.handle(event)) write(linesOf(event, { paint, memory, color: stderr.color }))
    },
    close: async () => heartbeat.stop(),
  }
}

interface Context {
  readonly paint: Paint
  readonly color: boolean
  readonly memory: Memory
}

type LinesOf = { [T in Event['type']]?: (event: Extract<Event, { type: T }>, context: Context) => string }

/** What each event is told as; those without an entry are not. */
const lines: LinesOf = {
  'step-started': ({ operation, resource, reason }) => {
    const why = printable(reason)
    return ` ${titleOf(resource)} ${activeWord(operation)}${why === '' ? '' : `: ${why}`}\n`
  },
  'step-progress': (event, { memory }) =>
    event.operation === 'build-image' && memory.isNews(event)
      ? ` ${titleOf(event.resource)} Building: ${printable(event.text ?? '')}\n`
      : '',
  'step-output': ({ resource, text }, context) =>
    ` ${printable(resource.service ?? resource.name)} | ${cleanLine(text, context)}\n`,
  'step-done': (event) => {
    const detail = outcomeDetail(event)
    const time = formatSeconds(event.seconds)
    return ` ${titleOf(event.resource)} ${doneWord(event)} (${time})${detail === '' ? '' : `: ${detail}`}\n`
  },
  'step-failed': (event, { paint }) => failureLines(event, paint).join(''),
  'step-skipped': (event, { memory }) =>
    memory.isFirstSkip(event)
      ? ` ${titleOf(event.resource)} Skipped: ${memory.causeOf(event.because)}\n`
      : '',
  warning: ({ message }, { paint }) => ` ${paint('yellow', 'Warning')}: ${printable(message)}\n`,
  summary: (event, { memory }) =>
    event.done + event.failed + event.skipped === 0 ? '' : `${memory.project()}: ${summaryText(event)}\n`,
}

function linesOf<T extends Event['type']>(event: Extract<Event, { type: T }>, context: Context): string {
  return lines[event.type]?.(event, context) ?? ''
}

/** What BuildKit does beside the steps of the Dockerfile; the context that came with the request is copied. */
const housekeeping = /^(?:\[internal\]|copy \/context \/$)/

interface Memory {
  readonly note: (event: Event) => void
  readonly project: () => string
  /** Why a step was skipped, from the id it names. */
  readonly causeOf: (because: string) => string
  /** False when the resource was skipped before, for another of its steps, or has failed. */
  readonly isFirstSkip: (event: Extract<Event, { type: 'step-skipped' }>) => boolean
  /** True when a build has come to a step that was not told before; its own housekeeping is not told. */
  readonly isNews: (event: Extract<Event, { type: 'step-progress' }>) => boolean
}

function createMemory(): Memory {
  const titles = new Map<string, string>()
  const told = new Set<string>()
  const over = new Set<string>()
  let project = ''
  return {
    note: (event) => {
      if (event.type === 'plan') project = printable(event.project)
      if (event.type === 'step-failed') {
        titles.set(event.step, `${titleOf(event.resource)} failed`)
        over.add(titleOf(event.resource))
      }
      if (event.type === 'step-skipped') titles.set(event.step, `${titleOf(event.resource)} was skipped`)
    },
    project: () => project,
    isFirstSkip: ({ resource }) => {
      const title = titleOf(resource)
      const first = !over.has(title)
      over.add(title)
      return first
    },
    causeOf: (because) => titles.get(because) ?? printable(because),
    isNews: ({ step, text }) => {
      const key = `${step} ${text}`
      if (text === undefined || housekeeping.test(text) || told.has(key)) return false
      told.add(key)
      return true
    },
  }
}

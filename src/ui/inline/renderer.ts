/** `--ui inline`: a live view while a plan is under way, a table that stays, and logs as they come. */
import type { Event } from '../../events.ts'
import { printable } from '../../util/printable.ts'
import { failureLines } from '../failures.ts'
import { createIdleNotice } from '../idle.ts'
import { createLogWriter } from '../logs.ts'
import { createPaint } from '../paint.ts'
import type { Clock, Renderer, RendererOptions, Streams } from '../renderer.ts'
import { createLive, type Live } from './live.ts'
import { begin, isOver, reduce } from './state.ts'

/** A live view at the bottom of the terminal; `close` leaves its last state. */
export function createInlineRenderer(
  streams: Streams,
  options: RendererOptions & { readonly clock: Clock },
): Renderer {
  const { stderr } = streams
  const { clock } = options
  const paint = createPaint(stderr.color)
  let command = `${options.command ?? ''}${options.dryRun ? ' --dry-run' : ''}`
  let live: Live | undefined

  const print = (target: keyof Streams, text: string) => {
    if (text === '') return
    if (live) live.print(target, text)
    else streams[target].write(text)
  }
  const logs = createLogWriter(
    {
      stderr: { ...stderr, write: (text) => print('stderr', text) },
      stdout: { ...streams.stdout, write: (text) => print('stdout', text) },
    },
    options.logs,
  )
  const idleNotice = createIdleNotice(options.command)
  const closeView = () => {
    const state = live?.close()
    live = undefined
    for (const failure of state?.failures ?? []) stderr.write(failureLines(failure, paint).join(''))
  }
  const openView = (event: Extract<Event, { type: 'plan' }>) => {
    closeView()
    if (event.steps > 0) live = createLive(begin(event, clock.now()), { streams, clock, command, paint })
  }
  return {
    handle: (event) => {
      if (event.type === 'stopping') command = 'stop'
      print('stderr', idleNotice(event))
      if (event.type === 'plan') openView(event)
      if (event.type === 'warning') {
        print('stderr', ` ${paint('yellow', 'Warning')}: ${printable(event.message)}\n`)
      }
      live?.update((state) => reduce(state, event, clock.now()))
      logs.handle(event)
      if (event.type === 'summary' || (live && isOver(live.state()))) closeView()
    },
    close: async () => closeView(),
  }
}

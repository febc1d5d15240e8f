/** `--ui quiet`: what failed and the final failure, nothing else of progress. */
import { failureLines } from './failures.ts'
import { createLogWriter } from './logs.ts'
import { createPaint } from './paint.ts'
import type { Renderer, RendererOptions, Streams } from './renderer.ts'
import { summaryText } from './words.ts'

/** Failures on stderr; what containers say goes where they said it. */
export function createQuietRenderer(streams: Streams, options: RendererOptions): Renderer {
  const { stderr } = streams
  const paint = createPaint(stderr.color)
  const logs = createLogWriter(streams, options.logs)
  return {
    handle: (event) => {
      if (event.type === 'step-failed') stderr.write(failureLines(event, paint).join(''))
      else if (event.type === 'summary' && event.failed > 0) stderr.write(`${summaryText(event)}\n`)
      else if (event.type !== 'stopping' && event.type !== 'attaching') logs.handle(event)
    },
    close: async () => undefined,
  }
}

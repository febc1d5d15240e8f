/** The door to how a run looks: one renderer for each mode, loaded when it is needed. */
import { createJsonRenderer } from './json.ts'
import type { Mode } from './mode.ts'
import { createPlainRenderer } from './plain.ts'
import { createQuietRenderer } from './quiet.ts'
import { createReaderRenderer } from './reader.ts'
import type { Clock, Renderer, RendererOptions, Streams } from './renderer.ts'

/** The renderer of a mode (see `chooseMode`); only `inline` loads the live view. */
export async function createRenderer(
  mode: Mode,
  streams: Streams,
  options: RendererOptions = {},
): Promise<Renderer> {
  const timed = { ...options, clock: options.clock ?? systemClock }
  if (mode === 'inline' || mode === 'dashboard') {
    const { createInlineRenderer } = await import('./inline/renderer.ts')
    return createInlineRenderer(streams, timed)
  }
  if (mode === 'json') return createJsonRenderer(streams)
  if (mode === 'quiet') return createQuietRenderer(streams, timed)
  return mode === 'reader' ? createReaderRenderer(streams, timed) : createPlainRenderer(streams, timed)
}

const systemClock: Clock = {
  now: () => performance.now(),
  every: (milliseconds, tick) => {
    const timer = setInterval(tick, milliseconds).unref()
    return () => clearInterval(timer)
  },
}

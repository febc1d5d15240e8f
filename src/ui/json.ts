/** `--ui json`: every event as it is, one JSON object a line; `schemas/events.schema.json` describes them. */
import { jsonText } from './json-text.ts'
import type { Renderer, Streams } from './renderer.ts'

/** A line of JSON for each event. */
export function createJsonRenderer({ stderr }: Pick<Streams, 'stderr'>): Renderer {
  return {
    handle: (event) => stderr.write(`${jsonText(event)}\n`),
    close: async () => undefined,
  }
}

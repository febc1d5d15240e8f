/** `--progress json`: every event as it is, one JSON object a line; `schemas/events.schema.json` describes them. */
import type { Renderer, Streams } from './renderer.ts'

export function createJsonRenderer({ stderr }: Pick<Streams, 'stderr'>): Renderer {
  return {
    handle: (event) => stderr.write(`${terminalSafe(JSON.stringify(event))}\n`),
    close: async () => undefined,
  }
}

/** JSON escapes C0 controls; the C1 ones, which drive some terminals, may be escaped as well. */
function terminalSafe(json: string): string {
  return json.replaceAll(/[\u007F-\u009F\u2028\u2029]/g, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
  })
}

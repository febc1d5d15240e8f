/** From chunks of output to lines. */
import { StringDecoder } from 'node:string_decoder'

export interface LineSplitter {
  readonly push: (chunk: Uint8Array) => void
  /** An unfinished last line counts as one. */
  readonly end: () => void
}

/** A line that never ends is passed on in pieces of this many characters. */
const longest = 16 * 1024

/** Calls `onLine` for each line, without its ending; characters and lines may be cut anywhere between chunks. */
export function createLineSplitter(onLine: (line: string) => void): LineSplitter {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  return {
    push: (chunk) => {
      const lines = (rest + decoder.write(Buffer.from(chunk))).split('\n')
      rest = lines.pop() ?? ''
      for (const line of lines) onLine(line.replace(/\r$/, ''))
      for (; rest.length > longest; rest = rest.slice(longest)) onLine(rest.slice(0, longest))
    },
    end: () => {
      const last = rest + decoder.end()
      rest = ''
      if (last !== '') onLine(last.replace(/\r$/, ''))
    },
  }
}

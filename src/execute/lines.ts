/** Bytes in chunks → lines of text. */
import { StringDecoder } from 'node:string_decoder'

const longest = 16 * 1024

/** Gives each line without its ending; a character cut by a chunk border stays whole, a line without end is cut at 16 KiB. */
export function createLineSplitter(onLine: (line: string) => void) {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  const take = (text: string) => {
    const lines = (rest + text).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) onLine(line.replace(/\r$/, ''))
    while (rest.length > longest) {
      onLine(rest.slice(0, longest))
      rest = rest.slice(longest)
    }
  }
  return {
    push: (data: Uint8Array) =>
      take(decoder.write(Buffer.from(data.buffer, data.byteOffset, data.byteLength))),
    end: () => {
      take(decoder.end())
      if (rest !== '') onLine(rest)
      rest = ''
    },
  }
}

import { StringDecoder } from 'node:string_decoder'

/** Puts pieces of output together to lines without their endings; `end` gives what is left without one. */
export interface LineBuffer {
  readonly add: (data: Uint8Array) => readonly string[]
  readonly end: () => readonly string[]
}

/** Characters cut by the border of two pieces stay whole; a line longer than `longest` UTF-16 units is cut there. */
export function createLineBuffer(longest = Infinity): LineBuffer {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  return {
    add: (data) => {
      const lines = (rest + decoder.write(Buffer.from(data))).split(/\r?\n/)
      rest = lines.pop() ?? ''
      while (rest.length > longest) {
        lines.push(rest.slice(0, longest))
        rest = rest.slice(longest)
      }
      return lines
    },
    end: () => {
      const last = rest + decoder.end()
      rest = ''
      return last === '' ? [] : [last]
    },
  }
}

/** The lines of a text that hold anything. */
export function filledLines(text: string): readonly string[] {
  return text.split(/\r?\n/).filter((line) => line !== '')
}

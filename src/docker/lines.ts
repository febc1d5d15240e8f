import { StringDecoder } from 'node:string_decoder'

/** Puts pieces of output together to lines; `end` gives what is left without a line ending. */
export interface LineBuffer {
  add(data: Uint8Array): readonly string[]
  end(): readonly string[]
}

export function createLineBuffer(): LineBuffer {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  return {
    add: (data) => {
      const lines = (rest + decoder.write(Buffer.from(data))).split(/\r?\n/)
      rest = lines.pop() ?? ''
      return lines
    },
    end: () => {
      const last = rest + decoder.end()
      rest = ''
      return last === '' ? [] : [last]
    },
  }
}

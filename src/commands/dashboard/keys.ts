/** Bytes of the keyboard as inputs; while a shell has the terminal, they go there instead. */
import { StringDecoder } from 'node:string_decoder'
import { decodeInput, decodeRest, type Input } from '../../ui/dashboard/input.ts'

export interface Keys {
  readonly receive: (data: Uint8Array) => void
  /** Hands all bytes to somebody else until the returned function is called. */
  readonly divert: (to: (data: Uint8Array) => void) => () => void
}

/** Milliseconds after which an Escape that nothing follows is the key itself. */
const patience = 40

/** Calls `onInput` for each. */
export function createKeys(onInput: (input: Input) => void): Keys {
  const decoder = new StringDecoder('utf8')
  let rest = ''
  let timer: NodeJS.Timeout | undefined
  let other: ((data: Uint8Array) => void) | undefined
  const flush = () => {
    const inputs = decodeRest(rest)
    rest = ''
    for (const input of inputs) onInput(input)
  }
  return {
    receive: (data) => {
      if (other) return other(data)
      clearTimeout(timer)
      const decoded = decodeInput(rest + decoder.write(Buffer.from(data)))
      rest = decoded.rest
      for (const input of decoded.inputs) onInput(input)
      if (rest !== '' && !rest.startsWith('\u001B[200~')) timer = setTimeout(flush, patience)
    },
    divert: (to) => {
      other = to
      return () => {
        if (other === to) other = undefined
      }
    },
  }
}

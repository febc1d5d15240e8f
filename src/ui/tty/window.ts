/** The stream that Ink is given in place of stderr. */
import { EventEmitter } from 'node:events'
import type { Output, Screen } from '../renderer.ts'

/** What Ink uses of a stream. */
export interface InkStream extends EventEmitter {
  readonly isTTY: boolean
  readonly columns: number
  readonly rows: number
  readonly write: (text: string) => boolean
}

/**
 * A terminal that says it is of unlimited height: Ink wipes screen and scrollback when a frame is as tall as the window,
 * which happens to any frame when the window is made smaller. That frames fit is our care, not Ink's.
 */
export function createWindow(screen: Screen): InkStream {
  const stream = Object.assign(new EventEmitter(), {
    isTTY: true,
    rows: Infinity,
    write: writeTo(screen),
  })
  return Object.defineProperty(stream, 'columns', { get: () => screen.columns() }) as InkStream
}

/** The other stream, for text that is written while a frame is on the screen. */
export function createOutlet(output: Output): InkStream {
  return Object.assign(new EventEmitter(), {
    isTTY: false,
    columns: 80,
    rows: 24,
    write: writeTo(output),
  })
}

function writeTo(output: Output): (text: string) => boolean {
  return (text) => {
    output.write(text)
    return true
  }
}

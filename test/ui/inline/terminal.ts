import { Terminal } from '@xterm/headless'
import type { Streams, TerminalHolder } from '../../../src/ui/renderer.ts'

interface Size {
  readonly columns: number
  readonly rows: number
}

/** A terminal that both streams write to; what happened is replayed on an emulator when the screen is asked for. */
export function createFakeTerminal(first: Size) {
  const history: (string | Size)[] = []
  const holders = new Set<TerminalHolder>()
  let size = first
  const output = {
    color: false,
    ascii: false,
    columns: () => size.columns,
    rows: () => size.rows,
    write: (text: string) => void history.push(text),
    hold: (holder: TerminalHolder) => {
      holders.add(holder)
      return () => holders.delete(holder)
    },
  }
  const streams: Streams = { stderr: output, stdout: output }
  return {
    streams,
    resize: (to: Size) => {
      size = to
      history.push(to)
      for (const { resized } of holders) resized()
    },
    /** What Ctrl-Z and `fg` do; `meanwhile` is what the shell writes. */
    suspend: (meanwhile: string) => {
      for (const { leave } of holders) leave()
      history.push(meanwhile)
      for (const { comeBack } of holders) comeBack()
    },
    held: () => holders.size,
    raw: () => history.filter((entry) => typeof entry === 'string').join(''),
    writes: () => history.length,
    /** Every line there is, scrollback included, without trailing empty ones. */
    lines: async (): Promise<string[]> => {
      const buffer = await replay(history, first)
      const lines = Array.from(
        { length: buffer.length },
        (_, at) => buffer.getLine(at)?.translateToString(true) ?? '',
      )
      while (lines.at(-1) === '') lines.pop()
      return lines
    },
  }
}

async function replay(history: readonly (string | Size)[], { columns, rows }: Size) {
  const terminal = new Terminal({
    cols: columns,
    rows,
    allowProposedApi: true,
    convertEol: true,
    scrollback: 5000,
  })
  const write = async (text: string) => new Promise<void>((done) => terminal.write(text, done))
  let text = ''
  for (const entry of history) {
    if (typeof entry === 'string') {
      text += entry
      continue
    }
    await write(text)
    text = ''
    terminal.resize(entry.columns, entry.rows)
  }
  await write(text)
  return terminal.buffer.active
}

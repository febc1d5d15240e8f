/** Ink and React: a few lines at the bottom of the screen that are drawn anew, and text that is printed above them. */
import { Box, render, Text, useStderr, useStdout } from 'ink'
import { useLayoutEffect } from 'react'
import type { Streams } from '../renderer.ts'
import { createOutlet, createWindow, type InkStream } from './window.ts'

export interface Canvas {
  readonly draw: (lines: readonly string[]) => void
  /** Writes whole lines above the frame, or to the other stream while the frame is away. */
  readonly print: (target: keyof Streams, text: string) => void
  /** To be called when the window has another size. */
  readonly resized: () => void
  /** Leaves these lines on the screen and gives the cursor back. */
  readonly close: (lines: readonly string[]) => void
}

/** Draws on stderr; standard input and signals are left alone. */
export function openCanvas({ stderr, stdout }: Streams): Canvas {
  const window = createWindow(stderr)
  let printers: Printers | undefined
  const frame = (lines: readonly string[]) => (
    <Frame
      lines={lines}
      onMount={(made) => {
        printers = made
      }}
    />
  )
  const instance = render(frame([]), {
    stdout: asStream(window),
    stderr: asStream(createOutlet(stdout)),
    exitOnCtrlC: false,
    patchConsole: false,
  })
  return {
    draw: (lines) => instance.rerender(frame(lines)),
    print: (target, text) => printers?.[target](text),
    resized: () => window.emit('resize'),
    close: (lines) => {
      instance.rerender(frame(lines))
      instance.unmount()
      instance.cleanup()
    },
  }
}

type Printers = Readonly<Record<keyof Streams, (text: string) => void>>

interface FrameProps {
  readonly lines: readonly string[]
  readonly onMount: (printers: Printers) => void
}

function Frame({ lines, onMount }: FrameProps) {
  const { write: stderr } = useStdout()
  const { write: stdout } = useStderr()
  useLayoutEffect(() => onMount({ stderr, stdout }), [])
  return (
    <Box flexDirection="column">
      {lines.map((line, row) => (
        <Text key={row} wrap="truncate-end">
          {line}
        </Text>
      ))}
    </Box>
  )
}

function asStream(stream: InkStream): NodeJS.WriteStream {
  return stream as unknown as NodeJS.WriteStream
}

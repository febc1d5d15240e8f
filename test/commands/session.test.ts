import { describe, expect, test } from 'vitest'
import { createInterrupts } from '../../src/commands/interrupts.ts'
import { createTerminal } from '../../src/commands/terminal.ts'
import { createStream } from './harness.ts'

describe('interrupts', () => {
  function setUp() {
    const listeners: (() => void)[] = []
    const killed: number[] = []
    const interrupts = createInterrupts({
      onSignal: (listener) => listeners.push(listener),
      kill: (code) => killed.push(code),
    })
    return { interrupts, killed, interrupt: () => listeners.forEach((listener) => listener()) }
  }

  test('the first aborts, the second kills with 130', () => {
    const { interrupts, killed, interrupt } = setUp()
    interrupt()
    expect(interrupts.signal.aborted).toBe(true)
    expect(interrupts.signal.reason).toMatchObject({ code: 'cancelled' })
    expect(killed).toEqual([])
    interrupt()
    expect(killed).toEqual([130])
  })

  test('a command that takes over is told of the first and the second; the third kills', () => {
    const { interrupts, killed, interrupt } = setUp()
    const times: number[] = []
    interrupts.onInterrupt((count) => times.push(count))
    for (let count = 0; count < 3; count++) interrupt()
    expect({ times, killed, aborted: interrupts.signal.aborted }).toEqual({
      times: [1, 2],
      killed: [130],
      aborted: false,
    })
  })

  test('a command that gave back leaves them as they were', () => {
    const { interrupts, interrupt } = setUp()
    interrupts.onInterrupt(() => undefined)()
    interrupt()
    expect(interrupts.signal.aborted).toBe(true)
  })
})

describe('a terminal', () => {
  const terminal = (env: Record<string, string>, ansi: 'auto' | 'never' | 'always' = 'auto', isTTY = true) =>
    createTerminal(createStream({ isTTY }), { env, ansi, onClosed: () => undefined })

  test.each([
    [{}, 'auto', true, true],
    [{}, 'auto', false, false],
    [{ NO_COLOR: '1' }, 'auto', true, false],
    [{ NO_COLOR: '' }, 'auto', true, true],
    [{ FORCE_COLOR: '1' }, 'auto', false, true],
    [{ FORCE_COLOR: '0' }, 'auto', true, false],
    [{ TERM: 'dumb' }, 'auto', true, false],
    [{ NO_COLOR: '1' }, 'always', false, true],
    [{ FORCE_COLOR: '1' }, 'never', true, false],
  ] as const)('with %j, --ansi %s, a TTY: %s → colour: %s', (env, ansi, isTTY, color) => {
    expect(terminal(env, ansi, isTTY).color).toBe(color)
  })

  test.each([
    [{}, false],
    [{ LANG: 'C.UTF-8' }, false],
    [{ LANG: 'de_DE.ISO-8859-1' }, true],
    [{ LANG: 'C.UTF-8', LC_ALL: 'C' }, true],
  ])('with %j it is limited to ASCII: %s', (env, ascii) => {
    expect(terminal(env).ascii).toBe(ascii)
  })

  test('is silent once its reader has gone, and tells so once', () => {
    let fail: (error: Error) => void = () => undefined
    let closed = 0
    const stream = createStream()
    const closing = createTerminal(
      { ...stream, on: (_, listener) => (fail = listener) },
      { env: {}, ansi: 'auto', onClosed: () => closed++ },
    )
    closing.write('a')
    fail(new Error('EPIPE'))
    fail(new Error('EPIPE'))
    closing.write('b')
    expect({ text: stream.text(), closed }).toEqual({ text: 'a', closed: 1 })
  })
})

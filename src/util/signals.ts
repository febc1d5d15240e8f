/** The signals of Linux, which is what containers know, whatever system we run on. */

/** The number of `SIGTERM`, `term`, `15` or `RTMIN+3`; undefined for a signal that Linux does not have. */
export function signalNumber(text: string): number | undefined {
  if (/^\d+$/.test(text)) return within(Number(text))
  const name = text.toUpperCase().replace(/^SIG/, '')
  const realTime = /^RT(MIN\+|MAX-)?(\d*)$/.exec(
    name.replace(/^RT(MIN|MAX)$/, (_, end: string) => `RT${end}${end === 'MIN' ? '+' : '-'}0`),
  )
  if (realTime) return within(realTime[1] === 'MAX-' ? 64 - Number(realTime[2]) : 34 + Number(realTime[2]))
  return numbers.get(name)
}

function within(signal: number): number | undefined {
  return signal >= 1 && signal <= 64 ? signal : undefined
}

const names =
  'HUP INT QUIT ILL TRAP ABRT BUS FPE KILL USR1 SEGV USR2 PIPE ALRM TERM STKFLT CHLD CONT STOP TSTP TTIN TTOU URG XCPU XFSZ VTALRM PROF WINCH IO PWR SYS'
const numbers: ReadonlyMap<string, number> = new Map([
  ...names.split(' ').map((name, index) => [name, index + 1] as const),
  ['IOT', 6],
  ['CLD', 17],
  ['POLL', 29],
])

/** `SIGTERM` for `TERM`, `term`, `15`; what Linux does not have in capitals. */
export function signalName(text: string): string {
  const name = standardSignals[(signalNumber(text) ?? 0) - 1]
  const upper = text.toUpperCase()
  return name ?? (upper.startsWith('SIG') ? upper : `SIG${upper}`)
}

/** Those that have a number of their own, from 1 on. */
export const standardSignals: readonly string[] = names.split(' ').map((name) => `SIG${name}`)

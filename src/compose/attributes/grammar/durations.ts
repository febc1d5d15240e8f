/** Durations as Go writes them: `1m30s`; in nanoseconds for the engine. */

const UNITS: ReadonlyMap<string, bigint> = new Map([
  ['ns', 1n],
  ['us', 1_000n],
  ['µs', 1_000n],
  ['μs', 1_000n],
  ['ms', 1_000_000n],
  ['s', 1_000_000_000n],
  ['m', 60_000_000_000n],
  ['h', 3_600_000_000_000n],
  ['d', 86_400_000_000_000n],
  ['w', 604_800_000_000_000n],
])
const PART = /(\d*)(?:\.(\d*))?(ns|us|µs|μs|ms|s|m|h|d|w)/y
const LONGEST = (1n << 63n) - 1n

/** Nanoseconds of a duration such as `1h30m`, `1.5s` or `0`; undefined where the text is none. */
export function parseDuration(text: string): bigint | undefined {
  const negative = text.startsWith('-')
  const rest = text.replace(/^[+-]/, '')
  if (rest === '0') return 0n
  let total = 0n
  let at = 0
  while (at < rest.length) {
    PART.lastIndex = at
    const match = PART.exec(rest)
    if (!match) return undefined
    const [part, whole = '', fraction = '', unit = ''] = match
    if (whole === '' && fraction === '') return undefined
    total += nanoseconds(whole, fraction, UNITS.get(unit) ?? 0n)
    at += part.length
  }
  if (at === 0 || total > LONGEST) return undefined
  return negative ? -total : total
}

/** `1h0m0s`, `1m30s`, `500ms`, `0s`: the form Go prints, which `parseDuration` reads back. */
export function formatDuration(duration: bigint): string {
  if (duration === 0n) return '0s'
  const sign = duration < 0n ? '-' : ''
  const size = duration < 0n ? -duration : duration
  if (size < 1_000n) return `${sign}${size}ns`
  if (size < 1_000_000n) return `${sign}${decimal(size, 3)}µs`
  if (size < 1_000_000_000n) return `${sign}${decimal(size, 6)}ms`
  const minutes = size / 60_000_000_000n
  const seconds = `${decimal(size % 60_000_000_000n, 9)}s`
  if (minutes === 0n) return `${sign}${seconds}`
  if (minutes < 60n) return `${sign}${minutes}m${seconds}`
  return `${sign}${minutes / 60n}h${minutes % 60n}m${seconds}`
}

function nanoseconds(whole: string, fraction: string, unit: bigint): bigint {
  const part = fraction === '' ? 0n : (BigInt(fraction) * unit) / 10n ** BigInt(fraction.length)
  return BigInt(whole || '0') * unit + part
}

/** `value` divided by ten to the `digits`, without trailing zeros. */
function decimal(value: bigint, digits: number): string {
  const divisor = 10n ** BigInt(digits)
  const fraction = (value % divisor).toString().padStart(digits, '0').replace(/0+$/, '')
  return fraction === '' ? `${value / divisor}` : `${value / divisor}.${fraction}`
}

/** Numbers as Go prints them, and numbers and truth values in text. */

/** A number as `fmt.Sprint` writes it: `1.1`, `1e+06`, `1e-05`, `+Inf`. Whole numbers of YAML come as `int`. */
export function formatNumber(value: number | bigint, type: 'int' | 'float'): string {
  if (typeof value === 'bigint' || (type === 'int' && Number.isSafeInteger(value)))
    return Object.is(value, -0) ? '-0' : String(value)
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf'
  if (value === 0) return Object.is(value, -0) ? '-0' : '0'
  const [digits = '', exponent = '0'] = value.toExponential().split('e')
  const power = Number(exponent)
  if (power >= -4 && power < 6) return String(value)
  return `${digits}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`
}

/** The shortest decimal number that is the same 32-bit float: `0.12345679` for 0.123456789. */
export function toFloat32(value: number): number {
  const rounded = Math.fround(value)
  if (!Number.isFinite(rounded)) return value
  for (let digits = 1; digits < 10; digits++) {
    const short = Number(rounded.toPrecision(digits))
    if (Math.fround(short) === rounded) return short
  }
  return rounded
}

const TRUE = new Set(['true', 'y', 'yes', 'on'])
const FALSE = new Set(['false', 'n', 'no', 'off'])

/** `true`, `yes`, `on`, `y` and their opposites in any case; undefined for anything else. */
export function parseBoolean(text: string): boolean | undefined {
  const word = text.toLowerCase()
  if (TRUE.has(word)) return true
  return FALSE.has(word) ? false : undefined
}

/** A whole decimal number in text, safe or as bigint; undefined for anything else. */
export function parseWhole(text: string): number | bigint | undefined {
  if (!/^[+-]?\d+$/.test(text)) return undefined
  const value = Number(text)
  return Number.isSafeInteger(value) ? value : BigInt(text.replace(/^\+/, ''))
}

/** Byte sizes: `64m`, `1.5 GiB`, `-1`. */

const UNITS = 'bkmgtp'
const SIZE = /^\+?(\d+\.?\d*(?:e[+-]?\d+)?|\.\d+(?:e[+-]?\d+)?) ?(b|[kmgtp](?:i?b)?)?$/i

/**
 * The bytes a text means as a decimal number in text, or undefined where it is no size. Units are powers of 1024 in any case,
 * fractions are cut off, and only whole numbers may be negative.
 */
export function parseBytes(text: string): string | undefined {
  if (/^[+-]?\d+$/.test(text)) return BigInt(text.replace(/^\+/, '')).toString()
  const match = SIZE.exec(text)
  if (!match) return undefined
  const [, number = '', suffix = 'b'] = match
  const bytes = Math.trunc(Number(number) * 1024 ** UNITS.indexOf(suffix.charAt(0).toLowerCase()))
  return Number.isFinite(bytes) ? BigInt(bytes).toString() : undefined
}

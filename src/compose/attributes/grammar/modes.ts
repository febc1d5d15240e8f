/** File modes: octal in text, plain numbers as YAML has read them. */

/** The printed form of a mode, `0440`: a text is read as octal, a number is taken as it is. Undefined where it is no mode. */
export function formatMode(value: unknown): string | undefined {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0) return `0${value.toString(8)}`
  if (typeof value !== 'string' || !/^[0-7]+$/.test(value)) return undefined
  return `0${Number.parseInt(value, 8).toString(8)}`
}

/** The permission bits of a printed mode. */
export function modeBits(mode: string): number {
  return Number.parseInt(mode, 8)
}

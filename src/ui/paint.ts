/** Colours, or none: the only place that writes SGR sequences of our own. */

const codes = {
  bold: [1, 22],
  dim: [2, 22],
  red: [31, 39],
  green: [32, 39],
  yellow: [33, 39],
  blue: [34, 39],
  magenta: [35, 39],
  cyan: [36, 39],
  inverse: [7, 27],
  underline: [4, 24],
} as const

export type Style = keyof typeof codes

/** Sets a text in a style, or leaves it as it is. */
export type Paint = (style: Style, text: string) => string

/** A `Paint` that colours when `color` is true. */
export function createPaint(color: boolean): Paint {
  if (!color) return (_style, text) => text
  return (style, text) => {
    const [on, off] = codes[style]
    return text === '' ? '' : `\u001B[${on}m${text}\u001B[${off}m`
  }
}

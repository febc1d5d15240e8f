/** A row of numbers as a small graph of one row. */

const bars = { unicode: '▁▂▃▄▅▆▇█', ascii: '_.-:=+*#' } as const

export interface SparklineOptions {
  /** The newest values that fit are shown, at the right. */
  readonly width: number
  readonly ascii: boolean
  /** What a full bar stands for; the greatest value where not said. */
  readonly full?: number
}

/** Exactly `width` columns; missing values (NaN) and those before the first are spaces. */
export function sparkline(values: readonly number[], { width, ascii, full }: SparklineOptions): string {
  const shown = values.slice(-Math.max(0, width) || values.length)
  if (width <= 0) return ''
  const scale = ascii ? bars.ascii : bars.unicode
  const top = full ?? Math.max(0, ...shown.filter((value) => !Number.isNaN(value)))
  const bar = (value: number) => {
    if (Number.isNaN(value)) return ' '
    const part = top > 0 ? Math.min(1, Math.max(0, value / top)) : 0
    return scale.charAt(Math.round(part * (scale.length - 1)))
  }
  return shown.map(bar).join('').padStart(width)
}

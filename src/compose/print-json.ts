/** JSON as Go writes it. */
import type { Arranged } from './print-order.ts'

const UNSAFE = /[<>&\u2028\u2029]/g

/** Compact JSON with `<`, `>` and `&` escaped: the bytes that are hashed. */
export function toCompactJson(value: Arranged): string {
  if (typeof value === 'string') return text(value)
  if (value instanceof Map) {
    const entries = [...value].map(([key, inner]) => `${text(key)}:${toCompactJson(inner)}`)
    return `{${entries.join(',')}}`
  }
  if (Array.isArray(value)) return `[${value.map(toCompactJson).join(',')}]`
  return scalar(value)
}

/** JSON with two blanks of indentation; `margin` is what stands before the value's own line. */
export function toIndentedJson(value: Arranged, margin = ''): string {
  const inner = `${margin}  `
  if (value instanceof Map) {
    const lines = [...value].map(([key, item]) => `${inner}${text(key)}: ${toIndentedJson(item, inner)}`)
    return lines.length === 0 ? '{}' : `{\n${lines.join(',\n')}\n${margin}}`
  }
  if (Array.isArray(value)) {
    const lines = value.map((item) => inner + toIndentedJson(item, inner))
    return lines.length === 0 ? '[]' : `[\n${lines.join(',\n')}\n${margin}]`
  }
  return toCompactJson(value)
}

function text(value: string): string {
  return JSON.stringify(value).replace(
    UNSAFE,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

function scalar(value: Arranged): string {
  return typeof value === 'bigint' ? String(value) : JSON.stringify(value)
}

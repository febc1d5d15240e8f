/** How plain YAML scalars are typed, and how values become text: as go-yaml and Go's fmt do, which the reference is built on. */
import type { ScalarNode, ScalarType } from './tree.ts'
import { parseTime } from './timestamps.ts'

export interface ScalarValue {
  readonly type: ScalarType
  readonly value: ScalarNode['value']
}

/** Types an unquoted scalar: null, bool, int (0x, 0o, 0b, leading 0, `_`), float, time, else string. */
export function resolvePlain(text: string): ScalarValue {
  const word = words.get(text)
  if (word) return word
  const first = text.charCodeAt(0)
  if (isDigit(first) || first === plus || first === minus) {
    return parseTime(text) ?? resolveNumber(text) ?? { type: 'str', value: text }
  }
  if (first === dot && floatPattern.test(text)) return asFloat(text) ?? { type: 'str', value: text }
  return { type: 'str', value: text }
}

/** Types a quoted or tagged scalar: a string, unless a core tag converts it. Unknown tags keep the text. */
export function resolveTagged(text: string, tag: string | undefined): ScalarValue {
  const type = tag?.startsWith(coreTag) ? tag.slice(coreTag.length) : 'str'
  if (type === 'binary') return { type: 'str', value: decodeBase64(text) }
  if (type === 'str' || !(type in coreTypes)) return { type: 'str', value: text }
  const value = type === 'timestamp' ? parseTime(text) : resolvePlain(text)
  if (type === 'float' && value?.type === 'int') return { type: 'float', value: Number(value.value) }
  return value ?? { type: 'str', value: text }
}

/** An integer or a float; undefined where the text is neither. */
function resolveNumber(text: string): ScalarValue | undefined {
  if (text === '-0') return { type: 'float', value: -0 }
  const plain = text.includes('_') ? text.replaceAll('_', '') : text
  const integer = parseInteger(plain)
  if (integer !== undefined) return { type: 'int', value: integer }
  return floatPattern.test(plain) ? asFloat(plain) : undefined
}

/** The text Go's fmt.Sprint makes of a value: `1.10` → `1.1`, `1000000.0` → `1e+06`, null → an empty text. */
export function scalarText({ type, value }: ScalarNode): string {
  if (typeof value === 'number' && type === 'float') return floatText(value)
  return value === null ? '' : String(value)
}

/** Shortest digits, with an exponent from 1e+06 on and below 1e-04. */
function floatText(value: number): string {
  if (Number.isNaN(value)) return 'NaN'
  if (!Number.isFinite(value)) return value > 0 ? '+Inf' : '-Inf'
  if (value === 0) return Object.is(value, -0) ? '-0' : '0'
  const [mantissa = '', exponent = ''] = value.toExponential().split('e')
  const power = Number(exponent)
  if (power >= -4 && power < 6) return value.toString()
  const digits = String(Math.abs(power)).padStart(2, '0')
  return `${mantissa}e${power < 0 ? '-' : '+'}${digits}`
}

function parseInteger(text: string): number | bigint | undefined {
  const match = integerPattern.exec(text)
  if (!match) return undefined
  const [, sign, decimal, hex, octal, legacy, binary] = match
  const digits =
    decimal ?? (hex && `0x${hex}`) ?? (octal && `0o${octal}`) ?? (legacy && `0o${legacy}`) ?? `0b${binary}`
  const size = BigInt(digits)
  const value = sign === '-' ? -size : size
  if (value < -(2n ** 63n) || value >= 2n ** 64n) return undefined
  return value >= Number.MIN_SAFE_INTEGER && value <= Number.MAX_SAFE_INTEGER ? Number(value) : value
}

function asFloat(text: string): ScalarValue | undefined {
  const value = Number(text)
  return Number.isFinite(value) ? { type: 'float', value } : undefined
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57
}

const plus = 43
const minus = 45
const dot = 46

const coreTag = 'tag:yaml.org,2002:'
const coreTypes = { int: true, float: true, bool: true, null: true, timestamp: true }

function decodeBase64(text: string): string {
  try {
    const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0))
    return new TextDecoder().decode(bytes)
  } catch {
    return text
  }
}

const integerPattern = /^([-+])?(?:(0|[1-9][0-9]*)|0[xX]([0-9a-fA-F]+)|0[oO]([0-7]+)|0([0-7]+)|0[bB]([01]+))$/
const floatPattern = /^[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?$/

const words: ReadonlyMap<string, ScalarValue> = new Map<string, ScalarValue>([
  ...['', '~', 'null', 'Null', 'NULL'].map((word) => [word, { type: 'null', value: null }] as const),
  ...['true', 'True', 'TRUE'].map((word) => [word, { type: 'bool', value: true }] as const),
  ...['false', 'False', 'FALSE'].map((word) => [word, { type: 'bool', value: false }] as const),
  ...['.inf', '.Inf', '.INF', '+.inf', '+.Inf', '+.INF'].map(
    (word) => [word, { type: 'float', value: Infinity }] as const,
  ),
  ...['-.inf', '-.Inf', '-.INF'].map((word) => [word, { type: 'float', value: -Infinity }] as const),
  ...['.nan', '.NaN', '.NAN'].map((word) => [word, { type: 'float', value: NaN }] as const),
])

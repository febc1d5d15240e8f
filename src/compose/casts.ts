/** Strings become numbers and booleans where the attribute is one: right after interpolation, by path, as in the reference. */
import type { Cast } from './attributes/attribute.ts'
import type { ScalarType } from './tree.ts'

export interface CastValue {
  readonly type: ScalarType
  readonly value: boolean | number | bigint
  /** A word that YAML 1.2 does not know as a boolean: it is taken, with a warning. */
  readonly legacy?: boolean
}

/** The value of a text; undefined where it is none of the type. */
export function castText(text: string, cast: Cast): CastValue | undefined {
  return casts[cast](text)
}

/** What a message calls the type. */
export const castNames: Readonly<Record<Cast, string>> = {
  bool: 'a boolean',
  int: 'an integer',
  int64: 'an integer',
  float: 'a number',
  float32: 'a number',
}

const casts: Readonly<Record<Cast, (text: string) => CastValue | undefined>> = {
  bool: castBoolean,
  int: castInteger,
  int64: castInteger,
  float: castFloat,
  float32: castFloat,
}

const booleans: ReadonlyMap<string, CastValue> = new Map<string, CastValue>([
  ['true', { type: 'bool', value: true }],
  ['false', { type: 'bool', value: false }],
  ...['y', 'yes', 'on'].map((word) => [word, { type: 'bool', value: true, legacy: true }] as const),
  ...['n', 'no', 'off'].map((word) => [word, { type: 'bool', value: false, legacy: true }] as const),
])

function castBoolean(text: string): CastValue | undefined {
  return booleans.get(text.toLowerCase())
}

function castInteger(text: string): CastValue | undefined {
  if (!/^[-+]?[0-9]+$/.test(text)) return undefined
  const size = BigInt(text.replace(/^\+/, ''))
  if (size < -(2n ** 63n) || size >= 2n ** 63n) return undefined
  const value = Number(size)
  return { type: 'int', value: Number.isSafeInteger(value) ? value : size }
}

function castFloat(text: string): CastValue | undefined {
  if (!/^[-+]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$/.test(text)) return undefined
  const value = Number(text)
  return Number.isFinite(value) ? { type: 'float', value } : undefined
}

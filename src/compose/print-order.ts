/** Which attributes of a model are printed, and in which order. */
import { stepInto, type Shape } from './attributes/shape.ts'

export type Format = 'json' | 'yaml'

/** A value whose objects are maps in the order of printing: names such as `1` and `__proto__` keep their place. */
export type Arranged =
  | null
  | boolean
  | number
  | bigint
  | string
  | readonly Arranged[]
  | ReadonlyMap<string, Arranged>

/** What docker compose's JSON always has, and its YAML leaves out when it is empty. */
const JSON_ONLY = new Set(['command', 'entrypoint', 'ipam', 'resources', 'placement', 'exec'])

/**
 * The value in printing order. Objects that the shape knows have their attributes in docker compose's order, then extensions
 * (in YAML); all other maps are sorted by name.
 */
export function arrange(value: unknown, shape: Shape | undefined, format: Format): Arranged {
  if (Array.isArray(value)) return value.map((item) => arrange(item, shape?.item, format))
  if (typeof value !== 'object' || value === null) return toScalar(value)
  const known = shape !== undefined && shape.fields.size > 0 && !shape.attribute?.decode
  const names = Object.keys(value)
  const entries = new Map<string, Arranged>()
  for (const name of known ? attributesOf(names, shape, format) : sortNames(names, format)) {
    const arranged = arrange(Reflect.get(value, name), stepInto(shape, name), format)
    if (known && format === 'yaml' && JSON_ONLY.has(name) && isEmpty(arranged)) continue
    entries.set(known && shape.capitalized && format === 'json' ? capitalize(name) : name, arranged)
  }
  return entries
}

/** Names sorted as Go does: by character in JSON, with the numbers in them by value in YAML. */
export function sortNames(names: readonly string[], format: Format): readonly string[] {
  return format === 'json' ? names.toSorted() : names.toSorted(naturally)
}

/** Whether there is nothing in a value: no text, item or entry. */
export function isEmpty(value: Arranged): boolean {
  if (value instanceof Map) return value.size === 0
  return value === null || value === ''
}

function attributesOf(names: readonly string[], shape: Shape, format: Format): readonly string[] {
  const rank = (name: string) => shape.fields.get(name)?.rank ?? 0
  const isExtension = (name: string) => name.startsWith('x-')
  const known = names.filter((name) => !isExtension(name)).sort((a, b) => rank(a) - rank(b))
  return format === 'json' ? known : [...known, ...sortNames(names.filter(isExtension), format)]
}

const PARTS = /\d+|\D/g

/** `web2` before `web10`, and signs before digits before letters. */
function naturally(a: string, b: string): number {
  const [ours, theirs] = [a.match(PARTS) ?? [], b.match(PARTS) ?? []]
  for (const [index, one] of ours.entries()) {
    const other = theirs[index]
    if (other === undefined) return 1
    if (one === other) continue
    const numbers =
      /\d/.test(one) && /\d/.test(other) ? Number(one) - Number(other) || one.length - other.length : 0
    if (numbers !== 0) return numbers
    return Number(isLetter(one)) - Number(isLetter(other)) || (one < other ? -1 : 1)
  }
  return ours.length - theirs.length
}

function isLetter(part: string): boolean {
  return /\p{L}/u.test(part)
}

function capitalize(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}

function toScalar(value: unknown): Arranged {
  switch (typeof value) {
    case 'string':
    case 'boolean':
    case 'bigint':
    case 'number':
      return value
    default:
      return null
  }
}

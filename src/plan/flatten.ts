/** Values as texts by path, as labels record them and plans compare them; secrets as digests. */
import { sha256 } from '../util/sha256.ts'
import { holdsSecret, looksSecret } from './mask.ts'
import type { Change } from './steps.ts'

/** Attribute path → value as text: `environment.LOG_LEVEL` → `info`, `command` → `["a","b"]`. */
export type Flat = ReadonlyMap<string, string>

/** Every attribute below a value, lists of plain values as one; what `isLeftOut` says yes to is missing with all below it. */
export function flatten(value: object, isLeftOut: (path: readonly string[]) => boolean): Flat {
  const flat = new Map<string, string>()
  add(value, [], { flat, isLeftOut })
  return flat
}

interface Collector {
  readonly flat: Map<string, string>
  readonly isLeftOut: (path: readonly string[]) => boolean
}

function add(value: unknown, path: readonly string[], collector: Collector): void {
  if (value === undefined || collector.isLeftOut(path)) return
  if (value === null && path[0] !== 'environment') return addNothing(path, collector)
  if (isObject(value) && (!Array.isArray(value) || value.some(isObject))) {
    const entries = Object.entries(value)
    if (entries.length === 0 && path.length > 0) collector.flat.set(path.join('.'), '{}')
    for (const [key, item] of entries) add(item, [...path, key], collector)
  } else {
    const text = typeof value === 'string' ? value : JSON.stringify(value)
    collector.flat.set(path.join('.'), recorded(path.at(-1) ?? '', text))
  }
}

/** An attribute without a value is not there; an entry of a map is there without one: `networks.front`. */
function addNothing(path: readonly string[], { flat }: Collector): void {
  if (path.length > 1) flat.set(path.join('.'), '{}')
}

/** Reads what `JSON.stringify(Object.fromEntries(flat))` wrote; undefined for anything else. */
export function readFlat(text: string | undefined): Flat | undefined {
  if (!text) return undefined
  try {
    const parsed: unknown = JSON.parse(text)
    if (!isObject(parsed)) return undefined
    return new Map(Object.entries(parsed).map(([attribute, value]) => [attribute, String(value)]))
  } catch {
    return undefined
  }
}

/** The attributes that differ, sorted; digests shown as `***`, but for those that `isPublic` names. */
export function differences(
  before: Flat,
  after: Flat,
  isPublic: (attribute: string) => boolean = () => false,
): readonly Change[] {
  const attributes = [...new Set([...before.keys(), ...after.keys()])].sort()
  return attributes.flatMap((attribute) => {
    const [from, to] = [before.get(attribute), after.get(attribute)]
    if (from === to) return []
    const shown = (value: string) => (digest.test(value) && !isPublic(attribute) ? '***' : value)
    return [
      {
        attribute,
        ...(from !== undefined && { from: shown(from) }),
        ...(to !== undefined && { to: shown(to) }),
      },
    ]
  })
}

const digest = /^sha256:[0-9a-f]{12}$/

/** A digest as labels and plans hold it. */
export function shortDigest(hexadecimal: string): string {
  return `sha256:${hexadecimal.slice(0, 12)}`
}

/** The text, or its digest where name or text look like a secret. */
export function recorded(name: string, text: string): string {
  return looksSecret(name) || holdsSecret(text) ? shortDigest(sha256(text)) : text
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

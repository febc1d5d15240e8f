/** What the generated gate is made of: each asks one thing of a node. */
import type { ListNode, MapNode, Node, ScalarNode } from '../tree.ts'
import { firstRepeated } from './distinct.ts'

type Check = (node: Node) => boolean

interface Shape {
  readonly known: ReadonlyMap<string, Check>
  readonly patterns: readonly (readonly [RegExp, Check])[]
  /** For keys that are neither known nor match a pattern; undefined where there must be none. */
  readonly rest: Check | undefined
  /** What every key must look like. */
  readonly names: RegExp | undefined
  readonly required: readonly string[]
}

/** The check that every node passes. */
export function isAny(): boolean {
  return true
}

/** A number that JSON can hold: infinities are none. */
export function isNumber({ value }: ScalarNode): boolean {
  return typeof value === 'bigint' || Number.isFinite(value)
}

/** `1.0` is an integer, as in JSON. */
export function isInteger({ value }: ScalarNode): boolean {
  return typeof value === 'bigint' || Number.isInteger(value)
}

/** Whether every item passes, and, where asked, no two are the same. */
export function isListOf({ items }: ListNode, check: Check, unique: boolean): boolean {
  return items.every(check) && !(unique && firstRepeated(items) !== undefined)
}

/** Whether every entry passes the check of its key. */
export function isMapOf({ entries }: MapNode, shape: Shape): boolean {
  for (const { key, value } of entries.values()) if (!isEntryOf(shape, key, value)) return false
  return shape.required.every((key) => entries.has(key))
}

function isEntryOf({ known, patterns, rest, names }: Shape, key: string, value: Node): boolean {
  if (names && !names.test(key)) return false
  const check = known.get(key)
  if (check && !check(value)) return false
  let isForeseen = check !== undefined
  for (const [pattern, check] of patterns) {
    if (!pattern.test(key)) continue
    if (!check(value)) return false
    isForeseen = true
  }
  return isForeseen || (rest !== undefined && rest(value))
}

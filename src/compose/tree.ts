/**
 * The tree that every stage between `parse` and `project` works on: YAML values that know where they were written.
 * Trees are immutable; a stage returns a new tree and shares what it did not change.
 */
import type { Place } from '../errors.ts'
import { jsonTime } from './timestamps.ts'

/** A file's text, shared by all nodes that came from it. */
export interface Source {
  /** Absolute path, or `-` for standard input. */
  readonly path: string
  readonly text: string
}

/** Characters `start` to `end` (exclusive) of a source. Survives interpolation, merge, extends and include. */
export interface Span {
  readonly source: Source
  readonly start: number
  readonly end: number
}

/** How go-yaml would type a scalar; `time` keeps Go's text of the time as its value. */
export type ScalarType = 'null' | 'bool' | 'int' | 'float' | 'str' | 'time'

/** A scalar. Integers beyond 2^53 are bigint. */
export interface ScalarNode {
  readonly kind: 'scalar'
  readonly type: ScalarType
  readonly value: null | boolean | number | bigint | string
  readonly span: Span
}

export interface Entry {
  readonly key: string
  /** Where the key stands: the place of faults that are the key's (unknown, duplicate, in the wrong place). */
  readonly keySpan: Span
  readonly value: Node
}

/** A mapping, in the order written; keys are unique. A `Map`, so that `__proto__` is a name like any other. */
export interface MapNode {
  readonly kind: 'map'
  readonly entries: ReadonlyMap<string, Entry>
  readonly span: Span
}

export interface ListNode {
  readonly kind: 'list'
  readonly items: readonly Node[]
  readonly span: Span
}

export type Node = ScalarNode | MapNode | ListNode

/** Keys and list indexes from the root: `['services', 'web', 'ports', 0]`. */
export type Path = readonly (string | number)[]

/** `services.web.ports.0`, as messages and `config` name a path. */
export function formatPath(path: Path): string {
  return path.join('.')
}

/** The value of a key of a map; undefined where the node is no map or lacks the key. */
export function child(node: Node | undefined, key: string): Node | undefined {
  return node?.kind === 'map' ? node.entries.get(key)?.value : undefined
}

/** The text of a string scalar; undefined for every other node. */
export function stringOf(node: Node | undefined): string | undefined {
  return node?.kind === 'scalar' && node.type === 'str' ? String(node.value) : undefined
}

/** A string scalar at a place. */
export function stringNode(value: string, span: Span): ScalarNode {
  return { kind: 'scalar', type: 'str', value, span }
}

/** A null at a place. */
export function nullNode(span: Span): ScalarNode {
  return { kind: 'scalar', type: 'null', value: null, span }
}

/** Whether the node is a null, written or left out. */
export function isNull(node: Node): boolean {
  return node.kind === 'scalar' && node.value === null
}

/** The map with one entry set; a new key comes last. */
export function withEntry(map: MapNode, entry: Entry): MapNode {
  return { ...map, entries: new Map(map.entries).set(entry.key, entry) }
}

/** The map without some keys; the same map where it has none of them. */
export function withoutKeys(map: MapNode, ...keys: readonly string[]): MapNode {
  if (!keys.some((key) => map.entries.has(key))) return map
  const entries = new Map(map.entries)
  for (const key of keys) entries.delete(key)
  return { ...map, entries }
}

/** Where a span starts, counted from 1, in UTF-16 units as editors do. */
export function placeOf(span: Span): Place {
  const before = span.source.text.slice(0, span.start)
  const lineStart = before.lastIndexOf('\n') + 1
  let line = 1
  for (let at = before.indexOf('\n'); at !== -1; at = before.indexOf('\n', at + 1)) line++
  const lineEnd = span.source.text.indexOf('\n', span.start)
  const end = Math.min(span.end, lineEnd === -1 ? span.source.text.length : lineEnd)
  return {
    file: span.source.path,
    line,
    column: span.start - lineStart + 1,
    length: Math.max(1, end - span.start),
  }
}

/** The value of a tree without its places: null-prototype objects, arrays and scalars, as JSON has them. */
export function toValue(node: Node): unknown {
  if (node.kind === 'scalar') return node.type === 'time' ? jsonTime(String(node.value)) : node.value
  if (node.kind === 'list') return node.items.map(toValue)
  const object: Record<string, unknown> = Object.create(null)
  for (const { key, value } of node.entries.values()) object[key] = toValue(value)
  return object
}

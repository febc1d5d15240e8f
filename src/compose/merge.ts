/** How a later document, file or extending service meets what came before: by the rule of each attribute. */
import { unreachable } from '../util/unreachable.ts'
import { nameOf } from './attributes/messages.ts'
import { stepInto, type Shape } from './attributes/shape.ts'
import type { Report } from './problems.ts'
import { scalarText } from './scalars.ts'
import {
  isNull,
  stringNode,
  type Entry,
  type ListNode,
  type MapNode,
  type Node,
  type Path,
  type ScalarNode,
  type Span,
} from './tree.ts'

export interface MergeOptions {
  /** What the language knows at `path`. */
  readonly shape: Shape | undefined
  readonly report: Report
  /** Where the two nodes stand; the root where it is left out. */
  readonly path?: Path
}

/** The later node over the earlier one. What cannot meet is reported at the later one, and the earlier stays. */
export function merge<T extends Node>(base: T, over: Node, { shape, report, path = [] }: MergeOptions): T {
  return mergeNodes(base, over, { shape, report, path: [...path] }) as T
}

interface Meeting {
  readonly shape: Shape | undefined
  readonly report: Report
  readonly path: (string | number)[]
}

function mergeNodes(base: Node, over: Node, meeting: Meeting): Node {
  const { merge: rule = 'deep', mergeForm = asIs } = meeting.shape?.attribute ?? {}
  if (typeof rule === 'function') return rule(base, over, meeting.path)
  switch (rule) {
    case 'replace':
      return over
    case 'key-values':
      return appendItems(toItems(base, meeting), toItems(over, meeting), over.span)
    case 'append-new':
      return appendNew(toItems(base, meeting), toItems(over, meeting), over.span)
    case 'deep':
      return mergeDeep(mergeForm(base), mergeForm(over), meeting)
    default:
      return unreachable(rule)
  }
}

function mergeDeep(base: Node, over: Node, meeting: Meeting): Node {
  if (isNull(over)) return base
  if (base.kind === 'map' && over.kind === 'map') return mergeMaps(base, over, meeting)
  if (base.kind === 'list' && over.kind === 'list') return appendItems(base.items, over.items, over.span)
  if (base.kind === 'scalar') return over
  refuse(base, over, meeting)
  return base
}

function mergeMaps(base: MapNode, over: MapNode, { shape, report, path }: Meeting): MapNode {
  if (base.entries.size === 0) return over
  const entries = new Map(base.entries)
  for (const [key, entry] of over.entries) {
    const earlier = base.entries.get(key)
    entries.set(
      key,
      earlier ? mergeEntries(earlier, entry, { shape: stepInto(shape, key), report, path }) : entry,
    )
  }
  return { kind: 'map', entries, span: over.span }
}

function mergeEntries(base: Entry, over: Entry, meeting: Meeting): Entry {
  meeting.path.push(over.key)
  const value = mergeNodes(base.value, over.value, meeting)
  meeting.path.pop()
  return value === base.value ? base : { key: over.key, keySpan: over.keySpan, value }
}

function appendItems(base: readonly Node[], over: readonly Node[], span: Span): ListNode {
  return { kind: 'list', items: [...base, ...over], span }
}

/** Only the items whose text is not there yet. */
function appendNew(base: readonly Node[], over: readonly Node[], span: Span): ListNode {
  const known = new Set(base.map(itemText))
  return appendItems(
    base,
    over.filter((item) => !known.has(itemText(item))),
    span,
  )
}

function itemText(item: Node): unknown {
  return item.kind === 'scalar' ? scalarText(item) : item
}

/** A map as `K=V` texts sorted by text (`K` for null, one for each item of a list), a text as a list of one. */
function toItems(node: Node, meeting: Meeting): readonly Node[] {
  if (node.kind === 'list') return node.items
  if (node.kind === 'map')
    return [...node.entries.values()].flatMap((entry) => entryItems(entry, meeting)).toSorted(byText)
  if (node.type === 'str') return [node]
  if (!isNull(node)) {
    const message = `${nameOf(meeting.path)} must be a map or a list, not ${scalarText(node)}`
    meeting.report({ code: 'cannot-merge', message, span: node.span })
  }
  return []
}

function entryItems({ key, keySpan, value }: Entry, { path, report }: Meeting): readonly ScalarNode[] {
  if (isNull(value)) return [stringNode(key, keySpan)]
  const values = value.kind === 'list' ? value.items : [value]
  return values.flatMap((item) => {
    if (item.kind !== 'scalar') {
      const message = `${nameOf([...path, key])} must be a single value, not ${kindName(item)}`
      report({ code: 'cannot-merge', message, span: item.span })
      return []
    }
    return [stringNode(`${key}=${scalarText(item)}`, joinSpans(keySpan, item.span))]
  })
}

function byText(a: ScalarNode, b: ScalarNode): number {
  return String(a.value) < String(b.value) ? -1 : 1
}

function joinSpans(key: Span, value: Span): Span {
  return value.source === key.source && value.end > key.start ? { ...key, end: value.end } : key
}

function refuse(base: Node, over: Node, { path, report }: Meeting): void {
  const [was, is] = [kindName(base), kindName(over)]
  const message = `${nameOf(path)} is ${is} here and ${was} before: the two cannot be merged`
  report({
    code: 'cannot-merge',
    message,
    span: over.span,
    hint: `make it ${was}, or put !override before it to replace the earlier one`,
  })
}

function kindName(node: Node): string {
  return node.kind === 'map' ? 'a map' : node.kind === 'list' ? 'a list' : 'a single value'
}

function asIs(node: Node): Node {
  return node
}

import { nearest } from '../../util/nearest.ts'
import type { Entry, ListNode, MapNode, Node, Path, ScalarNode, Span } from '../tree.ts'
import { firstRepeated } from './distinct.ts'
import { resolveRule, ruleOfKey, typesOf, type JsonType, type Rule } from './rules.ts'

/** Something the schema does not allow. `path` leads to the node, or to the map whose key is the fault. */
export type Fault =
  | { readonly kind: 'unknown-attribute'; readonly path: Path; readonly entry: Entry; readonly rule: Rule }
  | {
      readonly kind: 'wrong-name'
      readonly path: Path
      readonly entry: Entry
      readonly asked: string | undefined
    }
  | {
      readonly kind: 'missing-attribute'
      readonly path: Path
      readonly key: string
      readonly rule: Rule
      readonly span: Span
    }
  | {
      readonly kind: 'wrong-type'
      readonly path: Path
      readonly node: Node
      readonly rule: Rule
      readonly span: Span
    }
  | {
      readonly kind: 'wrong-value'
      readonly path: Path
      readonly node: ScalarNode
      readonly rule: Rule
      readonly span: Span
    }
  | { readonly kind: 'repeated-item'; readonly path: Path; readonly node: Node; readonly span: Span }

interface Walk {
  readonly rules: Rule
  readonly add: (fault: Fault) => void
}

/** A node, the rule it must meet, where it is, and the key it belongs to: the place of a value without text. */
interface Place {
  readonly node: Node
  readonly rule: Rule
  readonly path: Path
  readonly keySpan?: Span
}

/** Everything in a tree that the schema refuses, in the order of the tree; a node that anchors repeat is named once. */
export function explain(root: Node, rules: Rule): Fault[] {
  const faults = new Map<string, Fault>()
  const add = (fault: Fault) => {
    const span = spanOf(fault)
    const key = `${span.source.path}:${span.start}:${fault.kind}:${fault.kind === 'missing-attribute' ? fault.key : ''}`
    if (!faults.has(key)) faults.set(key, fault)
  }
  visit({ rules, add }, { node: root, rule: rules, path: [] })
  return [...faults.values()]
}

/** Where the fault stands: at the key when the key is the fault, else at the value. */
export function spanOf(fault: Fault): Span {
  return 'entry' in fault ? fault.entry.keySpan : fault.span
}

function visit(walk: Walk, { node, rule: written, path, keySpan }: Place): void {
  const rule = resolveRule(walk.rules, written)
  const types = typesOf(rule)
  if (types === undefined) return
  const span = node.span.end > node.span.start ? node.span : (keySpan ?? node.span)
  if (!types.some((type) => isOfType(node, type)))
    return walk.add({ kind: 'wrong-type', path, node, rule, span })
  if (node.kind === 'map') return visitMap(walk, node, { node, rule, path })
  if (node.kind === 'list') return visitList(walk, node, { node, rule, path })
  if (!isAllowed(node, rule)) walk.add({ kind: 'wrong-value', path, node, rule, span })
}

function isOfType(node: Node, type: JsonType): boolean {
  if (type === 'object') return node.kind === 'map'
  if (type === 'array') return node.kind === 'list'
  if (node.kind !== 'scalar') return false
  const { value } = node
  if (type === 'null') return value === null
  if (type === 'integer') return typeof value === 'bigint' || Number.isInteger(value)
  if (type === 'number') return typeof value === 'bigint' || Number.isFinite(value)
  return typeof value === type
}

function isAllowed({ value }: ScalarNode, rule: Rule): boolean {
  if (typeof value === 'string') {
    const words = rule.enum ?? rule.then?.enum
    return (
      (words?.includes(value) ?? true) && (rule.pattern === undefined || new RegExp(rule.pattern).test(value))
    )
  }
  if (typeof value !== 'number' && typeof value !== 'bigint') return true
  return value >= (rule.minimum ?? -Infinity) && value <= (rule.maximum ?? Infinity)
}

function visitMap(walk: Walk, { entries, span }: MapNode, { rule, path }: Place): void {
  for (const entry of entries.values()) {
    visitName(walk, entry, { rule, path })
    const child = ruleOfKey(rule, entry.key)
    if (child)
      visit(walk, { node: entry.value, rule: child, path: [...path, entry.key], keySpan: entry.keySpan })
    else if (rule.properties) walk.add({ kind: 'unknown-attribute', path, entry, rule })
    else walk.add({ kind: 'wrong-name', path, entry, asked: undefined })
  }
  for (const key of missingIn(entries, rule)) walk.add({ kind: 'missing-attribute', path, key, rule, span })
}

/** The required keys that are not there, nor meant by a misspelt one, which is a fault of its own. */
function missingIn(entries: MapNode['entries'], rule: Rule): string[] {
  const missing = (rule.required ?? []).filter((key) => !entries.has(key))
  const unknown = missing.length === 0 ? [] : [...entries.keys()].filter((key) => !ruleOfKey(rule, key))
  return missing.filter((key) => !unknown.some((other) => nearest(other, [key])))
}

function visitName(
  walk: Walk,
  entry: Entry,
  { rule: { propertyNames }, path }: Pick<Place, 'rule' | 'path'>,
): void {
  if (propertyNames?.pattern === undefined || new RegExp(propertyNames.pattern).test(entry.key)) return
  walk.add({ kind: 'wrong-name', path, entry, asked: propertyNames.patternErrorMessage })
}

function visitList(walk: Walk, { items }: ListNode, { rule, path }: Place): void {
  const shown: unknown[] = rule.examples?.find(Array.isArray)?.slice(0, 1) ?? []
  const itemRule = {
    ...(shown.length > 0 && { examples: shown }),
    ...resolveRule(walk.rules, rule.items ?? {}),
  }
  for (const [index, node] of items.entries()) visit(walk, { node, rule: itemRule, path: [...path, index] })
  if (!rule.uniqueItems) return
  const repeated = firstRepeated(items)
  const node = repeated === undefined ? undefined : items[repeated]
  if (node) walk.add({ kind: 'repeated-item', path, node, span: node.span })
}

/** Trees for tests: from YAML text, and from values. */
import { isMap, isScalar, isSeq, parseDocument, Scalar, type Node as YamlNode, type Pair } from 'yaml'
import type { Entry, MapNode, Node, ScalarNode, ScalarType, Source, Span } from '../../src/compose/tree.ts'

/** The tree of a YAML text, with the place of every key and value; aliases are followed. */
export function treeOfYaml(text: string, path = '/compose.yaml'): MapNode {
  const source: Source = { path, text }
  const document = parseDocument(text, { version: '1.2', keepSourceTokens: true })
  const convert = (node: unknown, fallback: Span): Node => {
    const resolved = (node as { resolve?: (doc: unknown) => YamlNode })?.resolve?.(document) ?? node
    const span = spanIn(source, resolved) ?? fallback
    if (isMap(resolved)) return mapOf(resolved.items, { span, convert, source })
    if (isSeq(resolved))
      return { kind: 'list', items: resolved.items.map((item) => convert(item, span)), span }
    return scalarNode(isScalar(resolved) ? (resolved.value as ScalarNode['value']) : null, span)
  }
  const root = convert(document.contents, { source, start: 0, end: 0 })
  if (root.kind !== 'map') throw new Error('not a map')
  return root
}

interface MapContext {
  readonly span: Span
  readonly source: Source
  readonly convert: (node: unknown, fallback: Span) => Node
}

function mapOf(pairs: readonly Pair[], { span, source, convert }: MapContext): MapNode {
  const entries = pairs.map(({ key, value }): [string, Entry] => {
    const keySpan = spanIn(source, key) ?? span
    const name = String(key instanceof Scalar ? key.value : key)
    return [name, { key: name, keySpan, value: convert(value, { ...keySpan, start: keySpan.end }) }]
  })
  return { kind: 'map', entries: new Map(entries), span }
}

function spanIn(source: Source, node: unknown): Span | undefined {
  const range = (node as YamlNode | null)?.range
  return range ? { source, start: range[0], end: range[1] } : undefined
}

/** The tree of a value, with the places it has in its JSON text. */
export function treeOfValue(value: unknown): Node {
  const source = { path: '/generated.json', text: '' }
  const convert = (value: unknown): Node => {
    const start = source.text.length
    if (Array.isArray(value)) {
      const items = between('[]', () => value.map((item) => followedBy(',', () => convert(item))))
      return { kind: 'list', items, span: spanFrom(start) }
    }
    if (typeof value !== 'object' || value === null) {
      return scalarNode(value as ScalarNode['value'], write(JSON.stringify(value)))
    }
    const entries = between('{}', () => Object.entries(value).map(([key, child]) => entryOf(key, child)))
    return {
      kind: 'map',
      entries: new Map(entries.map((entry) => [entry.key, entry])),
      span: spanFrom(start),
    }
  }
  const entryOf = (key: string, child: unknown): Entry => {
    const keySpan = write(JSON.stringify(key))
    write(':')
    return { key, keySpan, value: followedBy(',', () => convert(child)) }
  }
  const between = <T>(brackets: string, make: () => T): T => {
    write(brackets.slice(0, 1))
    return followedBy(brackets.slice(1), make)
  }
  const followedBy = <T>(text: string, make: () => T): T => {
    const made = make()
    write(text)
    return made
  }
  const write = (text: string): Span => {
    const start = source.text.length
    source.text += text
    return spanFrom(start)
  }
  const spanFrom = (start: number): Span => ({ source, start, end: source.text.length })
  return convert(value)
}

function scalarNode(value: ScalarNode['value'], span: Span): ScalarNode {
  return { kind: 'scalar', type: scalarType(value), value, span }
}

function scalarType(value: ScalarNode['value']): ScalarType {
  if (value === null) return 'null'
  if (typeof value === 'boolean') return 'bool'
  if (typeof value === 'string') return 'str'
  return typeof value === 'bigint' || Number.isInteger(value) ? 'int' : 'float'
}

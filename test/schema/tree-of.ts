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

/** The tree of a value, and the JSON text whose places it has. */
export function treeOfValue(value: unknown): Node {
  const text: string[] = []
  let length = 0
  const source = {
    path: '/generated.json',
    get text() {
      return text.join('')
    },
  }
  const write = (part: string): Span => {
    text.push(part)
    length += part.length
    return { source, start: length - part.length, end: length }
  }
  const convert = (value: unknown): Node => {
    const start = length
    if (Array.isArray(value)) {
      write('[')
      const items = value.map((item) => {
        const node = convert(item)
        write(',')
        return node
      })
      write(']')
      return { kind: 'list', items, span: { source, start, end: length } }
    }
    if (typeof value !== 'object' || value === null)
      return scalarNode(value as ScalarNode['value'], write(JSON.stringify(value)))
    write('{')
    const entries = Object.entries(value).map(([key, child]): [string, Entry] => {
      const keySpan = write(JSON.stringify(key))
      write(':')
      const node = convert(child)
      write(',')
      return [key, { key, keySpan, value: node }]
    })
    write('}')
    return { kind: 'map', entries: new Map(entries), span: { source, start, end: length } }
  }
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

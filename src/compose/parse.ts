/** YAML text → our tree: the only import of the YAML library. Typing, merge keys, aliases and tags are ours, as the reference has them. */
import {
  Composer,
  isAlias,
  isMap,
  isPair,
  isScalar,
  Lexer,
  Parser,
  Scalar,
  type Alias,
  type CST,
  type ParsedNode,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'
import { syntaxProblems } from './syntax.ts'
import {
  aliasSize,
  deepest,
  nearAnchor,
  recordAnchor,
  startReading,
  takeMergedEntries,
  type Document,
  type Reading,
} from './reading.ts'
import type { Report } from './problems.ts'
import { resolvePlain, resolveTagged } from './scalars.ts'
import { nullNode, type Entry, type Node, type Source, type Span } from './tree.ts'

/** Only a text shorter than this is parsed a second time: a faulty file of megabytes is not to take twice as long. */
const secondLook = 1024 * 1024

/** The documents of a file, none for an empty one; undefined where the text is no YAML (every fault is reported). */
export function parseYaml(source: Source, report: Report): readonly Document[] | undefined {
  const { text } = source
  const strict = compose(new Parser().parse(text), text)
  const errors = errorsOf(strict)
  const again = errors.length > 0 && text.length < secondLook
  const parsed = again ? compose(lenientTokens(text), text) : strict
  if (errorsOf(parsed).length > 0) {
    syntaxProblems(source, errors).forEach(report)
    return undefined
  }
  const reading = startReading(source, report)
  return parsed.map(({ contents }) => {
    reading.tagged = []
    const root = contents ? readNode(contents, reading) : nullNode({ source, start: 0, end: 0 })
    return { root, tagged: reading.tagged }
  })
}

function compose(tokens: Iterable<CST.Token>, text: string) {
  const composer = new Composer({
    uniqueKeys: false,
    schema: 'failsafe',
    resolveKnownTags: false,
    prettyErrors: false,
    logLevel: 'silent',
  })
  return [...composer.compose(tokens, false, text.length)]
}

function errorsOf(documents: ReturnType<typeof compose>) {
  return documents.flatMap(({ errors }) => errors)
}

/** The lines of a quoted text or of a flow collection may be indented less than the key: the reference does not look there. */
function* lenientTokens(text: string): Generator<CST.Token> {
  const lexer = new Lexer()
  const inner = lexer as unknown as LexerMethods
  for (const name of ['parseFlowCollection', 'parseQuotedScalar'] as const) {
    const parse = inner[name].bind(lexer)
    inner[name] = function* () {
      const { indentNext } = inner
      inner.indentNext = 0
      const next = yield* parse()
      inner.indentNext = indentNext
      return next
    }
  }
  const parser = new Parser()
  for (const token of lexer.lex(text)) yield* parser.next(token)
  yield* parser.end()
}

/** What the lexer keeps to itself: the least indentation of the next line, and the readers that obey it. */
interface LexerMethods {
  indentNext: number
  parseFlowCollection: () => Generator<string, unknown>
  parseQuotedScalar: () => Generator<string, unknown>
}

function readNode(node: ParsedNode, reading: Reading): Node {
  if (isAlias(node)) return readAlias(node, reading)
  const { anchor, tag } = node
  const before = { size: reading.size, tagged: reading.tagged.length }
  reading.size++
  if (tag === '!reset' || tag === '!override') reading.tagged.push([...reading.path])
  if (anchor) reading.open.add(anchor)
  const result = readByKind(node, reading)
  if (anchor) recordAnchor(reading, { name: anchor, node: result, before, reset: tag === '!reset' })
  return result
}

function readByKind(node: Exclude<ParsedNode, Alias.Parsed>, reading: Reading): Node {
  if (isScalar(node)) return readScalar(node, reading)
  if (reading.depth >= deepest) {
    const span = spanOf(node, reading)
    reading.report({
      code: 'nested-too-deeply',
      message: `maps and lists are nested more than ${deepest} levels deep`,
      span,
    })
    return nullNode(span)
  }
  reading.depth++
  const result = isMap(node) ? readMap(node, reading) : readList(node, reading)
  reading.depth--
  return result
}

function readScalar(node: Scalar.Parsed, reading: Reading): Node {
  const span = spanOf(node, reading)
  const text = withoutAddedBreak(node.source, node, span)
  const plain = node.type === Scalar.PLAIN || node.type === undefined
  const value = node.tag === undefined && plain ? resolvePlain(text) : resolveTagged(text, node.tag)
  return { kind: 'scalar', type: value.type, value: value.value, span }
}

/** A block text in the last line of a file that ends without a line break ends without one too. */
function withoutAddedBreak(text: string, { type }: Scalar.Parsed, { source, end }: Span): string {
  const isBlock = type === Scalar.BLOCK_LITERAL || type === Scalar.BLOCK_FOLDED
  if (!isBlock || end < source.text.length || !text.endsWith('\n')) return text
  return /[^\n\r ][ ]*$/.test(source.text) ? text.slice(0, -1) : text
}

function readList(list: YAMLSeq.Parsed, reading: Reading): Node {
  const items: Node[] = []
  let last: Node | undefined
  for (const [index, item] of list.items.entries()) {
    if (isPair(item)) continue
    reading.path.push(index)
    last = readNode(item, reading)
    reading.path.pop()
    if (!isReset(item, reading)) items.push(last)
  }
  return { kind: 'list', items, span: collectionSpan(list, last, reading) }
}

function readMap(map: YAMLMap.Parsed, reading: Reading): Node {
  const entries = new Map<string, Entry>()
  let merged: Entry | undefined
  let last: Node | undefined
  for (const { key: keyNode, value: valueNode } of map.items) {
    const key = readKey(keyNode, reading)
    if (!key) continue
    const earlier = key.text === '<<' ? merged : entries.get(key.text)
    if (earlier) {
      reading.report({ code: 'duplicate-key', message: duplicateText(earlier), span: key.span })
      continue
    }
    if (key.text !== '<<') reading.path.push(key.text)
    const value = valueNode ? readNode(valueNode, reading) : nullNode(endOf(key.span))
    if (key.text !== '<<') reading.path.pop()
    const entry = { key: key.text, keySpan: key.span, value }
    last = value
    if (key.text === '<<') merged = entry
    else if (!valueNode || !isReset(valueNode, reading)) entries.set(key.text, entry)
  }
  if (merged) takeMergedEntries(entries, merged.value, reading)
  return { kind: 'map', entries, span: collectionSpan(map, last, reading) }
}

function readKey(node: ParsedNode | null, reading: Reading): { text: string; span: Span } | undefined {
  if (!node) return undefined
  const key = readNode(node, reading)
  if (key.kind === 'scalar' && key.type === 'str') return { text: String(key.value), span: key.span }
  const text = reading.source.text.slice(key.span.start, key.span.end)
  const message =
    key.kind === 'scalar'
      ? `key ${text === '' ? 'null' : text} is not a string`
      : `a ${key.kind} cannot be a key: keys are strings`
  const hint = key.kind === 'scalar' ? `write "${text}" in quotes` : undefined
  reading.report({ code: 'non-string-key', message, span: key.span, ...(hint && { hint }) })
  return key.kind === 'scalar' && key.value !== null ? { text, span: key.span } : undefined
}

function readAlias(alias: Alias.Parsed, reading: Reading): Node {
  const span = spanOf(alias, reading)
  const anchored = reading.anchors.get(alias.source)
  if (!anchored) {
    reading.report({ ...nearAnchor(alias.source, reading), span })
    return nullNode(span)
  }
  if (!aliasSize(anchored, reading, span)) return nullNode(span)
  for (const path of anchored.tagged) reading.tagged.push([...reading.path, ...path])
  return { ...anchored.node, span }
}

function isReset(node: ParsedNode, reading: Reading): boolean {
  return isAlias(node) ? reading.anchors.get(node.source)?.reset === true : node.tag === '!reset'
}

function duplicateText({ key, keySpan }: Entry): string {
  const line = keySpan.source.text.slice(0, keySpan.start).split('\n').length
  return `key "${key}" stands twice in this map, first on line ${line}`
}

function spanOf({ range }: { range?: readonly [number, number, number] | null }, { source }: Reading): Span {
  const [start = 0, end = 0] = range ?? []
  return { source, start, end }
}

/** A collection in brackets ends with them, one in block style with its last value: what follows is room for more of it. */
function collectionSpan(
  node: YAMLMap.Parsed | YAMLSeq.Parsed,
  last: Node | undefined,
  reading: Reading,
): Span {
  const span = spanOf(node, reading)
  return node.flow || !last ? span : { ...span, end: last.span.end }
}

function endOf({ source, end }: Span): Span {
  return { source, start: end, end }
}

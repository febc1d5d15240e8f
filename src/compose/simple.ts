/**
 * A quick reader of the YAML that most Compose files are: block maps and lists, scalars and flow collections of one line,
 * literal blocks, anchors, aliases and merge keys. It gives the same tree as `parse.ts`, or nothing where it meets anything else
 * (tags, folded text, several documents, faults of any kind).
 */
import {
  deepest,
  recordAnchor,
  startReading,
  takeMergedEntries,
  type Document,
  type Reading,
} from './reading.ts'
import { aliasAt, readFlow, readScalar } from './simple-flow.ts'
import {
  anchorAt,
  colonOf,
  endOfLine,
  isBlank,
  readLiteral,
  readQuoted,
  skipSpaces,
  startsPlain,
  trimSpaces,
} from './simple-text.ts'
import { resolvePlain } from './scalars.ts'
import {
  nullNode,
  type Entry,
  type ListNode,
  type MapNode,
  type Node,
  type Source,
  type Span,
} from './tree.ts'

/** The file as its only document; undefined where the full parser is needed. */
export function parseSimple(source: Source): readonly Document[] | undefined {
  const { text } = source
  if (/[\t\r\uFEFF]/.test(text)) return undefined
  let failed = false
  const reading = startReading(source, () => (failed = true))
  const reader: Reader = { source, text, reading, at: -1, column: -1, depth: 0, failed: false }
  toLineAfter(reader, -1)
  if (reader.column !== 0 || isItem(reader)) return undefined
  const root = readMap(reader, 0)
  return root && reader.at === text.length && !reader.failed && !failed ? [{ root, tagged: [] }] : undefined
}

/** Stands at the first letter of a line's content; `column` counts from 0 and is -1 at the end of the text. */
interface Reader {
  readonly source: Source
  readonly text: string
  readonly reading: Reading
  at: number
  column: number
  depth: number
  failed: boolean
}

/** Moves to the content of the next line that has any. */
function toLineAfter(reader: Reader, from: number): void {
  const { text } = reader
  for (let lineEnd = from; lineEnd < text.length; lineEnd = endOfLine(text, lineEnd + 1)) {
    let at = lineEnd + 1
    while (text.charCodeAt(at) === space) at++
    const letter = text.charCodeAt(at)
    if (letter === lineFeed || letter === hash || at >= text.length) continue
    reader.at = at
    reader.column = at - lineEnd - 1
    if (reader.column === 0) reader.failed ||= /^(?:---|\.\.\.|%)/.test(text.slice(at, at + 3))
    return
  }
  reader.at = text.length
  reader.column = -1
}

function readBlock(reader: Reader): Node | undefined {
  if (reader.depth >= deepest || reader.failed) return undefined
  reader.depth++
  const node = isItem(reader) ? readList(reader, reader.column) : readMap(reader, reader.column)
  reader.depth--
  return node
}

function readMap(reader: Reader, column: number): MapNode | undefined {
  const start = reader.at
  const entries = new Map<string, Entry>()
  let end = start
  let merged: Node | undefined
  reader.reading.size++
  while (reader.column === column && !isItem(reader)) {
    const key = readKey(reader)
    if (!key || entries.has(key.text) || (merged && key.text === '<<')) return undefined
    const value = readValue(reader, { at: key.colon + 1, column, itemsAllowed: true })
    if (!value) return undefined
    if (key.text === '<<') merged = value
    else entries.set(key.text, { key: key.text, keySpan: key.span, value })
    end = value.span.end
  }
  if (reader.column >= column || (entries.size === 0 && !merged)) return undefined
  if (merged) takeMergedEntries(entries, merged, reader.reading)
  return { kind: 'map', entries, span: { source: reader.source, start, end } }
}

function readList(reader: Reader, column: number): ListNode | undefined {
  const start = reader.at
  const items: Node[] = []
  reader.reading.size++
  while (reader.column === column && isItem(reader)) {
    const at = skipSpaces(reader.text, reader.at + 1)
    const item = isCompactMap(reader, at)
      ? readCompactMap(reader, at)
      : readValue(reader, { at, column, itemsAllowed: false })
    if (!item) return undefined
    items.push(item)
  }
  if (reader.column > column) return undefined
  const end = items.at(-1)?.span.end ?? start
  return { kind: 'list', items, span: { source: reader.source, start, end } }
}

/** `- key: value`: the map begins at the key's column. */
function readCompactMap(reader: Reader, at: number): Node | undefined {
  reader.column += at - reader.at
  reader.at = at
  return readBlock(reader)
}

function isCompactMap({ text }: Reader, at: number): boolean {
  const letter = text[at] ?? ''
  if (letter === '[' || letter === '{') return false
  const end = isQuote(letter) ? readQuoted(text, at)?.end : colonOf(text, at)
  return end !== undefined && text[end] === ':'
}

interface ValuePlace {
  /** After the colon or the dash. */
  readonly at: number
  /** Of the key or the dash. */
  readonly column: number
  /** Whether items may stand in the key's own column. */
  readonly itemsAllowed: boolean
}

/** The value on the rest of the line, or in the lines below; null where there is none. */
function readValue(reader: Reader, place: ValuePlace): Node | undefined {
  const { text, source } = reader
  const at = skipSpaces(text, place.at)
  const letter = text[at]
  if (letter === '&') return readAnchored(reader, { ...place, at, itemsAllowed: false })
  if (letter === '|') return readBlockText(reader, at, place.column)
  if (!isBlank(letter) && !(letter === '#' && text[at - 1] === ' '))
    return readInline(reader, at, place.column)
  toLineAfter(reader, endOfLine(text, at))
  const { column } = reader
  const isBelow = column > place.column || (place.itemsAllowed && column === place.column && isItem(reader))
  if (isBelow) return readBlock(reader)
  reader.reading.size++
  return nullNode({ source, start: at, end: at })
}

function readAnchored(reader: Reader, place: ValuePlace): Node | undefined {
  const { reading, text } = reader
  const name = anchorAt(text, place.at)
  if (name === undefined) return undefined
  const before = { size: reading.size, tagged: 0 }
  const at = place.at + 1 + name.length
  const first = text[skipSpaces(text, at)]
  if (first === '&' || first === '*') return undefined
  const value = readValue(reader, { ...place, at })
  if (!value || value.span.start === value.span.end) return undefined
  recordAnchor(reading, { name, node: value, before, reset: false })
  return value
}

function readBlockText(reader: Reader, at: number, column: number): Node | undefined {
  const literal = readLiteral(reader.text, at, column)
  if (!literal) return undefined
  reader.reading.size++
  toLineAfter(reader, literal.end - 1)
  if (reader.column > column) return undefined
  return {
    kind: 'scalar',
    type: 'str',
    value: literal.value,
    span: { source: reader.source, start: at, end: literal.end },
  }
}

function readInline(reader: Reader, at: number, column: number): Node | undefined {
  const { text } = reader
  const value = inlineAt(reader, at)
  if (!value) return undefined
  const rest = skipSpaces(text, value.span.end)
  if (text[rest] !== undefined && text[rest] !== '\n' && !(text[rest] === '#' && rest > value.span.end))
    return undefined
  toLineAfter(reader, endOfLine(text, rest))
  return reader.column > column ? undefined : value
}

function inlineAt({ source, text, reading }: Reader, at: number): Node | undefined {
  const letter = text[at] ?? ''
  if (letter === '[' || letter === '{') return readFlow(reading, at, 0)
  if (letter === '*') return aliasAt(reading, at)
  if (isQuote(letter)) return readScalar(reading, at)
  const lineEnd = endOfLine(text, at)
  const line = text.slice(at, lineEnd)
  const comment = line.indexOf(' #')
  const value = trimSpaces(comment === -1 ? line : line.slice(0, comment))
  if (!startsPlain(value) || value.includes(': ') || value.endsWith(':')) return undefined
  reading.size++
  return { kind: 'scalar', ...resolvePlain(value), span: { source, start: at, end: at + value.length } }
}

interface Key {
  readonly text: string
  readonly span: Span
  readonly colon: number
}

/** A key of one line that YAML reads as text; undefined for others. */
function readKey({ source, text, at }: Reader): Key | undefined {
  const quoted = isQuote(text[at] ?? '') ? readQuoted(text, at) : undefined
  const colon = quoted ? skipSpaces(text, quoted.end) : colonOf(text, at)
  if (colon === undefined || text[colon] !== ':' || !isBlank(text[colon + 1])) return undefined
  if (quoted) return { text: quoted.value, span: { source, start: at, end: quoted.end }, colon }
  const key = trimSpaces(text.slice(at, colon))
  const isUsual =
    startsPlain(key) && !key.includes(' #') && key.length < 1000 && resolvePlain(key).type === 'str'
  return isUsual ? { text: key, span: { source, start: at, end: at + key.length }, colon } : undefined
}

function isItem({ text, at }: Reader): boolean {
  return text[at] === '-' && isBlank(text[at + 1])
}

function isQuote(letter: string): boolean {
  return letter === '"' || letter === "'"
}

const space = 32
const lineFeed = 10
const hash = 35

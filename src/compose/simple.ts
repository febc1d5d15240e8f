/**
 * A quick reader of the YAML that most Compose files are: block maps and lists, scalars and flow collections of one line.
 * It gives the same tree as `parse.ts`, or nothing where it meets anything else (anchors, tags, block scalars, faults of any kind).
 */
import { deepest, type Document } from './reading.ts'
import { resolvePlain } from './scalars.ts'
import { readFlow, readQuoted } from './simple-flow.ts'
import {
  nullNode,
  type Entry,
  type ListNode,
  type MapNode,
  type Node,
  type ScalarNode,
  type Source,
  type Span,
} from './tree.ts'

/** The file as its only document; undefined where the full parser is needed. */
export function parseSimple(source: Source): readonly Document[] | undefined {
  const { text } = source
  if (/[\t\r\uFEFF]/.test(text)) return undefined
  const reader: Reader = { source, text, at: -1, column: -1, depth: 0, failed: false }
  toLineAfter(reader, -1)
  if (reader.column !== 0 || isItem(reader)) return undefined
  const root = readMap(reader, 0)
  return root && reader.at === text.length && !reader.failed ? [{ root, tagged: [] }] : undefined
}

/** Stands at the first letter of a line's content; `column` counts from 0 and is -1 at the end of the text. */
interface Reader {
  readonly source: Source
  readonly text: string
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
  while (reader.column === column && !isItem(reader)) {
    const key = readKey(reader)
    if (!key || entries.has(key.text)) return undefined
    const value = readValue(reader, { at: key.colon + 1, column, itemsAllowed: true })
    if (!value) return undefined
    entries.set(key.text, { key: key.text, keySpan: key.span, value })
    end = value.span.end
  }
  if (reader.column >= column || entries.size === 0) return undefined
  return { kind: 'map', entries, span: { source: reader.source, start, end } }
}

function readList(reader: Reader, column: number): ListNode | undefined {
  const start = reader.at
  const items: Node[] = []
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
  if (flowStarts.includes(letter)) return false
  const end = quoteStarts.includes(letter) ? readQuoted(text, at)?.end : colonOf(text, at)
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
function readValue(reader: Reader, { at: from, column, itemsAllowed }: ValuePlace): Node | undefined {
  const { text, source } = reader
  const at = skipSpaces(text, from)
  const letter = text[at]
  if (letter === undefined || letter === '\n' || (letter === '#' && text[at - 1] === ' ')) {
    toLineAfter(reader, endOfLine(text, at))
    const isBelow = reader.column > column || (itemsAllowed && reader.column === column && isItem(reader))
    return isBelow ? readBlock(reader) : nullNode({ source, start: at, end: at })
  }
  const value = readInline(reader, at)
  if (!value) return undefined
  const rest = skipSpaces(text, value.span.end)
  const after = text[rest]
  if (after !== undefined && after !== '\n' && !(after === '#' && rest > value.span.end)) return undefined
  toLineAfter(reader, endOfLine(text, rest))
  return reader.column > column ? undefined : value
}

function readInline({ source, text }: Reader, at: number): Node | undefined {
  const letter = text[at] ?? ''
  if (flowStarts.includes(letter)) return readFlow(source, at, 0)
  if (!quoteStarts.includes(letter)) return readPlain(source, at)
  const quoted = readQuoted(text, at)
  return (
    quoted && {
      kind: 'scalar',
      type: 'str',
      value: quoted.value,
      span: { source, start: at, end: quoted.end },
    }
  )
}

function readPlain(source: Source, at: number): ScalarNode | undefined {
  const { text } = source
  const lineEnd = endOfLine(text, at)
  const line = text.slice(at, lineEnd)
  const comment = line.indexOf(' #')
  const value = trimSpaces(comment === -1 ? line : line.slice(0, comment))
  if (!startsPlain(value) || value.includes(': ') || value.endsWith(':')) return undefined
  return { kind: 'scalar', ...resolvePlain(value), span: { source, start: at, end: at + value.length } }
}

interface Key {
  readonly text: string
  readonly span: Span
  readonly colon: number
}

/** A key of one line that YAML reads as text; undefined for others, and for the merge key. */
function readKey({ source, text, at }: Reader): Key | undefined {
  const quoted = quoteStarts.includes(text[at] ?? '') ? readQuoted(text, at) : undefined
  const colon = quoted ? skipSpaces(text, quoted.end) : colonOf(text, at)
  if (colon === undefined || text[colon] !== ':' || !isBlank(text[colon + 1])) return undefined
  if (quoted)
    return quoted.value === '<<'
      ? undefined
      : { text: quoted.value, span: { source, start: at, end: quoted.end }, colon }
  const key = trimSpaces(text.slice(at, colon))
  const usual = startsPlain(key) && !key.includes(' #') && key.length < 1000 && key !== '<<'
  if (!usual || resolvePlain(key).type !== 'str') return undefined
  return { text: key, span: { source, start: at, end: at + key.length }, colon }
}

/** The first colon of the line that ends a key. */
function colonOf(text: string, at: number): number | undefined {
  const lineEnd = endOfLine(text, at)
  for (
    let colon = text.indexOf(':', at);
    colon !== -1 && colon < lineEnd;
    colon = text.indexOf(':', colon + 1)
  ) {
    if (isBlank(text[colon + 1])) return colon
  }
  return undefined
}

function isItem({ text, at }: Reader): boolean {
  return text[at] === '-' && isBlank(text[at + 1])
}

function startsPlain(value: string): boolean {
  return /^(?:[^ \n\-?:,[\]{}#&*!|>'"%@`]|[-?:][^ \n])/.test(value)
}

function isBlank(letter: string | undefined): boolean {
  return letter === undefined || letter === ' ' || letter === '\n'
}

function skipSpaces(text: string, from: number): number {
  let at = from
  while (text.charCodeAt(at) === space) at++
  return at
}

/** Other blanks, like U+00A0, are letters to YAML. */
function trimSpaces(text: string): string {
  let end = text.length
  while (text.charCodeAt(end - 1) === space) end--
  return text.slice(0, end)
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end === -1 ? text.length : end
}

const space = 32
const lineFeed = 10
const hash = 35
const flowStarts = '[{'
const quoteStarts = '"\''

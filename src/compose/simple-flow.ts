/** Quotes, and flow collections of one line, for the quick reader. Undefined stands for whatever needs the full parser. */
import { resolvePlain } from './scalars.ts'
import type { Entry, Node, ScalarNode, Source } from './tree.ts'

/** A quoted scalar of one line: its text, and where it ends. */
export function readQuoted(
  text: string,
  at: number,
): { readonly value: string; readonly end: number } | undefined {
  const isDouble = text[at] === '"'
  const pattern = isDouble ? /"[^"\\\n]*(?:\\[^\n][^"\\\n]*)*"/y : /'[^'\n]*(?:''[^'\n]*)*'/y
  pattern.lastIndex = at
  const quoted = pattern.exec(text)?.[0]
  if (quoted === undefined) return undefined
  const value = isDouble ? unescape(quoted) : quoted.slice(1, -1).replaceAll("''", "'")
  return value === undefined ? undefined : { value, end: at + quoted.length }
}

/** Of YAML's escapes those that JSON has too. */
function unescape(quoted: string): string | undefined {
  if (!quoted.includes('\\')) return quoted.slice(1, -1)
  if (!/^"(?:[^\\]|\\(?:[bfnrt"\\]|u[0-9a-fA-F]{4}))*"$/.test(quoted) || /\\u[dD][89a-fA-F]/.test(quoted))
    return undefined
  const value: unknown = JSON.parse(quoted)
  return typeof value === 'string' ? value : undefined
}

/** A collection in brackets or braces that ends on its line. */
export function readFlow(source: Source, at: number, depth: number): Node | undefined {
  if (depth > 20) return undefined
  return source.text[at] === '[' ? readFlowList(source, at, depth) : readFlowMap(source, at, depth)
}

function readFlowList(source: Source, start: number, depth: number): Node | undefined {
  const { text } = source
  const items: Node[] = []
  let at = skipSpaces(text, start + 1)
  while (text[at] !== ']') {
    const item = readFlowValue(source, at, depth)
    if (!item) return undefined
    items.push(item)
    const next = afterItem(text, item.span.end, ']')
    if (next === undefined) return undefined
    at = next
  }
  return { kind: 'list', items, span: { source, start, end: at + 1 } }
}

function readFlowMap(source: Source, start: number, depth: number): Node | undefined {
  const { text } = source
  const entries = new Map<string, Entry>()
  let at = skipSpaces(text, start + 1)
  while (text[at] !== '}') {
    const key = readFlowScalar(source, at)
    if (key?.type !== 'str' || key.value === '<<' || entries.has(String(key.value))) return undefined
    const colon = key.span.end
    if (text[colon] !== ':' || text[colon + 1] !== ' ') return undefined
    const value = readFlowValue(source, skipSpaces(text, colon + 1), depth)
    if (!value) return undefined
    entries.set(String(key.value), { key: String(key.value), keySpan: key.span, value })
    const next = afterItem(text, value.span.end, '}')
    if (next === undefined) return undefined
    at = next
  }
  return { kind: 'map', entries, span: { source, start, end: at + 1 } }
}

function readFlowValue(source: Source, at: number, depth: number): Node | undefined {
  const letter = source.text[at]
  return letter === '[' || letter === '{' ? readFlow(source, at, depth + 1) : readFlowScalar(source, at)
}

/** Where the next item or the closing bracket stands. */
function afterItem(text: string, end: number, close: string): number | undefined {
  const at = skipSpaces(text, end)
  if (text[at] === close) return at
  return text[at] === ',' ? skipSpaces(text, at + 1) : undefined
}

function readFlowScalar(source: Source, at: number): ScalarNode | undefined {
  const { text } = source
  if (text[at] === '"' || text[at] === "'") {
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
  plain.lastIndex = at
  const value = plain.exec(text)?.[0]
  if (value === undefined) return undefined
  return { kind: 'scalar', ...resolvePlain(value), span: { source, start: at, end: at + value.length } }
}

function skipSpaces(text: string, from: number): number {
  let at = from
  while (text.charCodeAt(at) === 32) at++
  return at
}

/** Words with single blanks between them, a colon only before what is no blank or bracket, no `#` after a blank. */
const plain =
  /(?:[^\s\-?:,[\]{}#&*!|>'"%@`]|-(?=[^\s,[\]{}]))(?:[^\s,[\]{}:]|:(?=[^\s,[\]{}])| +(?=[^\s,[\]{}:#]))*/y

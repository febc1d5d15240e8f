/** Flow collections of one line, and aliases, for the quick reader. Undefined stands for whatever needs the full parser. */
import { aliasSize, type Reading } from './reading.ts'
import { resolvePlain } from './scalars.ts'
import { anchorAt, readQuoted, skipSpaces } from './simple-text.ts'
import type { Entry, Node } from './tree.ts'

/** A collection in brackets or braces that ends on its line. */
export function readFlow(reading: Reading, at: number, depth: number): Node | undefined {
  if (depth > 20) return undefined
  reading.size++
  return reading.source.text[at] === '[' ? readFlowList(reading, at, depth) : readFlowMap(reading, at, depth)
}

/** What an alias stands for, at the alias's place. */
export function aliasAt(reading: Reading, at: number): Node | undefined {
  const { source } = reading
  const name = anchorAt(source.text, at)
  const anchored = name === undefined ? undefined : reading.anchors.get(name)
  if (name === undefined || !anchored) return undefined
  const span = { source, start: at, end: at + 1 + name.length }
  return aliasSize(anchored, reading, span) ? { ...anchored.node, span } : undefined
}

/** A quoted scalar, or a plain one as it may stand in brackets. */
export function readScalar(reading: Reading, at: number): Node | undefined {
  const { source } = reading
  const { text } = source
  reading.size++
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

function readFlowList(reading: Reading, start: number, depth: number): Node | undefined {
  const { source } = reading
  const { text } = source
  const items: Node[] = []
  let at = skipSpaces(text, start + 1)
  while (text[at] !== ']') {
    const item = readFlowValue(reading, at, depth)
    if (!item) return undefined
    items.push(item)
    const next = afterItem(text, item.span.end, ']')
    if (next === undefined) return undefined
    at = next
  }
  return { kind: 'list', items, span: { source, start, end: at + 1 } }
}

function readFlowMap(reading: Reading, start: number, depth: number): Node | undefined {
  const { source } = reading
  const { text } = source
  const entries = new Map<string, Entry>()
  let at = skipSpaces(text, start + 1)
  while (text[at] !== '}') {
    const scalar = readScalar(reading, at)
    const key = scalar?.kind === 'scalar' && scalar.type === 'str' ? String(scalar.value) : undefined
    if (!scalar || key === undefined || key === '<<' || entries.has(key)) return undefined
    const colon = scalar.span.end
    if (text[colon] !== ':' || text[colon + 1] !== ' ') return undefined
    const value = readFlowValue(reading, skipSpaces(text, colon + 1), depth)
    if (!value) return undefined
    entries.set(key, { key, keySpan: scalar.span, value })
    const next = afterItem(text, value.span.end, '}')
    if (next === undefined) return undefined
    at = next
  }
  return { kind: 'map', entries, span: { source, start, end: at + 1 } }
}

function readFlowValue(reading: Reading, at: number, depth: number): Node | undefined {
  const letter = reading.source.text[at]
  if (letter === '*') return aliasAt(reading, at)
  return letter === '[' || letter === '{' ? readFlow(reading, at, depth + 1) : readScalar(reading, at)
}

/** Where the next item or the closing bracket stands. */
function afterItem(text: string, end: number, close: string): number | undefined {
  const at = skipSpaces(text, end)
  if (text[at] === close) return at
  return text[at] === ',' ? skipSpaces(text, at + 1) : undefined
}

/** Words with blanks between them, a colon only before what is no blank or bracket, no `#` after a blank. */
const plain =
  /(?:[^\s\-?:,[\]{}#&*!|>'"%@`]|-(?=[^\s,[\]{}]))(?:[^\s,[\]{}:]|:(?=[^\s,[\]{}])| +(?=[^\s,[\]{}:#]))*/y

/** `.env`, env_file and label_file: `KEY=value` with quotes, escapes, comments and variables, as the reference reads them. */
import type { Report } from './problems.ts'
import { substitute, type Lookup, type TemplateFault } from './template.ts'
import type { Source, Span } from './tree.ts'

export interface DotenvContext {
  /** What variables of values are, and names without a value; before the keys of the file itself. */
  readonly lookup: Lookup
  /** Keys of earlier files; seen by values, after `lookup`. */
  readonly earlier?: ReadonlyMap<string, string>
  readonly report: Report
  readonly onUnset: (name: string, span: Span) => void
}

/** The keys of a file in order, a repeated one with its last value. Reading ends at the first fault, which is reported. */
export function parseDotenv({ path, text: raw }: Source, context: DotenvContext): Map<string, string> {
  const text = raw.replaceAll('\r\n', '\n').replace(/^\uFEFF/, '')
  const file: File = { source: { path, text }, context, values: new Map() }
  let at = statementStart(text, 0)
  while (at < text.length) {
    const next = readStatement(file, at)
    if (next === undefined) break
    at = statementStart(text, next)
  }
  return file.values
}

interface File {
  readonly source: Source
  readonly context: DotenvContext
  readonly values: Map<string, string>
}

/** Past blanks, line ends and comment lines. */
function statementStart(text: string, from: number): number {
  for (let at = skip(text, from, /\s*/y); ; at = skip(text, at, /\s*/y)) {
    if (text[at] !== '#') return at
    const end = text.indexOf('\n', at)
    if (end === -1) return text.length
    at = end
  }
}

/** Reads `KEY=value`, `KEY: value` or a bare `KEY`; where it ended, undefined after a fault. */
function readStatement(file: File, from: number): number | undefined {
  const { source, context, values } = file
  const start = skip(source.text, from, /(?:export(?=\s)[^\S\n]*)?/y)
  const end = skip(source.text, start, /[\p{L}\p{N}_.\-[\] \t\v\f\r\u0085\u00A0]*/uy)
  const key = source.text.slice(start, end).trimEnd()
  const separator = source.text[end]
  const fault = keyFault(source.text, { start, end, key })
  if (fault) {
    context.report({
      code: 'invalid-env-file',
      message: fault,
      span: { source, start, end: lineEnd(source.text, start) },
    })
    return undefined
  }
  if (separator === '\n' || separator === undefined) {
    const inherited = context.lookup(key)
    if (inherited !== undefined) values.set(key, inherited)
    return end + 1
  }
  const value = readValue(file, skip(source.text, end + 1, blanks))
  if (value) values.set(key, value.text)
  return value?.end
}

function keyFault(
  text: string,
  { start, end, key }: { start: number; end: number; key: string },
): string | undefined {
  const separator = text[end]
  const line = text.slice(start, lineEnd(text, start))
  if (separator !== undefined && !'=:\n'.includes(separator)) {
    const letter = String.fromCodePoint(text.codePointAt(end) ?? 0)
    return `unexpected character "${letter}" in the variable name of "${line}"`
  }
  return key.includes(' ') ? `the variable name "${key}" contains a space` : undefined
}

interface Value {
  readonly text: string
  readonly end: number
}

function readValue(file: File, start: number): Value | undefined {
  const { text } = file.source
  const quote = text[start]
  if (quote === '"' || quote === "'") return readQuoted(file, start, quote)
  const end = lineEnd(text, start)
  const [value = ''] = text.slice(start, end).split(' #', 1)
  return expand(file, value.trimEnd(), { start, end })
}

/** Quoted values may span lines; only the double-quoted have escapes and variables. */
function readQuoted(file: File, start: number, quote: string): Value | undefined {
  const { source, context } = file
  const pattern = quote === '"' ? /"([^"\\]*(?:\\[^][^"\\]*)*)"/y : /'([^'\\]*(?:\\[^][^'\\]*)*)'/y
  pattern.lastIndex = start
  const match = pattern.exec(source.text)
  if (!match) {
    const end = lineEnd(source.text, start)
    const message = `the quote of ${source.text.slice(start, end)} never closes`
    context.report({ code: 'invalid-env-file', message, span: { source, start, end } })
    return undefined
  }
  const [whole, inner = ''] = match
  const end = start + whole.length
  if (quote === "'")
    return { text: inner.replaceAll(/\\([^])/g, (pair, char) => (char === "'" ? char : pair)), end }
  return expand(file, unescape(inner), { start, end })
}

function expand(file: File, template: string, place: { start: number; end: number }): Value | undefined {
  const { source, context, values } = file
  const lookup: Lookup = (name) => context.lookup(name) ?? values.get(name) ?? context.earlier?.get(name)
  const span = { source, ...place }
  const text = substitute(template, lookup, (name) => context.onUnset(name, span))
  if (typeof text === 'string') return { text, end: place.end }
  context.report({ code: 'invalid-template', message: templateMessage(text), span })
  return undefined
}

/** What is wrong with a template, as a sentence. */
export function templateMessage(fault: TemplateFault): string {
  if (fault.kind === 'invalid') return `"${fault.template}" is no valid template`
  const reason = fault.message === '' ? '' : `: ${fault.message}`
  return `required variable ${fault.variable} is missing a value${reason}`
}

/** `\$` becomes `$$`, which the template reads as one dollar. */
function unescape(text: string): string {
  return text.replaceAll(
    /\\(?:([abcfnrtv$"\\])|0(\d{0,3}))/g,
    (pair: string, letter?: string, octal?: string) => {
      if (letter !== undefined) return escapes[letter] ?? pair
      const code = /^[0-3][0-7][0-7]$/.test(octal ?? '') ? Number.parseInt(octal ?? '', 8) : undefined
      return code === undefined ? `\\${octal}` : String.fromCodePoint(code)
    },
  )
}

const escapes: Readonly<Record<string, string>> = {
  a: '\u0007',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  $: '$$',
  '"': '"',
  '\\': '\\',
}

const blanks = /[\t\v\f\r \u0085\u00A0]*/y

function skip(text: string, at: number, pattern: RegExp): number {
  pattern.lastIndex = at
  return at + (pattern.exec(text)?.[0].length ?? 0)
}

function lineEnd(text: string, at: number): number {
  const end = text.indexOf('\n', at)
  return end === -1 ? text.length : end
}

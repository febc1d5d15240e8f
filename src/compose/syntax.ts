/** Faults of the YAML text itself, in words of their own. */
import type { Finding, Report } from './problems.ts'
import type { Source } from './tree.ts'

/** A larger file is refused: it would take seconds and hundreds of megabytes. In UTF-16 units. */
const longest = 8 * 1024 * 1024

/** A fault as the YAML library finds it. */
interface SyntaxFault {
  readonly code: string
  readonly message: string
  readonly pos: readonly [number, number]
}

/** False and a problem for a text that is no YAML before any parsing: too long, or with control characters. */
export function checkText(source: Source, report: Report): boolean {
  const { text } = source
  const start = text.search(control)
  if (text.length > longest) {
    const message = `the file has ${Math.round(text.length / 1024 / 1024)} MB; at most ${longest / 1024 / 1024} MB are read`
    report({ code: 'file-too-large', message, span: { source, start: 0, end: 0 } })
  } else if (start !== -1) {
    const code = text.charCodeAt(start).toString(16).padStart(2, '0')
    const message = `the control character 0x${code} is not allowed in YAML`
    report({ code: 'invalid-yaml', message, span: { source, start, end: start + 1 } })
  } else return true
  return false
}

/** How many values a text may hold for each reader: beyond, seconds and hundreds of megabytes would go. */
export const mostValues = { simple: 150_000, full: 80_000 }

/** False and a problem where a text has more lines, commas and brackets than a reader can take. */
export function checkCount(source: Source, most: number, report: Report): boolean {
  if (source.text.length <= most || countValues(source.text) <= most) return true
  const message = `the file holds more than ${most} values`
  report({
    code: 'file-too-large',
    message,
    span: { source, start: 0, end: 0 },
    hint: 'split it, and include the parts',
  })
  return false
}

/**
 * False and a problem where brackets stand in brackets, or lines are indented, deeper than the library's recursion takes:
 * near the end of the stack Node does not throw but ends. Brackets in quotes count as well, but those mostly come in pairs.
 */
export function checkNesting(source: Source, report: Report): boolean {
  const start = tooDeepAt(source.text)
  if (start === undefined) return true
  report({ code: 'invalid-yaml', message: tooDeep, span: { source, start, end: start + 1 } })
  return false
}

const tooDeep = 'maps and lists are nested too deeply'
const deepestText = 1000

function tooDeepAt(text: string): number | undefined {
  let open = 0
  /** Indentation and list marks at the start of the line; -1 once its content has begun. */
  let lead = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === lineFeed) lead = 0
    else if (lead >= 0) lead = code === space || code === dash || code === question ? lead + 1 : -1
    if (code === bracket || code === brace) open++
    else if (code === closingBracket || code === closingBrace) open = Math.max(0, open - 1)
    if (open > deepestText || lead > 2 * deepestText) return at
  }
  return undefined
}

function countValues(text: string): number {
  let count = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === lineFeed || code === comma || code === bracket || code === brace) count++
  }
  return count
}

const lineFeed = 10
const comma = 44
const bracket = 91
const brace = 123
const closingBracket = 93
const closingBrace = 125
const space = 32
const dash = 45
const question = 63

/** One problem a line at most, the first ten: what follows a fault is mostly its consequence. */
export function syntaxProblems(source: Source, faults: readonly SyntaxFault[]): readonly Finding[] {
  const lines = new Set<number>()
  const findings: Finding[] = []
  for (const { code, message, pos } of faults.toSorted((a, b) => a.pos[0] - b.pos[0])) {
    const start = Math.min(pos[0], source.text.length)
    const line = source.text.lastIndexOf('\n', start - 1)
    if (lines.has(line) || findings.length === 10) continue
    lines.add(line)
    const end = Math.max(start, Math.min(pos[1], source.text.length))
    findings.push({ code: 'invalid-yaml', span: { source, start, end }, ...explain(code, message) })
  }
  return findings
}

function explain(code: string, message: string): Pick<Finding, 'message' | 'hint'> {
  if (message.startsWith('Flow')) return openBracket
  return (
    explained[code] ?? { message: `this is not YAML: ${message.charAt(0).toLowerCase()}${message.slice(1)}` }
  )
}

const openBracket = {
  message: 'this is not YAML: a bracket or brace is not closed, or its lines are not indented',
  hint: 'close what begins with [ or {, and indent its lines deeper than its key',
}

// eslint-disable-next-line no-control-regex
const control = /[\0-\u0008\u000B\u000C\u000E-\u001F\u007F\uFFFE\uFFFF]/

const explained: Readonly<Record<string, { readonly message: string; readonly hint?: string }>> = {
  TAB_AS_INDENT: { message: 'a tab cannot indent YAML', hint: 'indent with spaces' },
  BLOCK_AS_IMPLICIT_KEY: {
    message: 'a second ":" on the line, or a value that is not indented under its key',
    hint: 'quote a text that holds ": ", and give each key its own line',
  },
  BAD_INDENT: {
    message: 'the indentation fits no map or list around it',
    hint: 'line the keys of a map up, and the items of a list',
  },
  RESOURCE_EXHAUSTION: { message: tooDeep },
}

/** The reference's `${NAME:-default}` language, quirks included (unbalanced braces, `{}` in a default). Shared by files and .env. */

/** Where a variable's value comes from; undefined when it is unset. */
export type Lookup = (name: string) => string | undefined

/** Why a template has no result. */
export type TemplateFault =
  | { readonly kind: 'invalid'; readonly template: string }
  | { readonly kind: 'required'; readonly variable: string; readonly message: string }

/** A variable of a template, as `config --variables` lists it. */
export interface TemplateVariable {
  readonly name: string
  readonly defaultValue: string
  readonly presenceValue: string
  readonly required: boolean
}

/** Replaces the variables of a text. What is unset without a default becomes empty and is told to `onUnset`. */
export function substitute(
  template: string,
  lookup: Lookup,
  onUnset: (name: string) => void,
): string | TemplateFault {
  return evaluate(template, { lookup, onUnset, depth: 0 })
}

/** The variables of a text, those of defaults included, in order. */
export function variablesOf(template: string, depth = 0): readonly TemplateVariable[] {
  if (depth > deepest) return []
  const found: TemplateVariable[] = []
  for (const part of partsOf(template)) {
    if (part.kind !== 'variable') continue
    const { name, operator, word } = part
    const defaultValue = operator.endsWith('-') ? word : ''
    const presenceValue = operator.endsWith('+') ? word : ''
    found.push({ name, defaultValue, presenceValue, required: operator.endsWith('?') })
    found.push(...variablesOf(defaultValue, depth + 1))
  }
  return found
}

interface Scope {
  readonly lookup: Lookup
  readonly onUnset: (name: string) => void
  readonly depth: number
}

type Part =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'invalid' }
  | { readonly kind: 'variable'; readonly name: string; readonly operator: string; readonly word: string }

function evaluate(template: string, scope: Scope): string | TemplateFault {
  if (!template.includes('$')) return template
  if (scope.depth > deepest) return { kind: 'invalid', template }
  let result = ''
  for (const part of partsOf(template)) {
    const text = part.kind === 'text' ? part.text : part.kind === 'invalid' ? undefined : valueOf(part, scope)
    if (typeof text === 'object') return text
    if (text === undefined) return { kind: 'invalid', template }
    result += text
  }
  return result
}

function valueOf(
  { name, operator, word }: Part & { kind: 'variable' },
  scope: Scope,
): string | TemplateFault {
  const value = scope.lookup(name)
  const present = value !== undefined && !(operator.startsWith(':') && value === '')
  const inner = { ...scope, depth: scope.depth + 1 }
  switch (operator.at(-1)) {
    case '-':
      return present ? value : evaluate(word, inner)
    case '+':
      return present ? evaluate(word, inner) : (value ?? '')
    case '?': {
      if (present) return value
      const message = evaluate(word, inner)
      return typeof message === 'string' ? { kind: 'required', variable: name, message } : message
    }
    default:
      if (value === undefined) scope.onUnset(name)
      return value ?? ''
  }
}

/** Cuts a text at its variables, leftmost first. */
function* partsOf(text: string): Generator<Part> {
  let from = 0
  let lineEnd = -1
  let lastBrace = -1
  for (let at = text.indexOf('$'); at !== -1; at = text.indexOf('$', from)) {
    if (at > from) yield { kind: 'text', text: text.slice(from, at) }
    if (at >= lineEnd) {
      const next = text.indexOf('\n', at)
      lineEnd = next === -1 ? text.length : next
      lastBrace = text.lastIndexOf('}', lineEnd - 1)
    }
    const { part, end } = text[at + 1] === '{' ? bracedAt(text, at, lastBrace) : simpleAt(text, at)
    yield part
    from = end
  }
  if (from < text.length) yield { kind: 'text', text: text.slice(from) }
}

/** `$$`, `$NAME`, or a dollar that stands for itself. */
function simpleAt(text: string, at: number): { part: Part; end: number } {
  if (text[at + 1] === '$') return { part: { kind: 'text', text: '$' }, end: at + 2 }
  const name = nameAt(text, at + 1)
  if (name === '') return { part: { kind: 'text', text: '$' }, end: at + 1 }
  return { part: { kind: 'variable', name, operator: '', word: '' }, end: at + 1 + name.length }
}

/** `${NAME}` or `${NAME<operator>word}`; the word ends at the first balanced brace, or at the line's last one. */
function bracedAt(text: string, at: number, lastBrace: number): { part: Part; end: number } {
  const invalid = { part: { kind: 'invalid' } as const, end: at + 2 }
  const name = nameAt(text, at + 2)
  if (name === '') return invalid
  const nameEnd = at + 2 + name.length
  if (text[nameEnd] === '}')
    return { part: { kind: 'variable', name, operator: '', word: '' }, end: nameEnd + 1 }
  const operator = operatorAt(text, nameEnd)
  const wordStart = nameEnd + operator.length
  if (operator === '' || lastBrace < wordStart) return invalid
  const close = closingBrace(text, at, lastBrace)
  return { part: { kind: 'variable', name, operator, word: text.slice(wordStart, close) }, end: close + 1 }
}

/** The reference skips the character after each opening brace, so `{}` in a word never closes. */
function closingBrace(text: string, at: number, lastBrace: number): number {
  let open = 0
  for (let i = at; i <= lastBrace; i++) {
    if (text[i] === '}' && --open === 0) return i
    if (text[i] === '{') {
      open++
      i++
    }
  }
  return lastBrace
}

function nameAt(text: string, at: number): string {
  namePattern.lastIndex = at
  return namePattern.exec(text)?.[0] ?? ''
}

function operatorAt(text: string, at: number): string {
  const length = text[at] === ':' ? 2 : 1
  const operator = text.slice(at, at + length)
  return /^:?[-+?]$/.test(operator) ? operator : ''
}

const namePattern = /[_a-zA-Z][_a-zA-Z0-9]*/y

/** Defaults within defaults; far beyond any use. */
const deepest = 50

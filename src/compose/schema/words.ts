/** How messages name places, kinds of values and values. */
import type { Node, Path, ScalarNode } from '../tree.ts'
import { locate } from '../owners.ts'
import { typesOf, type JsonType, type Rule } from './rules.ts'

/** `service "web": "build.args"`: how a sentence about a value begins. */
export function subject(path: Path): string {
  const { owner, below } = locate(path)
  if (below === '') return owner === '' ? 'the file' : owner
  return owner === '' ? `"${below}"` : `${owner}: "${below}"`
}

const typeWords: Readonly<Record<JsonType, string>> = {
  object: 'a map',
  array: 'a list',
  string: 'a string',
  number: 'a number',
  integer: 'a whole number',
  boolean: 'true or false',
  null: 'nothing',
}

/** What a rule expects: `a list or a map`, `a whole number`, `a duration`. */
export function expectation(rule: Rule): string {
  if (rule.title !== undefined) return rule.title
  const types = (typesOf(rule) ?? []).filter((type) => type !== 'null')
  // `[integer, string]`, in this order: a number, which variables may have left as text.
  const isTextOfOther =
    types.indexOf('string') === 1 && ['boolean', 'number', 'integer'].includes(types[0] ?? '')
  return oneOf(types.filter((type) => !(isTextOfOther && type === 'string')).map((type) => typeWords[type]))
}

/** `a, b or c` */
export function oneOf(words: readonly string[]): string {
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} or ${words.at(-1)}`
}

/** `, for example ["8080:80"]`, or nothing where the expectation says it all. */
export function exampleOf(rule: Rule): string {
  const example = rule.examples?.[0]
  return example === undefined || typeof example === 'boolean' ? '' : `, for example ${flow(example)}`
}

/** A value as YAML in one line. */
export function flow(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flow).join(', ')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  return `{${Object.entries(value)
    .map(([key, child]) => `${key}: ${flow(child)}`)
    .join(', ')}}`
}

/** What stands in the file, in words: `a list`, `17`, `no value`. */
export function foundWords(node: Node): string {
  if (node.kind === 'map') return 'a map'
  if (node.kind === 'list') return 'a list'
  if (node.value === null) return 'nothing'
  return typeof node.value === 'string' ? JSON.stringify(clip(node.value)) : scalarText(node)
}

/** A scalar as it was written, where a variable did not make it: `3.10` stays `3.10`. */
export function scalarText({ span, value }: ScalarNode): string {
  const written = span.source.text.slice(span.start, span.end)
  return /^[-+.\w]+$/.test(written) && typeof value !== 'string' ? written : String(value)
}

/** The beginning of a text too long for a message. */
export function clip(text: string): string {
  return text.length > 60 ? `${text.slice(0, 57)}…` : text
}

/** YAML that every parser reads alike, those of YAML 1.1 too. */
import type { Arranged } from './print-order.ts'

/** A document in block style with two blanks of indentation; ends with a line feed. */
export function toYaml(value: Arranged): string {
  if (value instanceof Map && value.size > 0) return mapLines(value, '').join('\n') + '\n'
  if (Array.isArray(value) && value.length > 0) return listLines(value, '').join('\n') + '\n'
  return `${flow(value)}\n`
}

function mapLines(map: ReadonlyMap<string, Arranged>, margin: string): string[] {
  return [...map].flatMap(([name, value]) => {
    const key =
      name.length > 128 || name.includes('\n') ? longKey(name, margin) : `${margin}${plainOrQuoted(name)}:`
    if (value instanceof Map && value.size > 0) return [key, ...mapLines(value, `${margin}  `)]
    if (Array.isArray(value) && value.length > 0) return [key, ...listLines(value, `${margin}  `)]
    return [`${key} ${leaf(value, margin)}`]
  })
}

function listLines(list: readonly Arranged[], margin: string): string[] {
  return list.flatMap((item) => {
    const inner = `${margin}  `
    const lines =
      item instanceof Map && item.size > 0
        ? mapLines(item, inner)
        : Array.isArray(item) && item.length > 0
          ? listLines(item, inner)
          : [inner + leaf(item, margin)]
    const [first = '', ...rest] = lines
    return [`${margin}- ${first.slice(inner.length)}`, ...rest]
  })
}

/** Names that are too long for one line, or have line ends, need a key of their own. */
function longKey(name: string, margin: string): string {
  return `${margin}? ${doubleQuoted(name)}\n${margin}:`
}

function leaf(value: Arranged, margin: string): string {
  return typeof value === 'string' && isBlock(value) ? block(value, `${margin}  `) : flow(value)
}

function flow(value: Arranged): string {
  if (typeof value === 'string') return plainOrQuoted(value)
  if (value === null) return 'null'
  if (typeof value === 'object') return value instanceof Map ? '{}' : '[]'
  return typeof value === 'number' ? numberText(value) : String(value)
}

function numberText(value: number): string {
  if (Number.isNaN(value)) return '.nan'
  return Number.isFinite(value) ? String(value) : value > 0 ? '.inf' : '-.inf'
}

/** Texts of several lines are printed as they are, where nothing in them could be misread. */
function isBlock(text: string): boolean {
  return (
    /^[^\s]/.test(text) &&
    text.includes('\n') &&
    !/[^\n\u0020-\u007e\u00a0-\ud7ff\ue000-\ufefe]| \n| $/.test(text)
  )
}

function block(text: string, margin: string): string {
  const end = /\n*$/.exec(text)?.[0].length ?? 0
  const chomping = end === 0 ? '-' : end === 1 ? '' : '+'
  const lines = text.slice(0, end === 0 ? undefined : -1).split('\n')
  return [`|${chomping}`, ...lines.map((line) => (line === '' ? '' : margin + line))].join('\n')
}

/** Words that some version of YAML takes for a truth value or for nothing. */
const WORDS = /^(?:y|n|yes|no|on|off|true|false|null|~|<<|=|)$/i
/** Numbers and dates of any version of YAML, and everything that begins like one. */
const NUMBERS = /^[-+]?(?:\.?\d[\d_,.:eExXoObB+a-fA-F-]*|\.(?:inf|nan))$|^\d{4}-\d\d?-\d\d?/i
const SAFE = /^(?:--?(?=\p{L}))?[\p{L}\p{N}/_.~$+(][\p{L}\p{N} /_.~$+=;,()@%^*!?&|<>"'\\:{}[\]`-]*$/u

function plainOrQuoted(text: string): string {
  const plain = SAFE.test(text) && !WORDS.test(text) && !NUMBERS.test(text) && !/: |:$| #| $/.test(text)
  if (plain) return text
  return /^[\u0020-\u007e\u00a0-\u167f\u1681-\u1fff]*$/.test(text) &&
    !text.includes("'") &&
    /["\\]/.test(text)
    ? `'${text}'`
    : doubleQuoted(text)
}

function doubleQuoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

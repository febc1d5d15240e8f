/** Commands written as one string. */

export interface Words {
  readonly words: readonly string[]
  /** What stands after the first unquoted operator and is lost. */
  readonly lost?: string
}

type Mode = 'plain' | 'single' | 'double' | 'backtick' | 'dollar'
const BLANKS = ' \t\r\n'
const OPERATORS = ';&|<>'

/**
 * Splits a command like a shell does its words: quotes, backslashes and blanks, but nothing is expanded, and everything from the
 * first unquoted `; & | < >` is dropped. Undefined where quotes or parentheses do not close.
 */
export function splitWords(text: string): Words | undefined {
  const words: string[] = []
  let word: string | undefined
  let mode: Mode = 'plain'
  const put = (piece: string) => void (word = (word ?? '') + piece)
  const end = () => {
    if (word !== undefined) words.push(word)
    word = undefined
  }
  const characters = text.split('')
  for (let at = 0; at < characters.length; at++) {
    const character = characters[at] ?? ''
    if (character === '\\' && mode !== 'single') {
      if (++at === characters.length) return undefined
      put(characters[at] ?? '')
    } else if (BLANKS.includes(character)) {
      if (mode === 'plain') end()
      else put(character)
    } else if (mode === 'plain' && OPERATORS.includes(character)) {
      if (character === '>' && /^\d/.test(word ?? '')) word = undefined
      end()
      return { words, lost: characters.slice(at).join('') }
    } else {
      const next = nextMode(mode, character, word ?? '')
      if (next === undefined) return undefined
      put(isQuote(mode, next, character) ? '' : character)
      mode = next
    }
  }
  if (mode !== 'plain') return undefined
  end()
  return { words }
}

/** The mode after a character; undefined where it may not stand. */
function nextMode(mode: Mode, character: string, word: string): Mode | undefined {
  switch (character) {
    case "'":
      return toggle(mode, 'single', ['plain', 'backtick'])
    case '"':
      return toggle(mode, 'double', ['plain', 'backtick'])
    case '`':
      return toggle(mode, 'backtick', ['plain'])
    case ')':
      return toggle(mode, 'dollar', ['plain'])
    case '(':
      if (mode === 'plain') return word.endsWith('$') ? 'dollar' : undefined
      return mode === 'dollar' ? undefined : mode
    default:
      return mode
  }
}

function toggle(mode: Mode, own: Mode, from: readonly Mode[]): Mode {
  if (mode === own) return 'plain'
  return from.includes(mode) ? own : mode
}

/** Whether the character only opened or closed a quotation and is no part of the word. */
function isQuote(mode: Mode, next: Mode, character: string): boolean {
  return mode !== next && (character === "'" || character === '"')
}

/** From the bytes of a keyboard to keys. */

/** What the user did: a key by name (`a`, `A`, `?`, `enter`, `up`, `ctrl-c`), or a text pasted in one go. */
export type Input =
  | { readonly type: 'key'; readonly key: string }
  | { readonly type: 'paste'; readonly text: string }

export interface Decoded {
  readonly inputs: readonly Input[]
  /** The beginning of something whose end has not come yet. */
  readonly rest: string
}

/** Reads all that is whole. What is left may be the Escape key itself: `decodeRest` says so when nothing follows. */
export function decodeInput(text: string): Decoded {
  const inputs: Input[] = []
  let left = text
  while (left !== '') {
    const next = nextInput(left)
    if (!next) break
    if (next.input) inputs.push(next.input)
    left = left.slice(next.length)
  }
  return { inputs, rest: left }
}

/** The rest when no more came: Escape, and whatever stands after it by itself. */
export function decodeRest(rest: string): readonly Input[] {
  if (!rest.startsWith(escape)) return []
  return [{ type: 'key', key: 'esc' }, ...(rest.length > 2 ? [] : decodeInput(rest.slice(1)).inputs)]
}

const escape = '\u001B'
const paste = { begin: '\u001B[200~', end: '\u001B[201~' } as const

/** Undefined input: a sequence that means nothing to us. */
type Next = { readonly input: Input | undefined; readonly length: number }

function nextInput(text: string): Next | undefined {
  if (text.startsWith(paste.begin)) return pasted(text)
  if (text.startsWith(escape)) return escaped(text)
  const character = String.fromCodePoint(text.codePointAt(0) ?? 0)
  const name = named.get(character) ?? (character < ' ' ? controlName(character) : character)
  return { input: { type: 'key', key: name }, length: character.length }
}

function pasted(text: string): Next | undefined {
  const end = text.indexOf(paste.end)
  if (end === -1) return undefined
  const content = text.slice(paste.begin.length, end)
  return { input: { type: 'paste', text: content }, length: end + paste.end.length }
}

/** Undefined while the sequence may go on. */
function escaped(text: string): Next | undefined {
  if (text.length === 1) return undefined
  if (text.startsWith(`${escape}${escape}`)) return { input: { type: 'key', key: 'esc' }, length: 1 }
  const introduced = text[1] === '[' || text[1] === 'O'
  if (!introduced)
    return { input: undefined, length: 1 + String.fromCodePoint(text.codePointAt(1) ?? 0).length }
  const [sequence] = (text[1] === 'O' ? singleShift : control).exec(text) ?? []
  if (sequence !== undefined) return { input: keyOf(sequence), length: sequence.length }
  return unfinished.test(text) ? undefined : { input: undefined, length: 2 }
}

const singleShift = new RegExp(String.raw`^\u001BO.`, 'u')
const control = new RegExp(String.raw`^\u001B\[[\u0030-\u003F]*[\u0020-\u002F]*[\u0040-\u007E]`)
const unfinished = new RegExp(String.raw`^\u001B(?:O|\[[\u0020-\u003F]*)$`)

/** Modifiers (`ESC [ 1;2A`) do not count: the key is the same. */
function keyOf(sequence: string): Input | undefined {
  const body = sequence
    .slice(2)
    .replace(/^1;\d+/, '')
    .replace(/;\d+~$/, '~')
  const key = sequences.get(body)
  return key === undefined ? undefined : { type: 'key', key }
}

const sequences: ReadonlyMap<string, string> = new Map([
  ['A', 'up'],
  ['B', 'down'],
  ['C', 'right'],
  ['D', 'left'],
  ['H', 'home'],
  ['F', 'end'],
  ['Z', 'shift-tab'],
  ['1~', 'home'],
  ['3~', 'delete'],
  ['4~', 'end'],
  ['5~', 'pageup'],
  ['6~', 'pagedown'],
  ['7~', 'home'],
  ['8~', 'end'],
])

const named: ReadonlyMap<string, string> = new Map([
  ['\r', 'enter'],
  ['\n', 'enter'],
  ['\t', 'tab'],
  [' ', 'space'],
  ['\u007F', 'backspace'],
  ['\b', 'backspace'],
])

function controlName(character: string): string {
  return `ctrl-${String.fromCodePoint((character.codePointAt(0) ?? 0) + 96)}`
}

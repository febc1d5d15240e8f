/** Pieces of text for the quick reader. Undefined stands for whatever needs the full parser. */

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
  const isUsual =
    /^"(?:[^\\]|\\(?:[bfnrt"\\]|u[0-9a-fA-F]{4}))*"$/.test(quoted) && !/\\u[dD][89a-fA-F]/.test(quoted)
  const value: unknown = isUsual ? JSON.parse(quoted) : undefined
  return typeof value === 'string' ? value : undefined
}

/** A literal block (`|`, `|-`) under something that stands at `column`: its text, and where it ends. */
export function readLiteral(
  text: string,
  at: number,
  column: number,
): { readonly value: string; readonly end: number } | undefined {
  const header = /\|(-?) *(?: #[^\n]*)?\n((?:\n)*)( +)(?=[^ \n])/y
  header.lastIndex = at
  const match = header.exec(text)
  if (!match) return undefined
  const [whole, chomp, blankLines = '', indent = ''] = match
  if (indent.length <= column) return undefined
  const start = at + whole.length - indent.length
  const lines: string[] = []
  let end = start
  for (let from = start; from < text.length;) {
    const next = text.indexOf('\n', from)
    if (next === -1) return undefined
    const line = text.slice(from, next)
    const isEmpty = /^ *$/.test(line)
    if (!isEmpty && !line.startsWith(indent)) break
    lines.push(line.slice(indent.length))
    from = next + 1
    if (!isEmpty) end = from
    else if (line.length > indent.length) return undefined
  }
  const value = blankLines + lines.join('\n').replace(/\n+$/, '')
  return { value: chomp === '-' ? value : `${value}\n`, end }
}

/** The name of the anchor or alias that begins here. */
export function anchorAt(text: string, at: number): string | undefined {
  const name = /[&*]([A-Za-z0-9_.-]+)(?=[ \n,\]}]|$)/y
  name.lastIndex = at
  return name.exec(text)?.[1]
}

/** The first colon of the line that ends a key. */
export function colonOf(text: string, at: number): number | undefined {
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

/** Whether an unquoted scalar may begin so. */
export function startsPlain(value: string): boolean {
  return /^(?:[^ \n\-?:,[\]{}#&*!|>'"%@`]|[-?:][^ \n])/.test(value)
}

/** Whether a space, the end of the line or of the text stands there. */
export function isBlank(letter: string | undefined): boolean {
  return letter === undefined || letter === ' ' || letter === '\n'
}

/** The place of the first letter from here that is no space. */
export function skipSpaces(text: string, from: number): number {
  let at = from
  while (text.charCodeAt(at) === 32) at++
  return at
}

/** Other blanks, like U+00A0, are letters to YAML. */
export function trimSpaces(text: string): string {
  let end = text.length
  while (text.charCodeAt(end - 1) === 32) end--
  return text.slice(0, end)
}

/** Where the line ends: at its line feed, or at the end of the text. */
export function endOfLine(text: string, from: number): number {
  const end = text.indexOf('\n', from)
  return end === -1 ? text.length : end
}

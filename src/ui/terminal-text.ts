/** Foreign output made safe: lines keep their colours and tabs, and nothing else that could drive a terminal. */

/** No line is longer; what is beyond is counted, not shown. */
const maximumLength = 16 * 1024

/** One line of foreign output. What a carriage return would overwrite is left out; `color: false` takes the colours too. */
export function cleanLine(text: string, { color }: { readonly color: boolean }): string {
  const line = capped(afterLastReturn(text))
  if (!/[\p{Cc}\u202A-\u202E\u2066-\u2069]/u.test(line)) return line
  let colored = false
  const clean = line.replaceAll(dangerous, (sequence) => {
    if (!color || !isColor(sequence)) return ''
    colored = true
    return sequence
  })
  return colored && !endsPlain(clean) ? `${clean}\u001B[0m` : clean
}

/** Its last colour is that of the terminal. */
function endsPlain(line: string): boolean {
  // oxlint-disable-next-line no-control-regex
  return /\u001B\[0?m[^\u001B]*$/.test(line)
}

function isColor(sequence: string): boolean {
  return sequence.startsWith('\u001B[') && /^[\d;:]*m$/.test(sequence.slice(2))
}

/** Strings for the terminal (OSC, DCS, …), control sequences, other escapes, control characters, changes of direction. */
const dangerous = new RegExp(
  [
    String.raw`(?:\u001B[\]PX^_]|[\u0090\u0098\u009D-\u009F])[^\u0007\u001B\u009C]*(?:\u0007|\u001B\\|\u009C)?`,
    String.raw`(?:\u001B\[|\u009B)[\u0030-\u003F]*[\u0020-\u002F]*[\u0040-\u007E]?`,
    String.raw`\u001B[\u0020-\u002F]*[\u0030-\u007E]?`,
    String.raw`[\u0000-\u0008\u000A-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069]`,
  ].join('|'),
  'g',
)

function afterLastReturn(text: string): string {
  const line = text.replace(/[\r\n]+$/, '')
  return line.slice(line.lastIndexOf('\r') + 1)
}

function capped(line: string): string {
  const beyond = line.length - maximumLength
  return beyond > 0 ? `${line.slice(0, maximumLength)} ... ${beyond} more characters` : line
}

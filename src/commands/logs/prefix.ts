/** How lines of several containers are told apart: `web-1  | text`, a colour for each. */
import type { SourcedLine } from './source.ts'

export interface PrefixOptions {
  readonly project: string
  readonly color: boolean
  readonly prefix: boolean
  readonly timestamps: boolean
  /** Names of the containers known from the first, for the width. */
  readonly names: readonly string[]
}

/** cyan, yellow, green, magenta, blue; then the same in bold. */
const colors = ['36', '33', '32', '35', '34', '36;1', '33;1', '32;1', '35;1', '34;1']

/** Makes the text of each line; a longer name that comes later widens the column from then on. */
export function createLineFormat(options: PrefixOptions): (line: SourcedLine) => string {
  const colorOf = new Map<string, string>()
  const short = (name: string) => shortName(name, options.project)
  let width = Math.max(0, ...options.names.map((name) => short(name).length))
  for (const name of options.names) colorOf.set(name, colorAt(colorOf.size))

  const prefixOf = (name: string) => {
    if (!colorOf.has(name)) colorOf.set(name, colorAt(colorOf.size))
    width = Math.max(width, short(name).length)
    const prefix = `${short(name).padEnd(width)}  | `
    return options.color ? `\u001B[${colorOf.get(name)}m${prefix}\u001B[0m` : prefix
  }
  return ({ source, timestamp, text }) =>
    `${options.prefix ? prefixOf(source.name) : ''}${options.timestamps ? `${timestamp} ` : ''}${text}\n`
}

function colorAt(count: number): string {
  return colors[count % colors.length] ?? '36'
}

/** `web-1` for `shop-web-1` of the project shop. */
function shortName(name: string, project: string): string {
  return name.startsWith(`${project}-`) ? name.slice(project.length + 1) : name
}

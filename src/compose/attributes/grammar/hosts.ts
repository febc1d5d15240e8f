/** Extra hosts: `db=10.0.0.5`, `db:10.0.0.5`, `six=[::1]`. */

export interface Host {
  readonly name: string
  readonly addresses: readonly string[]
}

/** Reads a host and its comma-separated addresses; `=` divides before `:` does. Undefined where nothing divides, or `:` stands before `=`. */
export function parseHost(text: string): Host | undefined {
  const at = text.includes('=') ? text.indexOf('=') : text.indexOf(':')
  if (at <= 0 || text.slice(0, at).includes(':')) return undefined
  return {
    name: text.slice(0, at),
    addresses: text
      .slice(at + 1)
      .split(',')
      .map(withoutBrackets),
  }
}

/** `::1` for `[::1]`. */
export function withoutBrackets(address: string): string {
  return address.length > 2 && address.startsWith('[') && address.endsWith(']')
    ? address.slice(1, -1)
    : address
}

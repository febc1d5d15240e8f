/** Addresses, in text. */

const V4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/

/** Whether a text is an IPv4 or IPv6 address, without brackets or zone. */
export function isIP(text: string): boolean {
  return V4.test(text) || isIPv6(text)
}

/** Whether a text is an IPv6 address: groups of up to four hexadecimal digits, at most one `::`, perhaps an IPv4 tail. */
function isIPv6(text: string): boolean {
  const halves = text.split('::')
  if (halves.length > 2 || !text.includes(':')) return false
  const groups = halves.flatMap((half, index) =>
    half === '' ? [] : half.split(':').map((group) => ({ group, index })),
  )
  const tail = groups.at(-1)?.group ?? ''
  const hasV4 = V4.test(tail)
  const hex = hasV4 ? groups.slice(0, -1) : groups
  if (!hex.every(({ group }) => /^[\da-f]{1,4}$/i.test(group))) return false
  const size = hex.length + (hasV4 ? 2 : 0)
  return halves.length === 2 ? size < 8 : size === 8
}

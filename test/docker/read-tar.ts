/** Reads tar archives for tests, independently of what writes them: ustar with pax headers. */
export interface ReadEntry {
  readonly name: string
  readonly type: string
  readonly linkname: string
  readonly mode: number
  readonly uid: number
  readonly gid: number
  readonly content: string
}

const types: Readonly<Record<string, string>> = {
  '0': 'file',
  '1': 'link',
  '2': 'symlink',
  '5': 'directory',
  '6': 'fifo',
}

export function readTar(archive: Buffer): readonly ReadEntry[] {
  const entries: ReadEntry[] = []
  let pax = new Map<string, string>()
  for (let at = 0; at + 512 <= archive.length && archive[at] !== 0;) {
    const text = (offset: number, length: number) =>
      archive
        .subarray(at + offset, at + offset + length)
        .toString()
        .replace(/\0[^]*$/, '')
    const octal = (offset: number, length: number) => parseInt(text(offset, length).trim() || '0', 8)
    const size = octal(124, 12)
    const content = archive.subarray(at + 512, at + 512 + size).toString()
    const type = text(156, 1)
    const prefix = text(345, 155)
    if (type === 'x') pax = paxOf(content)
    else {
      const name = pax.get('path') ?? (prefix === '' ? text(0, 100) : `${prefix}/${text(0, 100)}`)
      const linkname = pax.get('linkpath') ?? text(157, 100)
      const numbers = { mode: octal(100, 8), uid: octal(108, 8), gid: octal(116, 8) }
      entries.push({ name, type: types[type] ?? type, linkname, ...numbers, content })
      pax = new Map()
    }
    at += 512 + Math.ceil(size / 512) * 512
  }
  return entries
}

function paxOf(content: string): Map<string, string> {
  const records = [...content.matchAll(/\d+ ([^=]+)=(.*)\n/g)]
  return new Map(records.map(([, key = '', value = '']) => [key, value]))
}

/** Volumes in one string: `./data:/var/lib/data:ro,z`. */

export interface ShortVolume {
  readonly type: 'bind' | 'volume'
  readonly source?: string
  readonly target: string
  readonly readOnly: boolean
  readonly noCopy: boolean
  readonly selinux?: string
  readonly propagation?: string
  /** True where the text is too short to hold more than a target: such a volume has no options of its own, not even empty ones. */
  readonly bare: boolean
  /** Options nobody knows; they have no effect. */
  readonly unknown: readonly string[]
}

export type VolumeResult = { readonly volume: ShortVolume } | { readonly fault: string }

const PROPAGATIONS = new Set(['private', 'rprivate', 'shared', 'rshared', 'slave', 'rslave'])

/**
 * Reads `[SOURCE:]TARGET[:OPTIONS]`. A colon after exactly one letter belongs to a Windows drive, and colons inside `${…}` are text.
 * It is a bind mount when the source looks like a path, otherwise a named volume, or an anonymous one without a source.
 */
export function parseVolume(text: string): VolumeResult {
  if (text === '') return { fault: 'it is empty' }
  const bare = Buffer.byteLength(text) <= 2
  const fields = bare ? [text] : splitFields(text)
  if (fields.includes('')) return { fault: 'a part between colons is empty' }
  if (fields.length > 3) return { fault: 'it has too many colons' }
  const [first = '', second, options = ''] = fields
  const source = second === undefined ? undefined : first
  const target = cleanPath(second ?? first)
  const type = source !== undefined && isPath(source) ? 'bind' : 'volume'
  return { volume: { type, ...(source !== undefined && { source }), target, bare, ...readOptions(options) } }
}

/** Whether the source of a short volume is a path of the host rather than the name of a volume. */
function isPath(source: string): boolean {
  return /^[./~]|^\\\\|^\p{L}:/u.test(source)
}

/** A slash-separated path without `.`, `..` and doubled or trailing slashes, by text alone. */
export function cleanPath(path: string): string {
  if (!/\/\/|\/$|(?:^|\/)\.{1,2}(?:\/|$)/.test(path) && path !== '') return path
  const rooted = path.startsWith('/')
  const parts: string[] = []
  for (const part of path.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.length > 0 && parts.at(-1) !== '..') parts.pop()
    else if (!rooted) parts.push('..')
  }
  return (rooted ? '/' : '') + parts.join('/') || '.'
}

function splitFields(text: string): string[] {
  const fields = ['']
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at)
    const field = fields.at(-1) ?? ''
    if (character === '{' && (depth > 0 || field.endsWith('$'))) depth++
    else if (character === '}' && depth > 0) depth--
    if (character === ':' && depth === 0 && !/^\p{L}$/u.test(field)) fields.push('')
    else fields[fields.length - 1] = field + character
  }
  return fields
}

function readOptions(text: string) {
  const options = text === '' ? [] : text.split(',')
  const last = (known: (option: string) => boolean) => options.findLast(known)
  const selinux = last((option) => option === 'z' || option === 'Z')
  const propagation = last((option) => PROPAGATIONS.has(option))
  return {
    readOnly: last((option) => option === 'ro' || option === 'rw') === 'ro',
    noCopy: options.includes('nocopy'),
    ...(selinux !== undefined && { selinux }),
    ...(propagation !== undefined && { propagation }),
    unknown: options.filter(
      (option) => !PROPAGATIONS.has(option) && !['ro', 'rw', 'nocopy', 'z', 'Z'].includes(option),
    ),
  }
}

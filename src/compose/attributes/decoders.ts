/**
 * Canonical node → value of the Project. What is empty or zero is left out (undefined) unless the name says otherwise.
 * A node of a kind that the schema refuses is passed over in silence: it is reported there.
 */
import type { ListNode, MapNode, Node, ScalarNode } from '../tree.ts'
import type { Attribute } from './attribute.ts'
import { parseBytes } from './grammar/bytes.ts'
import { formatDuration, parseDuration } from './grammar/durations.ts'
import { formatNumber, parseBoolean, parseWhole, toFloat32 } from './grammar/numbers.ts'
import { formatMode } from './grammar/modes.ts'
import { nameOf, refuse } from './messages.ts'

export type Decode = NonNullable<Attribute['decode']>

/** Text; whole numbers become text. */
export const text: Decode = (node, context) => {
  if (node.kind !== 'scalar' || node.value === null || node.value === '') return undefined
  if (node.type === 'float') return refuse(node, context, 'text: quote the number')
  return scalarText(node)
}

/** A truth value; false is left out. */
export const flag: Decode = (node, context) => optionalFlag(node, context) || undefined

/** A truth value. */
export const optionalFlag: Decode = (node, context) => {
  if (node.kind !== 'scalar' || node.value === null) return undefined
  if (typeof node.value === 'boolean') return node.value
  if (typeof node.value !== 'string') return undefined
  return parseBoolean(node.value) ?? refuse(node, context, 'true or false')
}

/** A whole number; fractions are cut off, zero is left out. */
export const whole: Decode = (node, context) => optionalWhole(node, context) || undefined

/** A whole number from 0 upwards that YAML reads as one: text is refused, as the reference does here; zero is left out. */
export const unquotedNatural: Decode = (node, context) =>
  node.kind === 'scalar' && node.type === 'str'
    ? refuse(node, context, 'a number without quotes')
    : natural(node, context)

/** A whole number from 0 upwards; zero is left out. */
export const natural: Decode = (node, context) => optionalNatural(node, context) || undefined

/** A whole number; fractions are cut off. */
export const optionalWhole: Decode = (node, context) => {
  const value = numberOf(node)
  if (value === undefined) return undefined
  if (value === 'none') return refuse(node, context, 'a whole number')
  if (Math.abs(Number(value)) > 2 ** 63) return refuse(node, context, 'a whole number of at most 64 bits')
  return typeof value === 'bigint' ? value : Math.trunc(value)
}

/** A whole number from 0 upwards. */
export const optionalNatural: Decode = (node, context) => {
  const value = optionalWhole(node, context)
  return typeof value === 'number' && value < 0
    ? refuse(node, context, 'a whole number from 0 upwards')
    : value
}

/** A number with the precision of a 32-bit float; zero is left out. */
export const float32: Decode = (node, context) => {
  const value = decimal(node, context)
  return typeof value === 'number' ? toFloat32(value) || undefined : undefined
}

/** A number; zero is left out. */
export const decimal: Decode = (node, context) => {
  const value = numberOf(node)
  if (value === undefined) return undefined
  if (value === 'none') return refuse(node, context, 'a number')
  return Number(value) || undefined
}

/** A size in bytes as decimal text; zero is left out. A float of YAML is lost, as in docker compose, with a warning. */
export const bytes: Decode = (node, context) => {
  if (node.kind !== 'scalar' || node.value === null || typeof node.value === 'boolean') return undefined
  if (node.type === 'float') {
    context.report({
      severity: 'warning',
      code: 'ignored-value',
      message: `${nameOf(context.path)} is ${formatNumber(Number(node.value), 'float')} and ignored: a size with a fraction must be text`,
      hint: 'quote it, or write a whole number with a unit: 64m',
      node,
    })
    return undefined
  }
  const size = parseBytes(String(node.value))
  if (size === undefined) return refuse(node, context, 'a size such as 512m, 1.5g or a number of bytes')
  return size === '0' ? undefined : size
}

/** A duration as Go prints it. */
export const duration: Decode = (node, context) => {
  if (node.kind !== 'scalar' || node.value === null) return undefined
  const time = parseDuration(String(node.value))
  return time === undefined
    ? refuse(node, context, 'a duration with units such as 90s, 1m30s or 500ms')
    : formatDuration(time)
}

/** A duration as Go prints it; zero is left out. */
export const nonZeroDuration: Decode = (node, context) => {
  const time = duration(node, context)
  return time === '0s' ? undefined : time
}

/** A list of texts; one text is a list of one. */
export const texts: Decode = (node, context) => {
  const items = node.kind === 'list' ? node.items : [node]
  const found: string[] = []
  for (const item of items) {
    if (item.kind !== 'scalar' || item.value === null) continue
    if (item.type === 'float') refuse(item, context, 'text or a whole number')
    else found.push(scalarText(item))
  }
  return found.length > 0 ? found : undefined
}

/** A map of texts, from a map or a list of `K=V`; a missing value is the empty text. */
export const keyValues: Decode = (node) => pairs(node, '')

/** A map of texts, from a map or a list of `K=V`; a missing value is null. */
export const keyValuesOrNull: Decode = (node) => pairs(node, null)

/** A map of texts and whole numbers; null is the empty text. */
export const textMap: Decode = (node, context) => {
  if (node.kind !== 'map' || node.entries.size === 0) return undefined
  const object = emptyObject()
  for (const { key, value } of node.entries.values()) {
    const isText = value.kind === 'scalar' && value.type !== 'float' && value.type !== 'bool'
    if (isText) object[key] = scalarText(value)
    else refuse(value, { ...context, path: [...context.path, key] }, 'text: quote it')
  }
  return object
}

/** A file mode such as `0440`. */
export const mode: Decode = (node, context) => {
  if (node.kind !== 'scalar' || node.value === null) return undefined
  return formatMode(node.value) ?? refuse(node, context, 'a file mode in octal such as "0440"')
}

/** A scalar as Go turns it into text. */
export function scalarText(node: ScalarNode): string {
  const { value } = node
  if (value === null) return ''
  if (typeof value === 'number' || typeof value === 'bigint')
    return formatNumber(value, node.type === 'float' ? 'float' : 'int')
  return String(value)
}

/** An object that takes any name as a key, `__proto__` too. */
export function emptyObject(): Record<string, unknown> {
  return Object.create(null)
}

function pairs(node: Node, missing: '' | null): unknown {
  const object = emptyObject()
  if (node.kind === 'map') readMap(node, object, missing)
  if (node.kind === 'list') readList(node, object, missing)
  return Object.keys(object).length > 0 ? object : undefined
}

function readMap(map: MapNode, object: Record<string, unknown>, missing: '' | null): void {
  for (const { key, value } of map.entries.values()) {
    if (value.kind === 'scalar') object[key] = value.value === null ? missing : scalarText(value)
  }
}

function readList(list: ListNode, object: Record<string, unknown>, missing: '' | null): void {
  for (const item of list.items) {
    if (item.kind !== 'scalar' || item.value === null) continue
    const line = scalarText(item)
    const at = line.indexOf('=')
    object[at === -1 ? line : line.slice(0, at)] = at === -1 ? missing : line.slice(at + 1)
  }
}

/** The number of a scalar; `none` where its text is no number, undefined where there is nothing to read. */
function numberOf(node: Node): number | bigint | 'none' | undefined {
  if (node.kind !== 'scalar' || node.value === null || typeof node.value === 'boolean') return undefined
  if (typeof node.value !== 'string') return node.value
  const value =
    parseWhole(node.value) ??
    (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(node.value) ? Number(node.value) : undefined)
  return value ?? 'none'
}

import type { ListNode, MapNode, Node, ScalarNode } from '../tree.ts'
import { typesOf, type Rule } from './rules.ts'
import { clip, flow, scalarText } from './words.ts'

/** What to write instead of a value of the wrong type, where that can be told. */
export function fixFor(node: Node, rule: Rule): string | undefined {
  if (node.kind === 'map') return fixForMap(node, rule)
  if (node.kind === 'list') return fixForList(node, rule)
  return node.value === null ? undefined : fixForScalar(node, rule)
}

function fixForScalar(node: ScalarNode, rule: Rule): string | undefined {
  const types = typesOf(rule) ?? []
  const text = clip(scalarText(node))
  if (types.every((type) => type === 'object' || type === 'null')) return mapFix(node, rule)
  if (typeof node.value === 'string')
    return types.includes('array') ? listFix(text, rule) : plainFix(text, types)
  if (rule.title === 'a duration') return `write it with a unit: "${text}s"`
  if (rule.title === 'a size in bytes' && types.length === 1) return `write it with a unit: "${text}m"`
  if (typeof node.value === 'boolean') return booleanFix(node.value, rule)
  if (types.includes('string') && isPlainText(types)) return `write it in quotes: "${text}"`
  return types.includes('array') ? listFix(text, rule) : undefined
}

/** `logging: json-file` → `{driver: "json-file"}`: the value is that of the attribute the example begins with. */
function mapFix({ value }: ScalarNode, rule: Rule): string | undefined {
  const [key, shown] = Object.entries(rule.examples?.[0] ?? {})[0] ?? []
  if (key === undefined || !rule.properties?.[key]) return undefined
  const isLikely = typeof shown === typeof value || (Array.isArray(shown) && typeof value === 'string')
  return isLikely ? `write ${flow({ [key]: typeof value === 'string' ? clip(value) : value })}` : undefined
}

/** `restart: false` was meant as `"no"`; elsewhere a boolean may be a word. */
function booleanFix(value: boolean, rule: Rule): string | undefined {
  const word = value ? 'always' : 'no'
  if (rule.examples?.includes(word)) return `did you mean "${word}", in quotes?`
  return typesOf(rule)?.includes('string') && isPlainText(typesOf(rule) ?? [])
    ? `write it in quotes: "${value}"`
    : undefined
}

function isPlainText(types: readonly string[]): boolean {
  return !['boolean', 'number', 'integer'].includes(types[0] ?? '')
}

function listFix(text: string, rule: Rule): string | undefined {
  const isAssignments = typesOf(rule)?.includes('object') === true && rule.patternProperties !== undefined
  if (isAssignments && !text.includes('=')) return undefined
  return `write it as a list: ${flow([text])}`
}

function plainFix(text: string, types: readonly string[]): string | undefined {
  if (types.includes('boolean') && /^(true|yes|on|y)$/i.test(text)) return 'write true, without quotes'
  if (types.includes('boolean') && /^(false|no|off|n)$/i.test(text)) return 'write false, without quotes'
  const isNumber =
    types.some((type) => type === 'number' || type === 'integer') && /^-?\d+(\.\d+)?$/.test(text)
  return isNumber ? `write it without quotes: ${text}` : undefined
}

function fixForMap({ entries }: MapNode, rule: Rule): string | undefined {
  const types = typesOf(rule) ?? []
  const [only] = entries.size === 1 ? entries.values() : []
  if (types.includes('array')) return 'write each item on a line of its own that begins with "- "'
  if (!only || only.value.kind !== 'scalar' || !types.includes('string')) return undefined
  return `a colon and a blank make a map: write it in quotes, or as "${clip(only.key)}=${clip(scalarText(only.value))}"`
}

function fixForList({ items }: ListNode, rule: Rule): string | undefined {
  const types = typesOf(rule) ?? []
  const [only] = items.length === 1 ? items : []
  if (only?.kind === 'map' && types.includes('object')) return 'leave the "-" out'
  if (only?.kind === 'scalar' && types.includes('string'))
    return `write it without the list: ${clip(scalarText(only))}`
  return types.includes('object') ? 'leave the "-" out and write "name: value" lines' : undefined
}

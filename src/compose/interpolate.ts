/** Variables of every value of a document, and casts by path. Keys are never interpolated; what was put in is not read again. */
import { nameOf, quote } from './attributes/messages.ts'
import type { Cast } from './attributes/attribute.ts'
import { stepInto, type Shape } from './attributes/shape.ts'
import { castNames, castText } from './casts.ts'
import { templateMessage } from './dotenv.ts'
import type { Report } from './problems.ts'
import { substitute, type Lookup } from './template.ts'
import type { Entry, ListNode, MapNode, Node, ScalarNode, Span } from './tree.ts'

export interface Interpolation {
  readonly shape: Shape
  readonly lookup: Lookup
  readonly report: Report
  /** Names told as unset so far: each is told once in a load. */
  readonly unset: Set<string>
}

/** The tree with its variables replaced; what has none is shared. Faults are reported and leave the text as it is. */
export function interpolate(root: Node, options: Interpolation): Node {
  return visit(root, options.shape, { ...options, path: [] })
}

/** Warns of a variable without a value, the first time it is met. */
export function reportUnset(
  name: string,
  span: Span,
  { unset, report }: Pick<Interpolation, 'unset' | 'report'>,
): void {
  if (unset.has(name)) return
  unset.add(name)
  const message = `the variable "${name}" is not set: it becomes an empty text`
  report({ severity: 'warning', code: 'unset-variable', message, span: variableSpan(name, span) })
}

interface Walk extends Interpolation {
  readonly path: (string | number)[]
}

function visit(node: Node, shape: Shape | undefined, walk: Walk): Node {
  if (node.kind === 'scalar') return node.type === 'str' ? visitText(node, shape, walk) : node
  return node.kind === 'map' ? visitMap(node, shape, walk) : visitList(node, shape, walk)
}

function visitMap(map: MapNode, shape: Shape | undefined, walk: Walk): Node {
  let entries: Map<string, Entry> | undefined
  for (const [key, entry] of map.entries) {
    walk.path.push(key)
    const value = visit(entry.value, stepInto(shape, key), walk)
    walk.path.pop()
    if (value === entry.value) continue
    entries ??= new Map(map.entries)
    entries.set(key, { ...entry, value })
  }
  return entries ? { ...map, entries } : map
}

function visitList(list: ListNode, shape: Shape | undefined, walk: Walk): Node {
  let items: Node[] | undefined
  for (const [index, item] of list.items.entries()) {
    walk.path.push(index)
    const value = visit(item, shape?.item, walk)
    walk.path.pop()
    if (value === item) continue
    items ??= [...list.items]
    items[index] = value
  }
  return items ? { ...list, items } : list
}

function visitText(node: ScalarNode, shape: Shape | undefined, walk: Walk): Node {
  const template = String(node.value)
  const cast = shape?.attribute?.cast
  if (!template.includes('$')) return cast ? castNode(node, cast, { ...walk, template }) : node
  const text = substitute(template, walk.lookup, (name) => reportUnset(name, node.span, walk))
  if (typeof text !== 'string') {
    const message = `${nameOf(walk.path)}: ${templateMessage(text)}`
    const hint =
      text.kind === 'invalid'
        ? 'write $$ for a dollar that is no variable'
        : `set ${text.variable} in the shell or in .env`
    walk.report({
      code: text.kind === 'invalid' ? 'invalid-template' : 'required-variable',
      message,
      span: node.span,
      hint,
    })
    return node
  }
  const value: ScalarNode = { ...node, value: text }
  return cast ? castNode(value, cast, { ...walk, template }) : value
}

function castNode(node: ScalarNode, cast: Cast, walk: Walk & { readonly template: string }): ScalarNode {
  const text = String(node.value)
  const found = castText(text, cast)
  const name = nameOf(walk.path)
  if (!found) {
    const source = walk.template === text ? '' : `, it comes from ${walk.template}`
    const message = `${name} must be ${castNames[cast]}: ${quote(node)} is not${source}`
    walk.report({ code: 'invalid-value', message, span: node.span })
    return node
  }
  if (found.legacy) {
    const message = `${name} is "${text}", which YAML 1.2 does not know as a boolean`
    walk.report({
      severity: 'warning',
      code: 'legacy-boolean',
      message,
      span: node.span,
      hint: `write ${found.value}`,
    })
  }
  return { ...node, type: found.type, value: found.value }
}

/** The variable within the scalar where it stands there as written, else the scalar. */
function variableSpan(name: string, span: Span): Span {
  const written = span.source.text.slice(span.start, span.end)
  const at = written.search(new RegExp(`\\$(?:\\{${name}(?![_a-zA-Z0-9])|${name}(?![_a-zA-Z0-9]))`))
  if (at === -1) return span
  const start = span.start + at
  return { source: span.source, start, end: start + name.length + (written[at + 1] === '{' ? 2 : 1) }
}

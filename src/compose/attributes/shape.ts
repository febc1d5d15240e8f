/** The attribute records as a tree that is walked along with a document. */
import type { Attribute } from './attribute.ts'
import { alwaysIn, orderOf } from './structure.ts'

/** What the language knows at a place. `fields`: named attributes; `any`: keys that users choose; `item`: items of a list. */
export interface Shape {
  readonly attribute?: Attribute
  readonly fields: ReadonlyMap<string, Shape>
  readonly any?: Shape | undefined
  readonly item?: Shape | undefined
  /** Attributes that the object always has, with their value where nothing is written. */
  readonly always: Readonly<Record<string, unknown>>
  /** Whether JSON writes its attributes with a capital. */
  readonly capitalized?: boolean
  /** The place of the attribute among its siblings in printed output. */
  readonly rank: number
}

interface Draft {
  attribute?: Attribute
  fields: Map<string, Draft>
  any?: Draft
  item?: Draft
  always: Readonly<Record<string, unknown>>
  capitalized?: boolean
  rank: number
}

const UNRANKED = 1_000

/** The shape of the whole language. */
export function shapeOf(attributes: readonly Attribute[]): Shape {
  const root = draft()
  for (const attribute of attributes) {
    let at = root
    for (const step of attribute.path.split('.')) at = descend(at, step)
    at.attribute = attribute
  }
  rank(root, '')
  return root
}

/** The shape one step further down; undefined where the language knows nothing. */
export function stepInto(shape: Shape | undefined, step: string | number): Shape | undefined {
  if (!shape) return undefined
  return typeof step === 'number' ? shape.item : (shape.fields.get(step) ?? shape.any)
}

/** The shape without the branches in which no attribute is wanted: a walk along it visits little. */
export function prune(shape: Shape, wanted: (attribute: Attribute) => boolean): Shape {
  const keep = (below: Shape | undefined) => {
    const pruned = below && prune(below, wanted)
    const leads = pruned && (pruned.fields.size > 0 || pruned.any || pruned.item)
    return pruned && (leads || (pruned.attribute && wanted(pruned.attribute))) ? pruned : undefined
  }
  const fields = new Map<string, Shape>()
  for (const [name, field] of shape.fields) {
    const kept = keep(field)
    if (kept) fields.set(name, kept)
  }
  const { any: _any, item: _item, ...rest } = shape
  const any = keep(shape.any)
  const item = keep(shape.item)
  return { ...rest, fields, ...(any && { any }), ...(item && { item }) }
}

function descend(at: Draft, step: string): Draft {
  if (step === '*') return (at.any ??= draft())
  if (step === '[]') return (at.item ??= draft())
  const found = at.fields.get(step) ?? draft()
  at.fields.set(step, found)
  return found
}

function draft(): Draft {
  return { fields: new Map(), always: {}, rank: UNRANKED }
}

function rank(at: Draft, pattern: string): void {
  const order = orderOf(pattern)
  at.always = alwaysIn(pattern)
  at.capitalized = /\.blkio_config\.\w+\.\[\]$/.test(pattern)
  const below = (step: string) => (pattern === '' ? step : `${pattern}.${step}`)
  for (const [name, field] of at.fields) {
    const place = order.indexOf(name)
    if (place !== -1) field.rank = place
    rank(field, below(name))
  }
  if (at.any) rank(at.any, below('*'))
  if (at.item) rank(at.item, below('[]'))
}

/** The attribute records as a tree that is walked along with a document. */
import type { Attribute } from './attribute.ts'
import { orderOf } from './structure.ts'

/** What the language knows at a place. `fields`: named attributes; `any`: keys that users choose; `item`: items of a list. */
export interface Shape {
  readonly attribute?: Attribute
  readonly fields: ReadonlyMap<string, Shape>
  readonly any?: Shape
  readonly item?: Shape
  /** The place of the attribute among its siblings in printed output. */
  readonly rank: number
}

interface Draft {
  attribute?: Attribute
  fields: Map<string, Draft>
  any?: Draft
  item?: Draft
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

function descend(at: Draft, step: string): Draft {
  if (step === '*') return (at.any ??= draft())
  if (step === '[]') return (at.item ??= draft())
  const found = at.fields.get(step) ?? draft()
  at.fields.set(step, found)
  return found
}

function draft(): Draft {
  return { fields: new Map(), rank: UNRANKED }
}

function rank(at: Draft, pattern: string): void {
  const order = orderOf(pattern)
  const below = (step: string) => (pattern === '' ? step : `${pattern}.${step}`)
  for (const [name, field] of at.fields) {
    const place = order.indexOf(name)
    if (place !== -1) field.rank = place
    rank(field, below(name))
  }
  if (at.any) rank(at.any, below('*'))
  if (at.item) rank(at.item, below('[]'))
}

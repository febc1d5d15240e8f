/** The attribute records as a tree that is walked along with a document. */
import type { Attribute } from './attribute.ts'
import { alwaysIn, orderOf } from './structure.ts'

/** What the language knows at a place. `fields`: named attributes; `any`: keys that users choose; `item`: items of a list. */
export interface Shape {
  readonly attribute?: Attribute
  readonly fields: ReadonlyMap<string, Shape>
  readonly any?: Shape | undefined
  readonly item?: Shape | undefined
  /** Whether the attribute here, or one below, has the trait. */
  readonly leadsTo: Readonly<Record<Trait, boolean>>
  /** Attributes that the object always has, with their value where nothing is written. */
  readonly always: Readonly<Record<string, unknown>>
  /** Whether JSON writes its attributes with a capital. */
  readonly capitalized?: boolean
  /** The place of the attribute among its siblings in printed output. */
  readonly rank: number
}

/** What only some attributes have, and whole stages are about. */
type Trait = 'canonical' | 'unique' | 'resolve'

interface Draft {
  attribute?: Attribute
  fields: Map<string, Draft>
  any?: Draft
  item?: Draft
  leadsTo: Record<Trait, boolean>
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
    for (const step of attribute.path.split('.')) {
      at = descend(at, step)
      at.leadsTo.canonical ||= attribute.canonical !== undefined
      at.leadsTo.unique ||= attribute.unique !== undefined
      at.leadsTo.resolve ||= attribute.resolve !== undefined
    }
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

/** As `stepInto`, but only where attributes with the trait are: a stage that is about one trait visits little. */
export function stepToward(shape: Shape, step: string | number, trait: Trait): Shape | undefined {
  const below = stepInto(shape, step)
  return below?.leadsTo[trait] ? below : undefined
}

function descend(at: Draft, step: string): Draft {
  if (step === '*') return (at.any ??= draft())
  if (step === '[]') return (at.item ??= draft())
  const found = at.fields.get(step) ?? draft()
  at.fields.set(step, found)
  return found
}

function draft(): Draft {
  const leadsTo = { canonical: false, unique: false, resolve: false }
  return { fields: new Map(), leadsTo, always: {}, rank: UNRANKED }
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

/** The attribute records as trees that stages walk beside a document: the whole language, and what one stage needs of it. */
import { language } from './attributes/index.ts'
import type { Attribute } from './attributes/attribute.ts'
import type { Shape } from './attributes/shape.ts'

export interface Language {
  readonly all: Shape
  /** Only the branches that lead to lists of unique items. */
  readonly unique: Shape
  /** Only the branches that lead to paths of files. */
  readonly paths: Shape
}

/** Made once for each load. */
export function readLanguage(): Language {
  return {
    all: language,
    unique: prune(language, ({ unique }) => unique !== undefined),
    paths: prune(language, ({ resolve }) => resolve !== undefined),
  }
}

/** The shape without the branches in which no attribute is wanted: a walk along it visits little. */
function prune(shape: Shape, wanted: (attribute: Attribute) => boolean): Shape {
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

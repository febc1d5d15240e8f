/** The attribute records as trees that stages walk beside a document: the whole language, and what one stage needs of it. */
import { language } from './attributes/index.ts'
import { prune, type Shape } from './attributes/shape.ts'

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

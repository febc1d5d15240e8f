/** What reading an attribute may use, for a walk that goes from place to place. */
import type { Report } from '../problems.ts'
import type { ReadContext } from './attribute.ts'

/** A context whose path is wherever `steps` has got to; problems are reported with the span of their node. */
export function readContext(report: Report): ReadContext & { readonly steps: (string | number)[] } {
  const steps: (string | number)[] = []
  return {
    steps,
    get path() {
      return [...steps]
    },
    report: ({ node, ...problem }) => report({ ...problem, span: node.span }),
  }
}

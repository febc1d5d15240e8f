/** One fault, one problem: a later stage is silent where an earlier one has found an error already. */
import type { Finding, Report } from './problems.ts'
import type { Span } from './tree.ts'

/** A report that passes on what no earlier stage has reported at the same place; `next` begins another stage. */
export function createStages(report: Report): {
  readonly report: Report
  readonly next: () => void
  /** Where errors have been found. */
  readonly errorSpans: readonly Span[]
} {
  const errorSpans: Span[] = []
  const earlier = new Set<string>()
  const current = new Set<string>()
  return {
    errorSpans,
    report: (finding) => {
      const place = finding.severity === 'warning' ? undefined : placeKey(finding)
      if (place !== undefined && earlier.has(place)) return
      if (place !== undefined) current.add(place)
      if (finding.span && place !== undefined) errorSpans.push(finding.span)
      report(finding)
    },
    next: () => {
      for (const place of current) earlier.add(place)
      current.clear()
    },
  }
}

function placeKey({ span }: Finding): string | undefined {
  return span && `${span.start}:${span.source.path}`
}

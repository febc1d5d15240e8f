/** Problems of the user's files are collected, so that all are told at once. */
import type { Problem } from '../errors.ts'
import { createPlaces } from './places.ts'
import type { Span } from './tree.ts'

export interface Finding {
  /** Default `error`. */
  readonly severity?: 'error' | 'warning'
  readonly code: string
  readonly message: string
  readonly span?: Span | undefined
  readonly hint?: string | undefined
}

export type Report = (finding: Finding) => void

/** More are of no use to anyone; the rest is dropped. */
const most = 1_000

/** Collects findings; the same finding at the same place counts once. */
export function createProblems() {
  const found = new Map<string, Problem>()
  const { placeOf, lineAt } = createPlaces()
  let hasErrors = false
  const report: Report = ({ severity = 'error', code, message, span, hint }) => {
    const key = `${span?.source.path}:${span?.start}:${code}:${message}`
    const isFirstError = severity === 'error' && !hasErrors
    if (found.has(key) || (found.size >= most && !isFirstError)) return
    hasErrors ||= severity === 'error'
    found.set(key, {
      severity,
      code,
      message,
      ...(span && { place: placeOf(span), frame: lineAt(span) }),
      ...(hint !== undefined && { hint }),
    })
  }
  const all = () => inOrder([...found.values()])
  return {
    report,
    all,
    errors: () => all().filter(({ severity }) => severity === 'error'),
    warnings: () => all().filter(({ severity }) => severity === 'warning'),
  }
}

/** As one reads: those without a place first, then file by file, in the order the files were first spoken of, from top to bottom. */
function inOrder(problems: readonly Problem[]): readonly Problem[] {
  const files = [...new Set(problems.map(({ place }) => place?.file))]
  const rank = ({ place }: Problem) => (place ? files.indexOf(place.file) + 1 : 0)
  return problems.toSorted(
    (one, other) =>
      rank(one) - rank(other) ||
      (one.place?.line ?? 0) - (other.place?.line ?? 0) ||
      (one.place?.column ?? 0) - (other.place?.column ?? 0),
  )
}

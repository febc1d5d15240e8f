/** Problems of the user's files are collected, so that all are told at once. */
import type { Problem } from '../errors.ts'
import { placeOf, type Span } from './tree.ts'

export interface Finding {
  /** Default `error`. */
  readonly severity?: 'error' | 'warning'
  readonly code: string
  readonly message: string
  readonly span?: Span | undefined
  readonly hint?: string | undefined
}

export type Report = (finding: Finding) => void

/** Collects findings; the same finding at the same place counts once. */
export function createProblems() {
  const found = new Map<string, Problem>()
  const report: Report = ({ severity = 'error', code, message, span, hint }) => {
    const key = `${span?.source.path}:${span?.start}:${code}:${message}`
    if (found.has(key)) return
    found.set(key, {
      severity,
      code,
      message,
      ...(span && { place: placeOf(span), frame: lineAt(span) }),
      ...(hint !== undefined && { hint }),
    })
  }
  return {
    report,
    all: (): readonly Problem[] => [...found.values()],
    errors: () => [...found.values()].filter(({ severity }) => severity === 'error'),
    warnings: () => [...found.values()].filter(({ severity }) => severity === 'warning'),
  }
}

function lineAt({ source: { text }, start }: Span): string {
  const from = text.lastIndexOf('\n', start - 1) + 1
  const to = text.indexOf('\n', start)
  return text.slice(from, to === -1 ? undefined : to).replace(/\r$/, '')
}

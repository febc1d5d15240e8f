/** What an error makes of a service: it may only seem to lack what its author has misspelt. */
import type { Finding, Report } from './problems.ts'
import { child, type Entry, type MapNode, type Source, type Span } from './tree.ts'

/** The services in whose text an error has been found: where they begin. */
export function faultyServices(root: MapNode, errors: readonly Span[]): ReadonlySet<string> {
  const services = child(root, 'services')
  const offsets = offsetsBySource(errors)
  if (offsets.size === 0 || services?.kind !== 'map') return new Set()
  const faulty = [...services.entries.values()].filter((service) => hasError(service, offsets))
  return new Set(faulty.flatMap(({ keySpan, value }) => [placeKey(keySpan), placeKey(value.span)]))
}

/** Says nothing of an image that is missing in a faulty service. */
export function withoutConsequences(report: Report, faulty: ReadonlySet<string>): Report {
  if (faulty.size === 0) return report
  const isConsequence = ({ code, span }: Finding) =>
    code === 'missing-image' && span !== undefined && faulty.has(placeKey(span))
  return (finding) => {
    if (!isConsequence(finding)) report(finding)
  }
}

function hasError({ keySpan, value }: Entry, offsets: ReadonlyMap<Source, readonly number[]>): boolean {
  const own = value.span
  const end = own.source === keySpan.source ? Math.max(keySpan.end, own.end) : keySpan.end
  return (
    anyBetween(offsets.get(keySpan.source) ?? [], keySpan.start, end) ||
    anyBetween(offsets.get(own.source) ?? [], own.start, own.end)
  )
}

function offsetsBySource(errors: readonly Span[]): ReadonlyMap<Source, readonly number[]> {
  const offsets = new Map<Source, number[]>()
  for (const { source, start } of errors) {
    const known = offsets.get(source) ?? []
    known.push(start)
    offsets.set(source, known)
  }
  for (const starts of offsets.values()) starts.sort((a, b) => a - b)
  return offsets
}

/** Whether a sorted list has a number from `start` to `end`. */
function anyBetween(sorted: readonly number[], start: number, end: number): boolean {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] ?? 0) < start) low = middle + 1
    else high = middle
  }
  const first = sorted[low]
  return first !== undefined && first <= end
}

function placeKey({ source, start }: Span): string {
  return `${start}:${source.path}`
}

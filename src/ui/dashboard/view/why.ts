/** The reasons of the selected service: what it needs, who needs it, what went wrong. */
import { printable } from '../../../util/printable.ts'
import { isMet, requirementText, serviceRows, type ServiceRow } from '../services.ts'
import type { State } from '../state.ts'
import { fit } from './styled.ts'
import { signOf, type Look } from './style.ts'

/** The lines from `state.whyTop` on, each as wide as the pane; the last page where that is beyond the end. */
export function whyLines(
  state: State,
  { width, rows, look }: { readonly width: number; readonly rows: number; readonly look: Look },
): readonly string[] {
  const lines = reasons(state, look)
  const top = Math.max(0, Math.min(state.whyTop, lines.length - rows))
  return lines.slice(top, top + rows).map((line) => fit(line, width, look.ellipsis))
}

function reasons(state: State, look: Look): readonly string[] {
  const rows = new Map(serviceRows(state).map((row) => [row.name, row]))
  const row = rows.get(state.selected)
  if (!row) return ['']
  const { paint } = look
  const failures = state.run.failures.filter(({ resource }) => resource.service === row.name)
  const chain = needs(row, { rows, state, look, depth: 0, seen: new Set([row.name]) })
  const dependents = [...rows.values()].filter(({ declared }) =>
    declared?.dependencies.some(({ service }) => service === row.name),
  )
  return [
    ...failures.map(({ failure }) => paint('red', printable(failure.message))),
    ...(row.reason === '' ? [] : [`${printable(row.name)} ${printable(row.reason)}`]),
    ...(chain.length === 0 ? [paint('dim', 'needs nothing')] : chain),
    ...(dependents.length === 0
      ? []
      : [`needed by ${dependents.map(({ name }) => printable(name)).join(', ')}`]),
  ]
}

interface Walk {
  readonly rows: ReadonlyMap<string, ServiceRow>
  readonly state: State
  readonly look: Look
  readonly depth: number
  readonly seen: ReadonlySet<string>
}

/** Every requirement with how it stands, what it needs itself below it; each service once on a path. */
function needs(row: ServiceRow, walk: Walk): readonly string[] {
  const { rows, state, look, depth, seen } = walk
  return (row.declared?.dependencies ?? []).flatMap((requirement) => {
    const other = rows.get(requirement.service)
    const sign = signOf(isMet(requirement, state) ? 'ready' : (other?.phase ?? 'stopped'), look, state.now)
    const how = other
      ? `${other.word}${other.reason === '' ? '' : `, ${printable(other.reason)}`}`
      : 'not there'
    const line = `${'  '.repeat(depth)}needs ${printable(requirementText(requirement))} ${sign} ${how}`
    if (!other || seen.has(other.name)) return [line]
    return [line, ...needs(other, { ...walk, depth: depth + 1, seen: new Set([...seen, other.name]) })]
  })
}

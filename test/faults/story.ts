/** What the events of a run say about its steps. */
import type { Event } from '../../src/index.ts'

/** Whatever is wrong with how the steps of a run ended; empty where all is well. */
export function orderFaults(events: readonly Event[]): readonly string[] {
  const after = new Map(
    events.flatMap((event) =>
      event.type === 'plan' ? (event.order ?? []).map((one) => [one.step, one.after] as const) : [],
    ),
  )
  const endings = new Map(
    events.flatMap((event) => (isEnding(event) ? [[event.step, event.type] as const] : [])),
  )
  const failed = new Set([...endings].flatMap(([step, type]) => (type === 'step-failed' ? [step] : [])))
  const cancelled = events.some((event) => event.type === 'step-skipped' && event.because === 'cancelled')
  const reach = reachOf(failed, after)
  return [...after.keys()].flatMap((step) => {
    const ending = endings.get(step)
    if (ending === undefined) return [`${step} has no end`]
    if (reach.has(step) && ending !== 'step-skipped')
      return [`${step}: ${ending}, though it comes after a failure`]
    if (!cancelled && !reach.has(step) && ending === 'step-skipped')
      return [`${step} was skipped for nothing`]
    return []
  })
}

type Ending = Extract<Event, { readonly type: 'step-done' | 'step-failed' | 'step-skipped' }>

function isEnding(event: Event): event is Ending {
  return event.type === 'step-done' || event.type === 'step-failed' || event.type === 'step-skipped'
}

/** The steps that come after some of these, directly or not. */
function reachOf(
  origins: ReadonlySet<string>,
  after: ReadonlyMap<string, readonly string[]>,
): ReadonlySet<string> {
  const reached = new Set<string>()
  for (let grown = true; grown;) {
    grown = false
    for (const [step, before] of after) {
      if (reached.has(step) || !before.some((id) => origins.has(id) || reached.has(id))) continue
      reached.add(step)
      grown = true
    }
  }
  return reached
}

/** Which step goes first where several could: those that free or start something, then those with the longest way ahead. */
import type { Operation } from '../events.ts'
import { stepCosts } from '../plan/costs.ts'
import type { Plan } from '../plan/steps.ts'
import { inOrder } from '../util/in-order.ts'

/** Classes before lengths: a container that is there is started before another one is made. */
const classes: { readonly [K in Operation]?: number } = { 'create-container': 0, 'remove-image': 0 }
const usual = 1
const apart = 1_000_000

/** The urgency of every step, by id: higher goes first. */
export function urgencies({ steps }: Plan): ReadonlyMap<string, number> {
  const byId = new Map(steps.map((step) => [step.id, step]))
  const ahead = new Map<string, number>()
  const urgent = new Map<string, number>()
  for (const id of inOrder(new Map(steps.map((step) => [step.id, step.after]))).toReversed()) {
    const step = byId.get(id)
    if (!step) continue
    const length = stepCosts[step.kind] + (ahead.get(id) ?? 0)
    urgent.set(id, (classes[step.kind] ?? usual) * apart + length)
    for (const before of step.after) ahead.set(before, Math.max(ahead.get(before) ?? 0, length))
  }
  return urgent
}

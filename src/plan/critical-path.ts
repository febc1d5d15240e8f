/** The chain of steps that decides how long a plan takes. */
import { stepCosts } from './costs.ts'
import type { Plan, Step } from './steps.ts'
import { inOrder } from '../util/in-order.ts'

/** The heaviest chain of steps, each after the one before it; of equal ones that whose end comes first in the plan. Empty for an empty plan. */
export function criticalPath({ steps }: Plan): readonly Step[] {
  const byId = new Map(steps.map((step) => [step.id, step]))
  const costs = costsOf(steps, byId)
  const heaviest = (candidates: readonly Step[]) =>
    candidates.reduce<Step | undefined>(
      (best, step) => (best && costOf(best, costs) >= costOf(step, costs) ? best : step),
      undefined,
    )
  const path: Step[] = []
  let step = heaviest(steps)
  while (step) {
    path.unshift(step)
    step = heaviest(step.after.flatMap((id) => byId.get(id) ?? []))
  }
  return path
}

function costOf({ id }: Step, costs: ReadonlyMap<string, number>): number {
  return costs.get(id) ?? 0
}

/** The cost of each step with the heaviest chain before it. */
function costsOf(steps: readonly Step[], byId: ReadonlyMap<string, Step>): ReadonlyMap<string, number> {
  const costs = new Map<string, number>()
  for (const id of inOrder(new Map(steps.map((step) => [step.id, step.after])))) {
    const step = byId.get(id)
    if (!step) continue
    const earlier = Math.max(0, ...step.after.map((before) => costs.get(before) ?? 0))
    costs.set(id, earlier + stepCosts[step.kind])
  }
  return costs
}

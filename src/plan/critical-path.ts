/** The chain of steps that decides how long a plan takes. */
import { stepCosts } from './costs.ts'
import type { Plan, Step } from './steps.ts'

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

/** The cost of each step with the heaviest chain before it; without recursion, for long chains. */
function costsOf(steps: readonly Step[], byId: ReadonlyMap<string, Step>): ReadonlyMap<string, number> {
  const costs = new Map<string, number>()
  const open = [...steps].reverse()
  for (let step = open.at(-1); step; step = open.at(-1)) {
    const before = step.after.filter((id) => byId.has(id))
    const unknown = before.filter((id) => !costs.has(id))
    if (unknown.length > 0 && !costs.has(step.id)) {
      open.push(...unknown.flatMap((id) => byId.get(id) ?? []))
      continue
    }
    open.pop()
    const earlier = Math.max(0, ...before.map((id) => costs.get(id) ?? 0))
    if (!costs.has(step.id)) costs.set(step.id, earlier + stepCosts[step.kind])
  }
  return costs
}

/** Which step goes first where several could: those that free or start something, then those with the longest way ahead. */
import type { Operation } from '../events.ts'
import { stepCosts } from '../plan/costs.ts'
import type { Plan } from '../plan/steps.ts'

/** Classes before lengths: a container that is there is started before another one is made. */
const classes: { readonly [K in Operation]?: number } = { 'create-container': 0, 'remove-image': 0 }
const usual = 1
const apart = 1_000_000

/** The urgency of every step, by id: higher goes first. */
export function urgencies({ steps }: Plan): ReadonlyMap<string, number> {
  const byId = new Map(steps.map((step) => [step.id, step]))
  const followers = new Map<string, string[]>()
  for (const { id, after } of steps) for (const before of after) push(followers, before, id)
  const lengths = new Map<string, number>()
  for (const id of backwards(followers, [...byId.keys()])) {
    const step = byId.get(id)
    const ahead = Math.max(0, ...(followers.get(id) ?? []).map((follower) => lengths.get(follower) ?? 0))
    if (step) lengths.set(id, stepCosts[step.kind] + ahead)
  }
  return new Map(steps.map(({ id, kind }) => [id, (classes[kind] ?? usual) * apart + (lengths.get(id) ?? 0)]))
}

/** The ids so that each comes after all that follow it; without recursion, because chains may be long. */
function backwards(followers: ReadonlyMap<string, readonly string[]>, ids: readonly string[]): string[] {
  const left = new Map(ids.map((id) => [id, followers.get(id)?.length ?? 0]))
  const before = new Map<string, string[]>()
  for (const [id, list] of followers) for (const follower of list) push(before, follower, id)
  const order = ids.filter((id) => left.get(id) === 0)
  for (const id of order) {
    for (const earlier of before.get(id) ?? []) {
      const open = (left.get(earlier) ?? 0) - 1
      left.set(earlier, open)
      if (open === 0) order.push(earlier)
    }
  }
  return order
}

function push(map: Map<string, string[]>, key: string, value: string): void {
  const list = map.get(key)
  if (list) list.push(value)
  else map.set(key, [value])
}

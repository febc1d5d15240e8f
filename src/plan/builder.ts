/** Collects the steps of a plan. */
import type { Operation } from '../events.ts'
import type { Lane, Plan, Step } from './steps.ts'

type StepInput = {
  [K in Operation]: Omit<Extract<Step, { kind: K }>, 'lane' | 'after'> & { readonly after?: Iterable<string> }
}[Operation]

/** What planners write to: a step is added once, its `after` may only name steps that exist or will exist. */
export interface PlanBuilder {
  readonly add: (step: StepInput) => string
  readonly has: (id: string) => boolean
  readonly warn: (code: string, message: string) => void
}

export interface PlannedWarning {
  readonly code: string
  readonly message: string
}

const lanes: { readonly [K in Operation]: Lane } = {
  'create-network': 'api',
  'remove-network': 'api',
  'create-volume': 'api',
  'remove-volume': 'api',
  'pull-image': 'pull',
  'build-image': 'build',
  'tag-image': 'api',
  'remove-image': 'api',
  'create-container': 'api',
  'start-container': 'api',
  'stop-container': 'api',
  'kill-container': 'api',
  'pause-container': 'api',
  'unpause-container': 'api',
  'remove-container': 'api',
  'rename-container': 'api',
  'disconnect-network': 'api',
  'connect-network': 'api',
  'run-hook': 'api',
  'run-provider': 'none',
  'set-up-model': 'pull',
  wait: 'none',
}

/** A builder, and the plan it has built: steps in the order added, references to steps that were never added dropped. */
export function createPlanBuilder(project: string) {
  const steps = new Map<string, Step>()
  const warnings: PlannedWarning[] = []
  const builder: PlanBuilder = {
    add: (input) => {
      // The union is closed over by `kind`; only `after` and `lane` are filled in here.
      if (!steps.has(input.id))
        steps.set(input.id, { ...input, after: [...new Set(input.after)], lane: lanes[input.kind] })
      return input.id
    },
    has: (id) => steps.has(id),
    warn: (code, message) => void warnings.push({ code, message }),
  }
  const build = (): Plan => {
    const all = [...steps.values()].map((step) => ({
      ...step,
      after: step.after.filter((id) => steps.has(id)),
    }))
    refuseCircles(all)
    return { project, warnings, steps: all }
  }
  return { ...builder, build }
}

/** Steps that wait for each other would never begin: a mistake of a planner, told instead of hanging. */
function refuseCircles(steps: readonly Step[]): void {
  const open = new Map(steps.map(({ id, after }) => [id, after.length]))
  const followers = new Map<string, string[]>()
  for (const { id, after } of steps)
    for (const before of after) {
      const known = followers.get(before)
      if (known) known.push(id)
      else followers.set(before, [id])
    }
  const ready = steps.flatMap(({ id, after }) => (after.length === 0 ? [id] : []))
  for (const id of ready) {
    open.delete(id)
    for (const follower of followers.get(id) ?? []) {
      const left = (open.get(follower) ?? 0) - 1
      open.set(follower, left)
      if (left === 0) ready.push(follower)
    }
  }
  if (open.size > 0) throw new Error(`the plan's steps wait for each other: ${[...open.keys()].join(', ')}`)
}

/** Collects the steps of a plan. */
import type { Operation } from '../events.ts'
import { inOrder } from '../util/in-order.ts'
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
  const order = new Set(inOrder(new Map(steps.map(({ id, after }) => [id, after]))))
  const stuck = steps.flatMap(({ id }) => (order.has(id) ? [] : [id]))
  if (stuck.length > 0) throw new Error(`the plan's steps wait for each other: ${stuck.join(', ')}`)
}

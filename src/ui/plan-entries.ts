/** A plan by resource: the steps of one container are one entry. */
import type { Operation, Resource } from '../events.ts'
import type { Change, Plan, Step, Wait } from '../plan/steps.ts'

/** What becomes of a resource as a whole. */
export type Action =
  | 'create'
  | 'recreate'
  | 'remove'
  | 'pull'
  | 'build'
  | 'start'
  | 'restart'
  | 'stop'
  | 'change'
  | 'wait'

export interface PlanEntry {
  readonly resource: Resource
  readonly action: Action
  /** What is done, in order: `recreate`, `start`, `wait until healthy`. */
  readonly verbs: readonly string[]
  readonly reason: string
  readonly changes: readonly Change[]
  readonly destructive: boolean
  /** Ids of its steps, in the plan's order. */
  readonly steps: readonly string[]
}

/** One entry for each resource, in the order of their first steps. */
export function planEntries({ steps }: Plan): PlanEntry[] {
  const byResource = new Map<string, Step[]>()
  for (const step of steps) {
    const key = `${step.resource.kind} ${step.resource.name}`
    byResource.set(key, [...(byResource.get(key) ?? []), step])
  }
  return [...byResource.values()].flatMap(toEntry)
}

function toEntry(steps: readonly Step[]): PlanEntry[] {
  const [first] = steps
  if (!first) return []
  const action = actionOf(new Set(steps.map(({ kind }) => kind)))
  const told =
    steps.find(({ reason }) => reason.changes !== undefined && reason.changes.length > 0) ??
    steps.find(({ kind }) => kind === 'create-container') ??
    first
  return [
    {
      resource: first.resource,
      action,
      verbs: [...new Set(steps.flatMap((step) => verbsIn(action, step)))],
      reason: told.reason.text,
      changes: told.reason.changes ?? [],
      destructive: steps.some(({ destructive }) => destructive),
      steps: steps.map(({ id }) => id),
    },
  ]
}

/** What each kind of step does, in a word. */
export const verbs: Readonly<Record<Operation, string>> = {
  'create-network': 'create',
  'remove-network': 'remove',
  'create-volume': 'create',
  'remove-volume': 'remove',
  'pull-image': 'pull',
  'build-image': 'build',
  'tag-image': 'tag',
  'remove-image': 'remove',
  'create-container': 'create',
  'start-container': 'start',
  'stop-container': 'stop',
  'kill-container': 'kill',
  'pause-container': 'pause',
  'unpause-container': 'unpause',
  'remove-container': 'remove',
  'rename-container': 'rename',
  'disconnect-network': 'disconnect',
  'connect-network': 'connect',
  'run-hook': 'run hook',
  'run-provider': 'run provider',
  'set-up-model': 'set up',
  wait: 'wait',
}

const conditions: Readonly<Record<Wait['condition'], string>> = {
  service_started: 'wait until started',
  service_healthy: 'wait until healthy',
  service_completed_successfully: 'wait until it has exited with 0',
  ready: 'wait until ready',
}

/** Making a container anew takes four steps; people call it one. */
function verbsIn(action: Action, step: Step): string[] {
  if (action !== 'recreate' || step.resource.kind !== 'container') return [verbOf(step)]
  if (step.kind === 'create-container') return ['recreate']
  return ['stop-container', 'remove-container', 'rename-container'].includes(step.kind) ? [] : [verbOf(step)]
}

function verbOf(step: Step): string {
  if (step.kind === 'wait') return conditions[step.args.condition]
  if (step.kind === 'disconnect-network') return `disconnect from ${step.args.network}`
  if (step.kind === 'connect-network') return `connect to ${step.args.network}`
  return verbs[step.kind]
}

/** The first row whose operations all occur tells what becomes of the resource. */
const actions: readonly (readonly [Action, ...Operation[]])[] = [
  ['recreate', 'create-container', 'remove-container'],
  ['recreate', 'create-container', 'rename-container'],
  ['recreate', 'create-network', 'remove-network'],
  ['recreate', 'create-volume', 'remove-volume'],
  ['create', 'create-container'],
  ['create', 'create-network'],
  ['create', 'create-volume'],
  ['remove', 'remove-container'],
  ['remove', 'remove-network'],
  ['remove', 'remove-volume'],
  ['remove', 'remove-image'],
  ['build', 'build-image'],
  ['pull', 'pull-image'],
  ['restart', 'stop-container', 'start-container'],
  ['start', 'start-container'],
  ['stop', 'stop-container'],
  ['stop', 'kill-container'],
  ['change', 'pause-container'],
  ['change', 'unpause-container'],
  ['change', 'tag-image'],
  ['change', 'disconnect-network'],
  ['change', 'rename-container'],
  ['change', 'run-hook'],
  ['change', 'run-provider'],
  ['change', 'set-up-model'],
]

function actionOf(operations: ReadonlySet<Operation>): Action {
  const found = actions.find(([, ...all]) => all.every((operation) => operations.has(operation)))
  return found?.[0] ?? 'wait'
}

/** How many resources each action concerns: create, recreate and remove always, the others where there are any. */
export function countActions(entries: readonly PlanEntry[]): Readonly<Partial<Record<Action, number>>> {
  const always: readonly Action[] = ['create', 'recreate', 'remove']
  const rest: readonly Action[] = ['pull', 'build', 'start', 'restart', 'stop', 'change', 'wait']
  const number = (action: Action) => entries.filter((entry) => entry.action === action).length
  const shown = [...always, ...rest.filter((action) => number(action) > 0)]
  return Object.fromEntries(shown.map((action) => [action, number(action)]))
}

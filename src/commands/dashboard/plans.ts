/** From what was asked for to a plan, made on a fresh look at the engine. */
import type { Engine } from '../../docker/engine.ts'
import { observe, observeFor } from '../../execute/observe.ts'
import type { Run } from '../../execute/open-run.ts'
import { settle } from '../../execute/settle.ts'
import { downPlan } from '../../plan/down.ts'
import { killPlan } from '../../plan/lifecycle-signals.ts'
import { restartPlan } from '../../plan/lifecycle-restart.ts'
import { startPlan } from '../../plan/lifecycle-start.ts'
import { stopServicesPlan } from '../../plan/lifecycle-stop.ts'
import type { ReconcileOptions } from '../../plan/planning.ts'
import type { Plan } from '../../plan/steps.ts'
import type { Action } from '../../ui/dashboard/state.ts'
import type { ProjectFiles } from './project.ts'

export interface PlanContext {
  readonly engine: Engine
  readonly files: ProjectFiles
  readonly signal: AbortSignal
}

/** The plan of an action, images settled by the run where it needs them; undefined where that failed. */
export async function planOf(action: Action, run: Run, context: PlanContext): Promise<Plan | undefined> {
  return needsFiles(action) ? filesPlan(action, run, context) : containersPlan(action, context)
}

type OnFiles = Extract<Action, { readonly kind: keyof typeof reconcileFor }>
type OnContainers = Exclude<Action, OnFiles>

function needsFiles(action: Action): action is OnFiles {
  return action.kind in reconcileFor
}

/** What needs no files: containers as they are. */
async function containersPlan(action: OnContainers, { engine, files, signal }: PlanContext): Promise<Plan> {
  const observed = await observe(engine, { project: files.name }, signal)
  const project = files.name
  const loaded = files.loaded()
  if (action.kind === 'down') return downPlan(observed, { project, loaded })
  const request = { project, loaded, targets: action.services }
  const made = { start: startPlan, stop: stopServicesPlan, restart: restartPlan }
  if (action.kind === 'kill') return killPlan(observed, { ...request, signal: 'SIGKILL' })
  return made[action.kind](observed, request)
}

/** Only the services named: what they depend on stays as it is. */
async function filesPlan(
  action: OnFiles,
  run: Run,
  { engine, files, signal }: PlanContext,
): Promise<Plan | undefined> {
  if (action.kind === 'scale') files.scale(action.service, action.count)
  const services = servicesOf(action)
  const desired = await files.desired(services)
  const observed = await observeFor(desired, engine, signal)
  const orphans = action.kind === 'apply' && files.whole ? 'warn' : 'ignore'
  const request = { reconcile: { ...reconcileFor[action.kind], orphans } as const }
  return (await settle({ engine, desired, observed, request }, run, signal)).plan
}

function servicesOf(action: OnFiles): readonly string[] | undefined {
  if (action.kind === 'apply') return undefined
  return action.kind === 'scale' ? [action.service] : action.services
}

const reconcileFor = {
  rebuild: { build: true },
  recreate: { recreate: 'force' },
  scale: { recreate: 'never' },
  apply: {},
} as const satisfies Record<string, ReconcileOptions>

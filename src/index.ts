/**
 * Gantry as a library: what `config`, `plan`, `up`, `down`, `start`, `stop`, `restart`, `rm`, `pull` and `build` do, without a terminal. Nothing is printed and nothing of the process
 * is read: folder, environment, engine and signal are passed in.
 *
 * @example
 * const { cwd, env } = { cwd: process.cwd(), env: process.env }
 * const engine = await connect({ env })
 * const project = await loadProject({ cwd, env })
 * for (const { id, reason } of (await plan({ project, engine })).steps) console.log(id, reason.text)
 * await up({ project, engine, wait: true, onEvent: (event) => console.log(event.type) })
 * await down({ project, engine })
 * engine.close()
 */
import { parts } from './commands/parts.ts'
import type { FileReader } from './compose/files.ts'
import type { LoadOptions } from './compose/options.ts'
import type { LoadedProject } from './compose/project.ts'
import { refuseTooNew } from './compose/since.ts'
import { refuseUnsupported } from './compose/unsupported.ts'
import type { ConnectOptions } from './docker/connect.ts'
import type { Engine } from './docker/engine.ts'
import { observe, observeFor } from './execute/observe.ts'
import { settle, type Unsettled } from './execute/settle.ts'
import { desiredState, type DesiredOptions } from './plan/desired.ts'
import { inRun, never, refuseUnknown, type ChangeOptions, type RunSummary } from './library/run.ts'
import { downPlan, type DownOptions as TeardownRequest } from './plan/down.ts'
import type { ReconcileOptions } from './plan/planning.ts'
import { wholePlan } from './plan/reconcile.ts'
import type { Plan } from './plan/steps.ts'

export {
  Cancelled,
  EngineError,
  GantryError,
  ProjectError,
  StepError,
  UsageError,
  exitCodeOf,
  type ErrorCode,
  type Place,
  type Problem,
} from './errors.ts'
export {
  remove,
  restart,
  start,
  stop,
  type ContainersOptions,
  type RemoveOptions,
  type RestartOptions,
  type StartOptions,
  type StopOptions,
} from './library/existing.ts'
export { build, pull, type BuildOptions, type PullOptions } from './library/images.ts'
export type { RunSummary } from './library/run.ts'
export type { Event } from './events.ts'
export type { ConnectOptions } from './docker/connect.ts'
export type { Engine } from './docker/engine.ts'
export type { FileReader } from './compose/files.ts'
export type { LoadedProject, Project } from './compose/project.ts'
export type { Service } from './compose/service.ts'
export type { Plan, Step } from './plan/steps.ts'

/** As the options of the loader; files are read from the disk unless a reader is given, and remote ones are fetched. */
export interface ProjectOptions extends Omit<LoadOptions, 'reader' | 'skip'> {
  readonly reader?: FileReader
  readonly signal?: AbortSignal
}

/** Reads the Compose files of a project; its warnings are in `warnings`. Rejects with a ProjectError that has all problems. */
export async function loadProject({ reader, signal, ...options }: ProjectOptions): Promise<LoadedProject> {
  const remote = { env: options.env, signal: signal ?? never(), insecureRegistries: [] }
  return parts.load({ ...options, reader: reader ?? (await parts.createReader(async () => '', remote)) })
}

/** Connects to the engine that the environment or a docker context names; `close` it at the end. Rejects with an EngineError. */
export async function connect(options: ConnectOptions): Promise<Engine> {
  return (await import('./docker/connect.ts')).connect(options)
}

export interface PlanOptions extends Omit<ReconcileOptions, 'refreshed'>, DesiredOptions {
  readonly project: LoadedProject
  readonly engine: Engine
  readonly signal?: AbortSignal
}

/** What `up` would do now, each step with its reason. Reads; never writes. */
export async function plan(options: PlanOptions): Promise<Plan> {
  const { desired, observed, request } = await look(options)
  return wholePlan(desired, observed, request.reconcile)
}

export interface UpOptions extends PlanOptions, ChangeOptions {}

/** Makes the engine hold what the project says; resolves when all is started, or ready with `wait`. Rejects with the first cause. */
export async function up(options: UpOptions): Promise<RunSummary> {
  const { project: loaded } = options
  return inRun({ ...options, command: 'up', project: loaded.project.name, loaded }, async (run) => {
    const settled = await settle(await look(options), run, options.signal)
    if (settled.plan) await run.carryOut(settled.plan)
  })
}

export interface DownOptions extends Omit<TeardownRequest, 'project' | 'loaded'>, ChangeOptions {
  /** The project, or its name alone: then it is found by its labels. */
  readonly project: LoadedProject | string
  readonly engine: Engine
}

/** Stops and removes what `up` made; volumes and images only where asked for. Rejects with the first cause. */
export async function down({ project: given, ...options }: DownOptions): Promise<RunSummary> {
  const loaded = typeof given === 'string' ? undefined : given
  const project = typeof given === 'string' ? given : given.project.name
  return inRun({ ...options, command: 'down', project, loaded }, async (run) => {
    const observed = await observe(options.engine, { project }, options.signal)
    await run.carryOut(downPlan(observed, { ...options, project, loaded }))
  })
}

async function look({ project, engine, signal, ...options }: PlanOptions): Promise<Unsettled> {
  const { scale, compatibility, ...reconcile } = options
  refuseUnsupported(project)
  await refuseTooNew(project, engine)
  refuseUnknown(project, scale?.keys() ?? [])
  const contents = await project.contents?.()
  const desired = desiredState(project, {
    ...(contents && { contents }),
    ...(scale && { scale }),
    ...(compatibility !== undefined && { compatibility }),
  })
  return { engine, desired, observed: await observeFor(desired, engine, signal), request: { reconcile } }
}

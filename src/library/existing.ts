/** The library's door to containers that exist. */
import type { LoadedProject } from '../compose/project.ts'
import type { Engine } from '../docker/engine.ts'
import { observe } from '../execute/observe.ts'
import { restartPlan } from '../plan/lifecycle-restart.ts'
import { startPlan } from '../plan/lifecycle-start.ts'
import { removeServicesPlan, stopServicesPlan } from '../plan/lifecycle-stop.ts'
import type { LifecycleRequest } from '../plan/lifecycle.ts'
import type { ObservedState } from '../plan/observed.ts'
import type { Plan } from '../plan/steps.ts'
import { inRun, refuseUnknown, type ChangeOptions, type RunSummary } from './run.ts'

/** What is done with containers that exist. */
export interface ContainersOptions extends ChangeOptions {
  /** The project, or its name alone: then it is found by its labels. */
  readonly project: LoadedProject | string
  readonly engine: Engine
  /** Only these; absent or empty: all that the project has. */
  readonly services?: readonly string[]
}

export interface StartOptions extends ContainersOptions {
  /** Resolve when every service is ready. */
  readonly wait?: boolean
}

/** Starts containers that exist and what they depend on, dependencies first. Rejects with the first cause. */
export async function start(options: StartOptions): Promise<RunSummary> {
  return onExisting('start', options, (observed, request) =>
    startPlan(observed, { ...request, wait: options.wait === true }),
  )
}

export interface StopOptions extends ContainersOptions {
  /** Seconds that a stopping container gets; absent: its own grace period. */
  readonly timeout?: number
}

/** Stops containers and keeps them; what others depend on is stopped last. Rejects with the first cause. */
export async function stop(options: StopOptions): Promise<RunSummary> {
  return onExisting('stop', options, (observed, request) =>
    stopServicesPlan(observed, { ...request, ...timeoutOf(options) }),
  )
}

export interface RestartOptions extends StopOptions {
  /** Leave alone what asks to be restarted with a restarted service. */
  readonly withoutDependents?: boolean
}

/** Stops containers and starts them again. Rejects with the first cause. */
export async function restart(options: RestartOptions): Promise<RunSummary> {
  return onExisting('restart', options, (observed, request) =>
    restartPlan(observed, {
      ...request,
      ...timeoutOf(options),
      withoutDependents: options.withoutDependents === true,
    }),
  )
}

export interface RemoveOptions extends StopOptions {
  /** Stop and remove what runs, too. */
  readonly stop?: boolean
  /** Remove anonymous volumes with their containers. */
  readonly volumes?: boolean
}

/** Removes containers that stand still; asks nothing. Rejects with the first cause. */
export async function remove(options: RemoveOptions): Promise<RunSummary> {
  return onExisting('rm', options, (observed, request) =>
    removeServicesPlan(observed, {
      ...request,
      ...timeoutOf(options),
      stop: options.stop === true,
      volumes: options.volumes === true,
    }),
  )
}

async function onExisting(
  command: string,
  { project: given, services: targets = [], ...options }: ContainersOptions,
  planOf: (observed: ObservedState, request: LifecycleRequest) => Plan,
): Promise<RunSummary> {
  const loaded = typeof given === 'string' ? undefined : given
  const project = typeof given === 'string' ? given : given.project.name
  if (loaded) refuseUnknown(loaded, targets)
  return inRun({ ...options, command, project, loaded }, async (run) => {
    const observed = await observe(options.engine, { project }, options.signal)
    await run.carryOut(planOf(observed, { project, loaded, targets }))
  })
}

function timeoutOf({ timeout }: StopOptions): { readonly timeout?: number } {
  return timeout === undefined ? {} : { timeout }
}

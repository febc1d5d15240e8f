/** The library's door to images. */
import type { LoadedProject } from '../compose/project.ts'
import { refuseUnsupported } from '../compose/unsupported.ts'
import type { Engine } from '../docker/engine.ts'
import { observeFor } from '../execute/observe.ts'
import { desiredState, type DesiredService, type DesiredState } from '../plan/desired.ts'
import { buildPlan, pullPlan, type BuildRequest, type PullRequest } from '../plan/image-plans.ts'
import type { ObservedState } from '../plan/observed.ts'
import type { Plan } from '../plan/steps.ts'
import { inRun, refuseUnknown, type RunOptions, type RunSummary } from './run.ts'

export interface PullOptions extends RunOptions, Omit<PullRequest, 'targets'> {
  readonly project: LoadedProject
  readonly engine: Engine
  readonly services?: readonly string[]
}

/** Fetches the images of services, each once. Rejects with the first cause, when the others are done. */
export async function pull({ services = [], ...options }: PullOptions): Promise<RunSummary> {
  return onImages({ ...options, services }, (desired, observed) =>
    pullPlan(desired, observed, { ...options, targets: services }),
  )
}

export interface BuildOptions extends RunOptions, Pick<BuildRequest, 'args' | 'noCache' | 'pull'> {
  readonly project: LoadedProject
  readonly engine: Engine
  readonly services?: readonly string[]
}

/** Builds the images of services that have a build section, equal builds once. Rejects with the first cause, when the others are done. */
export async function build({ services = [], ...options }: BuildOptions): Promise<RunSummary> {
  refuseUnsupported(options.project, ({ path }) => path[2] === 'build')
  return onImages({ ...options, services }, (desired) =>
    buildPlan(desired, { ...options, targets: services }),
  )
}

async function onImages(
  {
    project,
    services,
    ...options
  }: RunOptions & Pick<PullOptions, 'project' | 'engine'> & { readonly services: readonly string[] },
  planOf: (desired: DesiredState, observed: ObservedState) => Plan,
): Promise<RunSummary> {
  refuseUnknown(project, services)
  const whole = desiredState(project)
  const meant = ({ name }: DesiredService) => services.length === 0 || services.includes(name)
  const desired = { ...whole, services: whole.services.filter(meant) }
  const { name } = project.project
  return inRun({ ...options, project: name, loaded: project }, async (run) => {
    await run.carryOut(planOf(desired, await observeFor(desired, options.engine, options.signal)))
  })
}

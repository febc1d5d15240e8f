/** What commands on containers that exist work with: the services meant, and what they depend on. */
import type { LoadedProject } from '../compose/project.ts'
import type { Dependency, Hook, Service } from '../compose/service.ts'
import { withoutCircles } from '../graph/graph.ts'
import { nearest } from '../util/nearest.ts'
import { createPlanBuilder, type PlanBuilder } from './builder.ts'
import { noDecisions } from './decisions.ts'
import { desiredState, type DesiredState } from './desired.ts'
import { preStopHooks } from './hooks.ts'
import { labels, readDependsOn } from './labels.ts'
import type { ObservedContainer, ObservedState } from './observed.ts'
import { stop, type Planning, type ReconcileOptions } from './planning.ts'

/** What a command on containers that exist is asked for. */
export interface LifecycleRequest {
  readonly project: string
  /** Absent where the project was named and no file is in reach: containers are known by their labels. */
  readonly loaded?: LoadedProject | undefined
  /** Services named on the command line; empty: all that are active, and without a file all there are. */
  readonly targets: readonly string[]
}

/** The services meant: those named, else those of the files, else those that have containers. */
export function meantServices(
  observed: ObservedState,
  { loaded, targets }: LifecycleRequest,
): ReadonlySet<string> {
  if (targets.length > 0) return new Set(targets)
  if (loaded) return new Set(Object.keys(loaded.project.services))
  return new Set(observed.containers.map(({ service }) => service))
}

/** The containers of the services meant, those of `run` left out. */
export function meantContainers(
  observed: ObservedState,
  request: LifecycleRequest,
): readonly ObservedContainer[] {
  const services = meantServices(observed, request)
  return observed.containers.filter(({ service, oneOff }) => !oneOff && services.has(service))
}

/** The files' `pre_stop` hooks. */
export function hooksOf({ loaded }: LifecycleRequest): ReadonlyMap<string, readonly Hook[]> {
  return loaded ? preStopHooks(loaded.project.services) : new Map()
}

/** Services that are named, but have no container; only where there is no file that would know them. */
function unknownServices(observed: ObservedState, { loaded, targets, project }: LifecycleRequest) {
  const known = [...new Set(observed.containers.map(({ service }) => service))]
  const unknown = loaded ? [] : targets.filter((name) => !known.includes(name))
  return unknown.map((name) => {
    const near = nearest(name, known)
    return {
      message: `project "${project}" has no container of a service "${name}"`,
      hint: near === undefined ? `"gantry -p ${project} ps -a" lists what it has` : `did you mean "${near}"?`,
    }
  })
}

/** Warns of them: for what does no harm where there is nothing. */
export function warnOfUnknown(
  builder: PlanBuilder,
  observed: ObservedState,
  request: LifecycleRequest,
): void {
  for (const { message, hint } of unknownServices(observed, request))
    builder.warn('unknown-service', `${message}: ${hint}`)
}

/** Refuses them: for what is to leave something running. */
export function refuseUnknown(observed: ObservedState, request: LifecycleRequest): void {
  for (const { message, hint } of unknownServices(observed, request)) stop('usage', message, hint)
}

/** The state to plan starts by: what the files say, or as much of it as the containers' labels tell. */
export function modelOf(observed: ObservedState, { loaded, project }: LifecycleRequest): DesiredState {
  return desiredState(loaded ?? projectFromLabels(observed, project))
}

/** A planning of nothing but starts and stops. */
export function startPlanning(
  desired: DesiredState,
  observed: ObservedState,
  options: ReconcileOptions,
): Planning & { readonly builder: ReturnType<typeof createPlanBuilder> } {
  const builder = createPlanBuilder(desired.project)
  return {
    desired,
    observed,
    options,
    builder,
    renewedNetworks: new Set(),
    renewedVolumes: new Set(),
    decisions: noDecisions,
  }
}

function projectFromLabels(observed: ObservedState, name: string): LoadedProject {
  const written = new Map(
    observed.containers.map(({ service, labels: own }) => [service, readDependsOn(own[labels.dependsOn])]),
  )
  const names = new Map([...written].map(([service, own]) => [service, own.map(([other]) => other)]))
  const straight = withoutCircles(names)
  const services = [...written].map(([service, own]) => {
    const kept = own.filter(([other]) => written.has(other) && straight.get(service)?.includes(other))
    return [service, serviceOf(observed, service, Object.fromEntries(kept))] as const
  })
  return {
    project: { name, services: Object.fromEntries(services), ...nothingElse },
    inactiveServices: [],
    workingDirectory: '/',
    files: [],
    envFiles: [],
    environment: {},
    values: new Map(),
    warnings: [],
    placeOf: () => undefined,
  }
}

const nothingElse = { networks: {}, volumes: {}, configs: {}, secrets: {}, models: {} }

function serviceOf(
  { containers }: ObservedState,
  name: string,
  depends_on: Readonly<Record<string, Dependency>>,
): Service {
  const own = containers.filter(({ service }) => service === name)
  return { command: null, entrypoint: null, image: own[0]?.image ?? '', scale: own.length, depends_on }
}

/** What `down` is asked for, worked out for the planner: which volumes and images go. */
import type { LoadedProject } from '../compose/project.ts'
import { desiredState } from './desired.ts'
import { preStopHooks } from './hooks.ts'
import { labels } from './labels.ts'
import type { ObservedState } from './observed.ts'
import type { Plan } from './steps.ts'
import { teardownPlan } from './teardown.ts'

export interface DownOptions {
  readonly project: string
  /** Absent where there is no file: everything that carries the project's label is meant. */
  readonly loaded?: LoadedProject | undefined
  /** Services named on the command line: they and what depends on them. Empty: all. */
  readonly targets?: readonly string[]
  /** True: the volumes that the files declare go, and anonymous ones. Their data is lost. */
  readonly volumes?: boolean
  /** Images go too: those without a name of their own, or all. */
  readonly images?: 'local' | 'all'
  readonly removeOrphans?: boolean
  /** Seconds that a stopping container gets; absent: its own grace period. */
  readonly timeout?: number
}

/** The steps that stop and remove what `up` made. */
export function downPlan(
  observed: ObservedState,
  { project, loaded, targets = [], volumes = false, images, removeOrphans = false, timeout }: DownOptions,
): Plan {
  return teardownPlan(observed, {
    project,
    targets,
    ...(loaded && {
      services: Object.keys(loaded.project.services),
      inactiveServices: loaded.inactiveServices,
      hooks: preStopHooks(loaded.project.services),
      declared: loaded.project.services,
    }),
    ...(loaded && { externalVolumes: externalVolumesOf(loaded) }),
    volumes: volumes ? volumesOf(observed, project, loaded) : [],
    images: images ? imagesOf(observed, images, loaded) : [],
    removeAnonymousVolumes: volumes,
    removeOrphans,
    ...(timeout !== undefined && { timeout }),
  })
}

function externalVolumesOf(loaded: LoadedProject): readonly string[] {
  return [...desiredState(loaded).volumes.values()].filter(({ external }) => external).map(({ name }) => name)
}

/** The declared volumes that are not external; without a file all that carry the project's label. */
function volumesOf(
  observed: ObservedState,
  project: string,
  loaded: LoadedProject | undefined,
): readonly string[] {
  if (loaded)
    return [...desiredState(loaded).volumes.values()]
      .filter(({ external }) => !external)
      .map(({ name }) => name)
  return [...observed.volumes.values()]
    .filter((volume) => volume.labels[labels.project] === project)
    .map(({ name }) => name)
}

function imagesOf(
  observed: ObservedState,
  which: 'local' | 'all',
  loaded: LoadedProject | undefined,
): readonly string[] {
  if (!loaded) return which === 'all' ? [...new Set(observed.containers.map(({ image }) => image))] : []
  const services = desiredState(loaded).services.filter(
    ({ service }) => which === 'all' || (service.build && service.image === undefined),
  )
  return [...new Set(services.map(({ image }) => image.reference))]
}

/** The containers of a project, found by their labels: no Compose file is needed. */
import type { ContainerSummary } from '../docker/engine.ts'
import { ProjectError, UsageError } from '../errors.ts'
import { labels } from '../plan/labels.ts'
import { observedContainer, type ObservedContainer } from '../plan/observed.ts'
import { nearest } from '../util/nearest.ts'
import type { Session } from './session.ts'

export interface ContainerQuery {
  /** Only those of these services; empty: of all. */
  readonly services: readonly string[]
  /** Those of `run` too. */
  readonly oneOffs: boolean
}

/** The project's containers, by name; throws a UsageError for a service that the project does not have. */
export async function findContainers(
  session: Session,
  { services, oneOffs }: ContainerQuery,
): Promise<readonly ObservedContainer[]> {
  const project = await session.projectName()
  const engine = await session.engine()
  const found = await engine.listContainers({ labels: projectLabels(project) }, session.signal)
  const all = found.flatMap(toObserved).sort(byName)
  const unseen = services.filter((name) => !all.some(({ service }) => service === name))
  if (unseen.length > 0) await refuseUnknown(unseen, session)
  return all.filter(
    ({ service, oneOff }) => (oneOffs || !oneOff) && (services.length === 0 || services.includes(service)),
  )
}

/** docker compose counts a container as the project's when it has both labels. */
export function projectLabels(project: string): readonly string[] {
  return [`${labels.project}=${project}`, labels.configHash]
}

function toObserved(summary: ContainerSummary): ObservedContainer[] {
  const observed = observedContainer(summary)
  return observed ? [observed] : []
}

function byName(one: ObservedContainer, other: ObservedContainer): number {
  return one.name < other.name ? -1 : Number(one.name > other.name)
}

/** A service without containers may still be one of the project's; the files tell, where there are any. */
async function refuseUnknown(names: readonly string[], session: Session): Promise<void> {
  const known = await knownServices(session)
  const unknown = known && names.find((name) => !known.includes(name))
  if (unknown === undefined) return
  const near = nearest(unknown, known ?? [])
  throw new UsageError(`the project has no service "${unknown}"`, {
    hint: near === undefined ? '"gantry ps -a" lists what it has' : `did you mean "${near}"?`,
  })
}

async function knownServices(session: Session): Promise<readonly string[] | undefined> {
  try {
    const { project, inactiveServices } = await session.load()
    return [...Object.keys(project.services), ...inactiveServices]
  } catch (error) {
    if (error instanceof ProjectError) return undefined
    throw error
  }
}

/** Asks the engine what it holds of a project: three lists and one look at each image, all at once. */
import type { Engine, NetworkSummary } from '../docker/engine.ts'
import type { DesiredState } from '../plan/desired.ts'
import { toBeInspected } from '../plan/configuration.ts'
import { imageReferences } from '../plan/images.ts'
import { labels, projectQuery } from '../plan/labels.ts'
import { divergedNetworks } from '../plan/networks.ts'
import { isUp, observedContainer, type ObservedState } from '../plan/observed.ts'

export interface Observation {
  readonly project: string
  /** References of the images that the desired state needs. */
  readonly images?: readonly string[]
}

/** A snapshot of the project. */
export async function observe(
  engine: Engine,
  { project, images = [] }: Observation,
  signal?: AbortSignal,
): Promise<ObservedState> {
  const everything = { labels: [] }
  const [containers, networks, volumes, found] = await Promise.all([
    engine.listContainers(projectQuery(project), signal),
    engine.listNetworks(everything, signal),
    engine.listVolumes(everything, signal),
    Promise.all(
      [...new Set(images)].map(
        async (reference) => [reference, await engine.inspectImage(reference, signal)] as const,
      ),
    ),
  ])
  return {
    containers: containers
      .flatMap((summary) => observedContainer(summary) ?? [])
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
    hooks: containers.filter((summary) => summary.labels[labels.hook] !== undefined),
    networks: byName(networks, project),
    volumes: new Map(volumes.map((volume) => [volume.name, volume])),
    images: new Map(found.flatMap(([reference, image]) => (image ? [[reference, image] as const] : []))),
  }
}

/**
 * A snapshot of the project with the images that its desired state needs. Containers of another tool that differ are inspected: that
 * alone tells what they were made from. Where a network differs, containers of others on it are looked for.
 */
export async function observeFor(
  desired: DesiredState,
  engine: Engine,
  signal?: AbortSignal,
): Promise<ObservedState> {
  const observation = { project: desired.project, images: imageReferences(desired) }
  const observed = await observe(engine, observation, signal)
  const ids = toBeInspected({ desired, observed })
  const networks = divergedNetworks(desired, observed)
  const [inspected, strangers] = await Promise.all([
    Promise.all(
      ids.map(async (id) => [id, await engine.rawContainer(id, signal).catch(() => ({}))] as const),
    ),
    networks.length === 0 ? undefined : strangersOn(networks, { engine, project: desired.project, signal }),
  ])
  return {
    ...observed,
    ...(ids.length > 0 && { inspected: new Map(inspected) }),
    ...(strangers && { strangers }),
  }
}

/** By network; containers that do not run hold none. */
async function strangersOn(
  networks: readonly string[],
  {
    engine,
    project,
    signal,
  }: { readonly engine: Engine; readonly project: string; readonly signal: AbortSignal | undefined },
): Promise<ReadonlyMap<string, readonly string[]>> {
  const all = await engine.listContainers({ labels: [] }, signal)
  const others = all.filter((one) => isUp(one) && one.labels[labels.project] !== project)
  return new Map(
    networks.map((network) => [
      network,
      others
        .filter((one) => network in one.networks)
        .map(({ name }) => name)
        .sort(),
    ]),
  )
}

/** Engines before 25 allow two networks of one name: the project's own counts. */
function byName(networks: readonly NetworkSummary[], project: string): ReadonlyMap<string, NetworkSummary> {
  const own = (network: NetworkSummary) => Number(network.labels[labels.project] === project)
  return new Map([...networks].sort((a, b) => own(a) - own(b)).map((network) => [network.name, network]))
}

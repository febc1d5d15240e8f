/** `--dry-run`: the plan runs against an engine in memory that holds what was observed; nothing real can be touched. */
import type { Engine } from '../docker/engine.ts'
import type { Dependency } from '../compose/service.ts'
import type { DesiredState } from '../plan/desired.ts'
import { labels } from '../plan/labels.ts'
import type { ObservedState } from '../plan/observed.ts'

/** An engine in memory, seeded with what was observed. Jobs that others wait for end well, everything else keeps running. */
export async function dryRunEngine(observed: ObservedState, desired?: DesiredState): Promise<Engine> {
  const { createMemoryEngine } = await import('../docker/memory.ts')
  const jobs = awaitedFor('service_completed_successfully', desired)
  const watched = awaitedFor('service_healthy', desired)
  return createMemoryEngine({
    seed: {
      containers: observed.containers.map((container) =>
        container.health === 'none' && watched.has(container.service)
          ? { ...container, health: 'starting' as const }
          : container,
      ),
      networks: [...observed.networks.values()],
      volumes: [...observed.volumes.values()],
      images: [...observed.images].map(([reference, image]) => ({
        ...image,
        tags: [...new Set([...image.tags, reference])],
      })),
    },
    behaviour: ({ body }) =>
      jobs.has(body.Labels?.[labels.service] ?? '') ? { exitCode: 0 } : { health: 'healthy' },
  })
}

/** Services that others wait for with a condition. A list of the engine tells no health of what stands still, hence `watched`. */
function awaitedFor(wanted: Dependency['condition'], desired: DesiredState | undefined): ReadonlySet<string> {
  const dependencies = (desired?.services ?? []).flatMap((service) => [...service.dependencies])
  return new Set(dependencies.flatMap(([name, { condition }]) => (condition === wanted ? [name] : [])))
}

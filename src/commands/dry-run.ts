/** `--dry-run`: the plan runs against an engine in memory that holds what was observed; nothing real can be touched. */
import type { Engine } from '../docker/engine.ts'
import type { DesiredState } from '../plan/desired.ts'
import { labels } from '../plan/labels.ts'
import type { ObservedState } from '../plan/observed.ts'

/** An engine in memory, seeded with what was observed. Jobs that others wait for end well, everything else keeps running. */
export async function dryRunEngine(observed: ObservedState, desired?: DesiredState): Promise<Engine> {
  const { createMemoryEngine } = await import('../docker/memory.ts')
  const jobs = jobsOf(desired)
  return createMemoryEngine({
    seed: {
      containers: observed.containers,
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

function jobsOf(desired: DesiredState | undefined): ReadonlySet<string> {
  const dependencies = (desired?.services ?? []).flatMap((service) => [...service.dependencies])
  return new Set(
    dependencies.flatMap(([name, { condition }]) =>
      condition === 'service_completed_successfully' ? [name] : [],
    ),
  )
}

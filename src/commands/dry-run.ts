/** `--dry-run`: the plan runs against an engine in memory that holds what was observed; nothing real can be touched. */
import type { Engine } from '../docker/engine.ts'
import type { Prepared } from './prepare.ts'

/** An engine in memory, seeded with the project's containers, networks, volumes and images. */
export async function dryRunEngine({
  engine,
  observed,
}: Pick<Prepared, 'engine' | 'observed'>): Promise<Engine> {
  const { createMemoryEngine } = await import('../docker/memory.ts')
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
  })
}

/** Whether a network or volume that exists is what the project says, and if not, what differs. */
import type { Network, Volume } from '../compose/project.ts'
import type { NetworkSummary, VolumeSummary } from '../docker/engine.ts'
import { differences, flatten, readFlat, recorded, type Flat } from './flatten.ts'
import { labels } from './labels.ts'
import type { Reason } from './steps.ts'

/** A network or volume as the project wants it. */
export interface WantedResource {
  /** By which docker compose sees that it is out of date. */
  readonly hash: string
  /** As the files have it. */
  readonly model: Network | Volume
}

/** What the resource is made from, as the text of its label: attribute → value, secrets as digests. */
export function writeResource(model: Network | Volume): string {
  return JSON.stringify(Object.fromEntries(definitionOf(model)))
}

/**
 * Why the resource must be made anew; undefined where it may stay: its hash is the expected one, it has none, or nothing of
 * what is recorded differs. Of one that another tool made, only driver and labels are known.
 */
export function resourceDivergence(
  existing: NetworkSummary | VolumeSummary,
  { hash, model }: WantedResource,
): Reason | undefined {
  const known = existing.labels[labels.configHash]
  if (known === undefined || known === hash) return undefined
  const before = readFlat(existing.labels[labels.definition])
  const after = definitionOf(model)
  const changes = differences(before ?? visible(existing, after), before ? after : visiblePart(after))
  if (changes.length > 0) return { text: 'its definition changed', changes }
  if (before) return undefined
  return { text: 'its definition changed; what differs is not recorded, because another tool made it' }
}

function definitionOf(model: Network | Volume): Flat {
  return flatten(model, ([first = '']) => first === 'name' || first.startsWith('x-'))
}

/** What the engine's list tells of an existing resource; the driver only where the files name one. */
function visible({ driver, labels: all }: NetworkSummary | VolumeSummary, wanted: Flat): Flat {
  const own = Object.entries(all).filter(([key]) => !key.startsWith('com.docker.compose.'))
  return new Map([
    ...(wanted.has('driver') ? [['driver', driver] as const] : []),
    ...own.map(([key, value]) => [`labels.${key}`, recorded(key, value)] as const),
  ])
}

function visiblePart(definition: Flat): Flat {
  return new Map([...definition].filter(([key]) => key === 'driver' || key.startsWith('labels.')))
}

/** What the plan makes of each service: where its containers will be, and which steps get them there. */
import type { ObservedContainer } from './observed.ts'

export interface ContainerOutcome {
  readonly name: string
  readonly number: number
  /** The step after which it exists under its name; undefined when it exists already. */
  readonly exists?: string
  /** The step after which it runs; undefined when it runs already or is not to run. */
  readonly runs?: string
  /** The container that stays, where one does. */
  readonly observed?: ObservedContainer
}

export interface ServiceOutcome {
  /** Lowest number first: who shares the namespace of this service shares that one's. */
  readonly containers: readonly ContainerOutcome[]
  /** True when at least one of its containers is replaced. */
  readonly recreated: boolean
  /** The step that has a provider bring the service up, where there is one. */
  readonly provider?: string
}

export type Outcomes = ReadonlyMap<string, ServiceOutcome>

/** The steps after which every container of a service runs. */
export function runningSteps(outcome: ServiceOutcome): readonly string[] {
  return outcome.containers.flatMap(({ runs }) => runs ?? [])
}

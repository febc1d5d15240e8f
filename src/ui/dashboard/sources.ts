/** What the dashboard keeps outside its state, because it grows with every line and every second. */
import type { ContainerFacts } from './state.ts'
import type { LogStore } from './logs/store.ts'
import type { UsageRings } from './stats/rings.ts'
import type { Happening } from './tabs/events-pane.ts'
import type { HealthShown } from './tabs/health-pane.ts'

/** A look at a container. */
export interface Inspected extends HealthShown {
  readonly facts: ContainerFacts
}

/** Written by the side that watches the engine, read by the views. */
export interface Sources {
  readonly logs: LogStore
  /** By container id. */
  readonly usage: UsageRings
  /** Oldest first, the last few hundred. */
  readonly happenings: readonly Happening[]
  /** By container id. */
  readonly inspected: ReadonlyMap<string, Inspected>
  /** What the files say of a service, as YAML; undefined where they say nothing. */
  readonly definitionOf: (service: string) => string | undefined
}

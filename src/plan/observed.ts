/** What the engine holds of a project: one snapshot, its labels parsed. */
import type { ContainerSummary, ImageDetails, NetworkSummary, VolumeSummary } from '../docker/engine.ts'
import type { Inspected } from './inspected.ts'
import { labels } from './labels.ts'

export interface ObservedState {
  /** All of the project's containers, by service and number; one-off ones (`run`) too. */
  readonly containers: readonly ObservedContainer[]
  /** Containers made for `pre_start` hooks by a run that was cut short. */
  readonly hooks: readonly ContainerSummary[]
  /** The project's networks by label, and those that the desired state names. By name. */
  readonly networks: ReadonlyMap<string, NetworkSummary>
  readonly volumes: ReadonlyMap<string, VolumeSummary>
  /** By the reference they were looked up with; absent when the engine has none. */
  readonly images: ReadonlyMap<string, ImageDetails>
  /** Inspections of containers that differ and that another tool made, by id. */
  readonly inspected?: ReadonlyMap<string, Inspected>
  /** Names of running containers outside the project on those of its networks that differ, by network; looked for where one does. */
  readonly strangers?: ReadonlyMap<string, readonly string[]>
}

export interface ObservedContainer extends ContainerSummary {
  readonly service: string
  readonly number: number
  readonly oneOff: boolean
  /** Left by a recreate that was cut short: `<12 hex>_<name>`. */
  readonly leftover: boolean
  readonly configHash: string | undefined
  readonly exitCode: number | undefined
}

/** Reads a container's labels; undefined for one that is not a service's (hook containers, foreign ones). */
export function observedContainer(summary: ContainerSummary): ObservedContainer | undefined {
  const service = summary.labels[labels.service]
  if (service === undefined || summary.labels[labels.hook] !== undefined) return undefined
  return {
    ...summary,
    service,
    number: Number(summary.labels[labels.containerNumber] ?? 0),
    oneOff: summary.labels[labels.oneOff]?.toLowerCase() === 'true',
    leftover: /^[0-9a-f]{12}_/.test(summary.name),
    configHash: summary.labels[labels.configHash],
    exitCode: exitCodeOf(summary.status),
  }
}

/** The containers of a service, lowest number first; leftovers last. */
export function containersOf(observed: ObservedState, service: string): readonly ObservedContainer[] {
  return observed.containers
    .filter((container) => container.service === service && !container.oneOff)
    .sort(
      (a, b) => Number(a.leftover) - Number(b.leftover) || a.number - b.number || (a.name < b.name ? -1 : 1),
    )
}

/** True for a container that has a process to be stopped, paused ones too. */
export function isUp({ state }: { readonly state: string }): boolean {
  return state === 'running' || state === 'restarting' || state === 'paused'
}

/** `it exited (0) 5 minutes ago`, `it is paused` */
export function stateWords({ state, status }: Pick<ObservedContainer, 'state' | 'status'>): string {
  return state === 'exited' && status !== '' ? `it ${status.toLowerCase()}` : `it is ${state}`
}

function exitCodeOf(status: string): number | undefined {
  const match = /^Exited \((\d+)\)/.exec(status)
  return match ? Number(match[1]) : undefined
}

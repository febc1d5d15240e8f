/** The words for what events say by code: nouns, verbs and times, as docker compose's users know them. */
import type { Event, Operation, Resource } from '../events.ts'
import type { Wait } from '../plan/steps.ts'
import { printable } from '../util/printable.ts'

const nouns = {
  container: 'Container',
  network: 'Network',
  volume: 'Volume',
  image: 'Image',
  provider: 'Provider',
  model: 'Model',
} as const satisfies Record<Resource['kind'], string>

/** While it is done, and when it is done. */
const verbs = {
  'create-network': ['Creating', 'Created'],
  'remove-network': ['Removing', 'Removed'],
  'create-volume': ['Creating', 'Created'],
  'remove-volume': ['Removing', 'Removed'],
  'pull-image': ['Pulling', 'Pulled'],
  'build-image': ['Building', 'Built'],
  'tag-image': ['Tagging', 'Tagged'],
  'remove-image': ['Removing', 'Removed'],
  'create-container': ['Creating', 'Created'],
  'start-container': ['Starting', 'Started'],
  'stop-container': ['Stopping', 'Stopped'],
  'kill-container': ['Killing', 'Killed'],
  'pause-container': ['Pausing', 'Paused'],
  'unpause-container': ['Unpausing', 'Unpaused'],
  'remove-container': ['Removing', 'Removed'],
  'rename-container': ['Renaming', 'Renamed'],
  'disconnect-network': ['Disconnecting', 'Disconnected'],
  'connect-network': ['Connecting', 'Connected'],
  'run-hook': ['Running hook', 'Hook done'],
  'run-provider': ['Running', 'Done'],
  'set-up-model': ['Setting up', 'Set up'],
  wait: ['Waiting', 'Ready'],
} as const satisfies Record<Operation, readonly [string, string]>

/** `Container`, for the kind of a resource. */
export function nounOf(resource: Resource): string {
  return nouns[resource.kind]
}

/** `Container shop-db-1`, safe to print. */
export function titleOf(resource: Resource): string {
  return `${nounOf(resource)} ${printable(resource.name)}`
}

/** `Starting` */
export function activeWord(operation: Operation): string {
  return verbs[operation][0]
}

/** `Started`; what was waited for is the word of a wait: `Healthy`, `Completed`; what was not done is `Kept` or `Left out`. */
export function doneWord({ operation, outcome }: { operation: Operation; outcome?: string }): string {
  const special = outcome === undefined ? undefined : specialWords.get(outcome)
  if (special !== undefined) return special
  if (operation !== 'wait' || outcome === undefined) return verbs[operation][1]
  const word = printable(outcome)
  return word.charAt(0).toUpperCase() + word.slice(1)
}

/** Outcomes of steps that did not do what they are for. */
const specialWords: ReadonlyMap<string, string> = new Map([
  ['kept', 'Kept'],
  ['still in use', 'Kept'],
  ['left out', 'Left out'],
])

/** What is left to say of an outcome once `doneWord` has said its part. */
export function outcomeDetail({ operation, outcome }: { operation: Operation; outcome?: string }): string {
  return operation === 'wait' || outcome === undefined || outcome === 'kept' || outcome === 'left out'
    ? ''
    : printable(outcome)
}

/** `0.4s`, `1m 05s`, `2h 03m` */
export function formatSeconds(seconds: number): string {
  if (seconds < 59.95) return `${seconds.toFixed(1)}s`
  const whole = Math.round(seconds)
  const [large, small, units] =
    whole < 3600
      ? ([Math.floor(whole / 60), whole % 60, 'ms'] as const)
      : ([Math.floor(whole / 3600), Math.floor((whole % 3600) / 60), 'hm'] as const)
  return `${large}${units.charAt(0)} ${String(small).padStart(2, '0')}${units.charAt(1)}`
}

/** `0s`, `12s`, `1m 05s`: of what still goes on, in whole seconds. */
export function formatElapsed(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds))
  return whole < 60 ? `${whole}s` : formatSeconds(whole)
}

/** `42.1MB`, in powers of 1000 as Docker counts. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = 0
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000
    unit++
  }
  return `${unit === 0 || value >= 99.95 ? Math.round(value) : value.toFixed(1)}${units[unit]}`
}

/** What a container has reached when what waits for it may go on. */
export const goals: Readonly<Record<Wait['condition'], string>> = {
  service_started: 'started',
  service_healthy: 'healthy',
  service_completed_successfully: 'completed',
  ready: 'ready',
}

/** Containers, networks and volumes are known by what comes after the project's name: `web-1` for `shop-web-1`. */
export function withoutProject(name: string, project: string): string {
  return name.startsWith(`${project}-`) || name.startsWith(`${project}_`)
    ? name.slice(project.length + 1)
    : name
}

/** `1 step`, `2 steps` */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}

/** What is said when a plan has no step; only of what is to be up one says that it is up to date. */
export function nothingToDo(project: string, command = 'up'): string {
  return `${printable(project)}: ${command === 'up' ? 'up to date, ' : ''}nothing to do`
}

/** `9 steps done in 12.3s`, `5 steps done, 1 failed, 3 skipped in 12.3s`, `9 steps would be done; dry run, nothing was changed` */
export function summaryText(event: Extract<Event, { type: 'summary' }>): string {
  const { done, failed, skipped, seconds, dryRun = false } = event
  const parts = [`${count(done, 'step')} ${dryRun ? 'would be done' : 'done'}`]
  if (failed > 0) parts.push(`${failed} failed`)
  if (skipped > 0) parts.push(`${skipped} skipped`)
  return `${parts.join(', ')}${dryRun ? '; dry run, nothing was changed' : ` in ${formatSeconds(seconds)}`}`
}

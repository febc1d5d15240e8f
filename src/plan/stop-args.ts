/** What a stop of a container that exists is told. */
import { readFlat } from './flatten.ts'
import { labels } from './labels.ts'
import type { ObservedContainer } from './observed.ts'
import type { StepArgs } from './steps.ts'

/** `timeout` in seconds; absent: the container's own grace period. */
export function stopArgs(
  { id, labels: own }: ObservedContainer,
  timeout: number | undefined,
): StepArgs['stop-container'] {
  return {
    container: id,
    ...(timeout !== undefined && { timeout }),
    ...(isHeard(own[labels.definition]) && { heard: true }),
  }
}

/** True where the container was made with an init of the engine's, which hears, or with a signal that nobody can ignore. */
function isHeard(recorded: string | undefined): boolean {
  const record = readFlat(recorded)
  return record?.get('init') === 'true' || /^(SIG)?KILL$|^9$/i.test(record?.get('stop_signal') ?? '')
}

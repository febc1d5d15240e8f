/** What a stop of a container that exists is told. */
import { readFlat, type Flat } from './flatten.ts'
import { labels } from './labels.ts'
import type { ObservedContainer } from './observed.ts'
import type { StepArgs } from './steps.ts'

/** `timeout` in seconds; absent: the container's own grace period. */
export function stopArgs(
  { id, labels: own }: ObservedContainer,
  timeout: number | undefined,
): StepArgs['stop-container'] {
  const signal = signalOf(readFlat(own[labels.definition]))
  return {
    container: id,
    ...(timeout !== undefined && { timeout }),
    ...(signal && { signal }),
  }
}

/** An init of the engine's hears every signal; one that nobody can ignore needs nobody to hear it. */
function signalOf(record: Flat | undefined): 'heard' | 'kills' | undefined {
  if (/^(SIG)?KILL$|^9$/i.test(record?.get('stop_signal') ?? '')) return 'kills'
  return record?.get('init') === 'true' ? 'heard' : undefined
}

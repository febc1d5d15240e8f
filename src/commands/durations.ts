/** Durations as options take them. */
import { parseDuration } from '../compose/attributes/grammar/durations.ts'
import { UsageError } from '../errors.ts'

/** Milliseconds of `90`, `90s` or `1m30s`; throws a UsageError for anything else. */
export function readDuration(text: string, option: string): number {
  const duration = /^\d+$/.test(text) ? BigInt(text) * 1_000_000_000n : parseDuration(text)
  if (duration !== undefined && duration >= 0n) return Number(duration / 1_000_000n)
  throw new UsageError(`${option} takes a duration, not "${text}"`, {
    hint: `for example ${option} 90s, or ${option} 1m30s`,
  })
}

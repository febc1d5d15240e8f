/** When a pull is worth another try, and how long to wait for it. Pure. */
import { EngineError } from '../errors.ts'

/** Milliseconds before the second try, the third one, and so on; after them one gives up. */
const pauses = [1000, 2000, 4000]
/** A registry that asks for more patience than this, in milliseconds, has refused. */
const longest = 60_000

/** Milliseconds to wait before the next try; undefined where there is none. `failed`: tries so far. */
export function pauseBefore(error: unknown, failed: number): number | undefined {
  const pause = pauses[failed - 1]
  if (!(error instanceof EngineError) || !error.transient || pause === undefined) return undefined
  const asked = (error.retryAfter ?? 0) * 1000
  return asked <= longest ? Math.max(asked, pause) : undefined
}

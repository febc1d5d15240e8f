/** A signal that fires when the caller aborts, or when `milliseconds` have passed, whichever is first. */
export interface Deadline {
  readonly signal: AbortSignal
  expired(): boolean
  /** Stops the clock; the caller's abort still counts. */
  met(): void
  /** Lets go of the caller's signal. */
  release(): void
}

/** The clock starts now; without milliseconds only the caller's signal counts. */
export function startDeadline(milliseconds: number | undefined, outer: AbortSignal | undefined): Deadline {
  const controller = new AbortController()
  let expired = false
  const abort = () => controller.abort(outer?.reason)
  const timer =
    milliseconds === undefined
      ? undefined
      : setTimeout(() => {
          expired = true
          controller.abort()
        }, milliseconds)
  if (outer?.aborted) abort()
  outer?.addEventListener('abort', abort, { once: true })
  const met = () => clearTimeout(timer)
  return {
    signal: controller.signal,
    expired: () => expired,
    met,
    release: () => {
      met()
      outer?.removeEventListener('abort', abort)
    },
  }
}

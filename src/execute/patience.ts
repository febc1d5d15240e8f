/** How long short calls are let finish when a run is cut short. */

/** Milliseconds; a healthy engine answers them long before. */
const patience = 5000

/** The promise; or, where the signal has aborted and the promise has still not settled some seconds later, the signal's reason. */
export async function untilAbandoned<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  let begin = () => {}
  const abandoned = new Promise<never>((_, reject) => {
    begin = () => {
      timer = setTimeout(() => reject(signal.reason), patience)
    }
  })
  if (signal.aborted) begin()
  else signal.addEventListener('abort', begin)
  try {
    return await Promise.race([promise, abandoned])
  } finally {
    signal.removeEventListener('abort', begin)
    clearTimeout(timer)
  }
}

/** A queue that is filled now and read later, by one reader. */
export interface Channel<T> {
  push(value: T): void
  /** The reader gets what is in the queue, then the end. */
  close(): void
  /** What comes until the end, or until `signal` aborts, which throws its reason. */
  read(signal?: AbortSignal): AsyncGenerator<T>
}

/** An open channel with nothing in it. */
export function createChannel<T>(): Channel<T> {
  const queue: T[] = []
  let open = true
  let wake = () => {}
  return {
    push: (value) => {
      if (open) queue.push(value)
      wake()
    },
    close: () => {
      open = false
      wake()
    },
    read: async function* (signal) {
      const onAbort = () => wake()
      signal?.addEventListener('abort', onAbort)
      try {
        for (;;) {
          for (let value = queue.shift(); value !== undefined; value = queue.shift()) {
            signal?.throwIfAborted()
            yield value
          }
          signal?.throwIfAborted()
          if (!open) return
          await new Promise<void>((resolve) => (wake = resolve))
        }
      } finally {
        signal?.removeEventListener('abort', onAbort)
      }
    },
  }
}

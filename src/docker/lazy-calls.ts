/** Calls whose code is loaded when the first of them is made. */

type Calls = Readonly<Record<string, (...args: never) => unknown>>

/** Stands for calls that give promises: `load` runs once, at the first call. */
export function lazyCalls<T extends Calls>(load: () => Promise<T>) {
  let loaded: Promise<T> | undefined
  const all = () => (loaded ??= load())
  return {
    /** A call that gives a promise. */
    promise:
      <A extends readonly unknown[], R>(pick: (calls: T) => (...args: A) => Promise<R>) =>
      async (...args: A): Promise<R> =>
        pick(await all())(...args),
    /** A call that gives a stream. */
    stream: <A extends readonly unknown[], R>(pick: (calls: T) => (...args: A) => AsyncIterable<R>) =>
      async function* (...args: A): AsyncGenerator<R> {
        yield* pick(await all())(...args)
      },
  }
}

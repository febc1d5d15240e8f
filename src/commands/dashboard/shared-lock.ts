/** The project's lock, taken for what the dashboard does at one time: actions that overlap share it. */
import type { Lock } from '../../lock/lock.ts'

export interface SharedLock {
  /** Does something while the lock is held; it is taken by the first and given back by the last. */
  readonly during: <T>(work: () => Promise<T>) => Promise<T>
}

/** Takes the lock by `acquire` when it is needed. */
export function createSharedLock(acquire: () => Promise<Lock>): SharedLock {
  let users = 0
  let lock: Promise<Lock> | undefined
  const give = async (given: Promise<Lock>): Promise<void> => {
    await given.then(
      ({ release }) => release(),
      () => undefined,
    )
  }
  return {
    during: async (work) => {
      users++
      const taken = (lock ??= acquire())
      try {
        await taken
        return await work()
      } finally {
        users--
        if (users === 0) {
          lock = undefined
          await give(taken)
        }
      }
    },
  }
}

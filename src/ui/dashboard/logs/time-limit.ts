/** Work that may never end, such as an unlucky regex, stopped after a while. */
import { createContext, Script } from 'node:vm'

/** Runs it; false where it was stopped for taking longer than the limit, in milliseconds. */
export type WithinLimit = (work: () => void, limit: number) => boolean

/** Nothing else in a program can stop a regex that runs: this costs about half a millisecond each time. */
export function createTimeLimit(): WithinLimit {
  const globals = { work: () => {} }
  let run: ((limit: number) => void) | undefined
  return (work, limit) => {
    globals.work = work
    run ??= createRun(globals)
    try {
      run(limit)
      return true
    } catch (error) {
      if (typeof error === 'object' && error !== null && 'code' in error && error.code === timedOut)
        return false
      throw error
    }
  }
}

const timedOut = 'ERR_SCRIPT_EXECUTION_TIMEOUT'

function createRun(globals: object): (limit: number) => void {
  const script = new Script('work()')
  const context = createContext(globals)
  return (limit) => void script.runInContext(context, { timeout: limit })
}

/** Runs of the library: watched by a function, ended by a signal, rejecting with the first cause. */
import { besideEngine } from '../commands/outside.ts'
import type { LoadedProject } from '../compose/project.ts'
import type { Engine } from '../docker/engine.ts'
import { UsageError } from '../errors.ts'
import { createEmitter, type Event } from '../events.ts'
import { openRun, type Account, type Run } from '../execute/open-run.ts'

/** How a run is watched and bounded. */
export interface RunOptions {
  /** Called for every event, in order: data with codes, as `--progress json` prints them. */
  readonly onEvent?: (event: Event) => void
  /** Aborting it lets short calls finish and stops what takes long; the promise rejects with `Cancelled`. */
  readonly signal?: AbortSignal
  /** Calls to the engine at a time. Default: 8. */
  readonly parallel?: number
}

/** Numbers of steps that a run has carried out and passed over. */
export type RunSummary = Pick<Account, 'done' | 'skipped'>

interface Opening extends RunOptions {
  readonly engine: Engine
  readonly project: string
  /** For what is beside the engine: build contexts in git repositories, providers, models. */
  readonly loaded?: LoadedProject | undefined
}

/** Opens a run, has it do the work, and rejects with the first cause where not all went well. */
export async function inRun(
  { engine, project, parallel, loaded, signal = never(), onEvent = () => undefined }: Opening,
  work: (run: Run) => Promise<void>,
): Promise<RunSummary> {
  const emit = createEmitter(onEvent, () => new Date())
  const run = await openRun({
    engine,
    project,
    emit,
    signal,
    parallel,
    ...(loaded && besideEngine(loaded.environment, loaded)),
  })
  try {
    await work(run)
    const { error, done, skipped } = run.account()
    if (error !== undefined) throw error
    return { done, skipped }
  } finally {
    run.end()
  }
}

/** Throws a UsageError for a name that is no service of the project. */
export function refuseUnknown({ project }: LoadedProject, services: Iterable<string>): void {
  const unknown = [...services].find((name) => !(name in project.services))
  if (unknown !== undefined) throw new UsageError(`no such service: "${unknown}"`)
}

/** A signal that nobody aborts. */
export function never(): AbortSignal {
  return new AbortController().signal
}

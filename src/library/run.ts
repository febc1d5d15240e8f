/** Runs of the library: watched by a function, ended by a signal, alone at work on their project, rejecting with the first cause. */
import { besideEngine } from '../commands/outside.ts'
import type { LoadedProject } from '../compose/project.ts'
import type { Engine } from '../docker/engine.ts'
import { UsageError } from '../errors.ts'
import { createEmitter, type Emit, type Event } from '../events.ts'
import { openRun, type Account, type Run } from '../execute/open-run.ts'
import type { Lock } from '../lock/lock.ts'

/** How a run is watched and bounded. */
export interface RunOptions {
  /** Called for every event, in order: data with codes, as `--progress json` prints them. */
  readonly onEvent?: (event: Event) => void
  /** Aborting it lets short calls finish and stops what takes long; the promise rejects with `Cancelled`. */
  readonly signal?: AbortSignal
  /** Calls to the engine at a time, at most. Default: as many as it sustains. */
  readonly parallel?: number
}

/** Of runs that change what a project has: one at a time. */
export interface ChangeOptions extends RunOptions {
  /**
   * Milliseconds to wait for another run of the same project on this machine, `gantry` itself included; 0: not at all. When they are
   * over the promise rejects with code `locked`. Default: as long as it takes.
   */
  readonly lockTimeout?: number
}

/** Numbers of steps that a run has carried out and passed over. */
export type RunSummary = Pick<Account, 'done' | 'skipped'>

interface Opening extends ChangeOptions {
  readonly engine: Engine
  readonly project: string
  /** What others who wait for us are told: `up`; absent where nobody need wait. */
  readonly command?: string
  /** For what is beside the engine: build contexts in git repositories, providers, models. */
  readonly loaded?: LoadedProject | undefined
}

/** Opens a run, where it has a command one that is alone at work on its project, has it look and act, and rejects with the first cause where not all went well. */
export async function inRun(opening: Opening, work: (run: Run) => Promise<void>): Promise<RunSummary> {
  const { engine, project, parallel, loaded, signal = never(), onEvent = () => undefined } = opening
  const emit = createEmitter(onEvent, () => new Date())
  const lock = await lockOf({ ...opening, signal, emit })
  const run = await openRun({
    engine,
    project,
    emit,
    signal,
    parallel,
    alone: lock !== undefined,
    ...(loaded && besideEngine(loaded.environment, loaded)),
  })
  try {
    await work(run)
    const { error, done, skipped } = run.account()
    if (error !== undefined) throw error
    return { done, skipped }
  } finally {
    run.end()
    lock?.release()
  }
}

/** An engine in memory is its caller's own. */
async function lockOf({
  engine: { address },
  project,
  command,
  lockTimeout,
  signal,
  emit,
}: Opening & { readonly signal: AbortSignal; readonly emit: Emit }): Promise<Lock | undefined> {
  if (command === undefined || address === 'memory:') return undefined
  const { acquireProjectLock } = await import('../lock/project.ts')
  return acquireProjectLock({
    engine: address,
    project,
    command,
    signal,
    patience: lockTimeout,
    onWait: (message) => emit({ type: 'warning', code: 'locked', message }),
    waiting: 'without lockTimeout its end is waited for',
  })
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

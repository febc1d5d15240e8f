/** Runs plans for the commands: events go to the renderer, and a summary ends the run. */
import type { Engine } from '../docker/engine.ts'
import type { LoadedProject } from '../compose/project.ts'
import { isDeadline } from '../execute/deadline.ts'
import type { Emit, Operation } from '../events.ts'
import { openRun, type Run } from '../execute/open-run.ts'
import type { RendererOptions } from '../ui/renderer.ts'
import { besideEngine, nothingOutside } from './outside.ts'
import type { Session } from './session.ts'

export interface CommandRun extends Run {
  /** Tells the summary of all plans; resolves with the exit code, or rejects where a deadline passed. Call it last; a second call tells no second summary. */
  readonly finish: (error?: unknown) => Promise<number>
}

export interface CommandRunOptions extends RendererOptions {
  readonly engine: Engine
  readonly project: string
  /** What providers and models are asked for; absent where no file is in reach. */
  readonly loaded?: LoadedProject | undefined
  /** `--full-grace` */
  readonly fullGrace?: boolean
  /** Kinds of step whose output and progress are not shown. */
  readonly silent?: readonly Operation[] | undefined
}

/** Opens a run that the session's renderer shows. */
export async function openCommandRun(
  session: Session,
  { engine, project, loaded, fullGrace, silent = [], ...looks }: CommandRunOptions,
): Promise<CommandRun> {
  const began = session.now().getTime()
  const dryRun = session.globals['dry-run']
  const run = await openRun({
    engine,
    project,
    emit: session.emitter({ ...looks, dryRun }).then((emit) => muted(emit, silent)),
    signal: session.signal,
    parallel: session.globals.parallel,
    fullGrace,
    alone: true,
    ...besideEngine(session.env, loaded),
    ...(dryRun && { outside: nothingOutside }),
  })
  let finished = false
  const finish = async (error?: unknown) => {
    const { error: first, ...steps } = run.account()
    const cause = error ?? first
    const exitCode = cause === undefined ? 0 : session.exitCodeOf(cause)
    if (!finished)
      run.emit({
        type: 'summary',
        exitCode,
        seconds: (session.now().getTime() - began) / 1000,
        ...steps,
        ...(dryRun && { dryRun }),
      })
    finished = true
    await (await session.renderer()).close()
    if (isDeadline(cause)) throw cause
    return exitCode
  }
  return { ...run, finish }
}

/** Leaves out what steps of these kinds tell while they run; that they begin and how they end is told. */
function muted(emit: Emit, silent: readonly Operation[]): Emit {
  if (silent.length === 0) return emit
  return (event) => {
    const chatter = event.type === 'step-output' || event.type === 'step-progress'
    if (!chatter || !silent.includes(event.operation)) emit(event)
  }
}

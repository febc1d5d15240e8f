import type { Engine } from '../docker/engine.ts'
import type { ObservedState } from '../plan/observed.ts'
import type { Plan } from '../plan/steps.ts'
import { openCommandRun } from './carry-out.ts'
import { dryRunEngine } from './dry-run.ts'
import type { Session } from './session.ts'

interface ImagesRun {
  readonly engine: Engine
  readonly observed: ObservedState
  readonly plan: Plan
  readonly command: string
  readonly quiet: boolean
  /** What is said of services whose image could not be had; absent: nothing. */
  readonly advice?: (services: readonly string[]) => string | undefined
}

/** Carries out a plan about images, on an engine in memory with --dry-run; resolves with the exit code. */
export async function runImages(
  session: Session,
  { engine, observed, plan, command, quiet, advice }: ImagesRun,
): Promise<number> {
  const dry = session.globals['dry-run']
  const opened = await openCommandRun(session, {
    engine: dry ? await dryRunEngine(observed) : engine,
    project: plan.project,
    command,
    ...(quiet && { silent: ['pull-image', 'build-image'] }),
  })
  try {
    const { failures } = await opened.carryOut(plan)
    const message = advice?.(failures.flatMap(({ step }) => step.resource.service ?? []))
    if (message !== undefined) opened.emit({ type: 'warning', code: 'buildable', message })
    return await opened.finish()
  } finally {
    opened.end()
  }
}

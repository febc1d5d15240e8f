import { settle } from '../execute/settle.ts'
import { openCommandRun, type CommandRunOptions } from './carry-out.ts'
import { dryRunEngine } from './dry-run.ts'
import type { Prepared } from './prepare.ts'
import type { Session } from './session.ts'

/** Makes the engine hold what was prepared, on an engine in memory with --dry-run; resolves with the exit code. */
export async function runPrepared(
  session: Session,
  prepared: Prepared,
  looks: Pick<CommandRunOptions, 'command' | 'silent'>,
): Promise<number> {
  const dry = session.globals['dry-run']
  const engine = dry ? await dryRunEngine(prepared.observed, prepared.desired) : prepared.engine
  const { project, loaded } = prepared.desired
  const opened = await openCommandRun(session, { engine, project, loaded, ...looks })
  try {
    const settled = await settle({ ...prepared, engine }, opened, session.signal)
    if (settled.plan) await opened.carryOut(settled.plan)
    return await opened.finish()
  } finally {
    opened.end()
    prepared.lock?.release()
  }
}

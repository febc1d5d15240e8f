/** One run at a time works on a project: the others wait, and are told for whom. */
import type { Engine } from '../docker/engine.ts'
import type { Lock } from '../lock/lock.ts'
import { readDuration } from './durations.ts'
import type { Session } from './session.ts'

export interface ProjectLockRequest {
  readonly engine: Pick<Engine, 'address'>
  readonly project: string
  /** What the others are told: `up`. */
  readonly command: string
  /** Default: the session's. */
  readonly signal?: AbortSignal
}

/** Takes the project's lock before its state is read; `--dry-run` needs none. Rejects with code `locked` when --lock-timeout is over. */
export async function lockProject(session: Session, request: ProjectLockRequest): Promise<Lock> {
  const { engine, project, command, signal = session.signal } = request
  if (session.globals['dry-run'] || engine.address === 'memory:') return { release: () => undefined }
  const limit = session.globals['lock-timeout']
  const { acquireProjectLock } = await import('../lock/project.ts')
  return acquireProjectLock({
    engine: engine.address,
    project,
    command,
    signal,
    patience: limit === undefined ? undefined : readDuration(limit, '--lock-timeout'),
    onWait: (message) => void tell(session, message),
    waiting: 'without --lock-timeout its end is waited for',
  })
}

/** Said at once, before there is a run to show it. */
async function tell({ globals, stderr, emitter }: Session, message: string): Promise<void> {
  if (globals.progress === 'json') (await emitter())({ type: 'warning', code: 'locked', message })
  else if (globals.progress !== 'quiet') stderr.write(`${message}\n`)
}

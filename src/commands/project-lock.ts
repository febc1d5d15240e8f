/** One run at a time works on a project: the others wait, and are told for whom. */
import { GantryError } from '../errors.ts'
import type { Engine } from '../docker/engine.ts'
import type { Holder } from '../lock/holder.ts'
import type { Lock } from '../lock/lock.ts'
import { printable } from '../util/printable.ts'
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
  const patience = limit === undefined ? undefined : readDuration(limit, '--lock-timeout')
  const [{ acquireLock }, { lockPlace }] = await Promise.all([
    import('../lock/lock.ts'),
    import('../lock/place.ts'),
  ])
  return acquireLock({
    place: lockPlace({ engine: engine.address, project }),
    holder: { command, since: session.now().toISOString() },
    signal,
    patience,
    onWait: (holder) =>
      void tell(session, `waiting for another run of project "${project}"${wordsFor(holder)}`),
    refused: (holder) =>
      new GantryError('locked', `another run is at work on project "${project}"${wordsFor(holder)}`, {
        hint: `let it end${holder ? `, or stop it ("kill ${holder.pid}")` : ''}; without --lock-timeout its end is waited for`,
      }),
  })
}

/** `: up (process 4242, since 12:03:04 UTC)` */
function wordsFor(holder: Holder | undefined): string {
  if (!holder) return ''
  const since = Date.parse(holder.since)
  const time = Number.isNaN(since) ? '' : `, since ${new Date(since).toISOString().slice(11, 19)} UTC`
  return `: ${printable(holder.command)} (process ${holder.pid}${time})`
}

/** Said at once, before there is a run to show it. */
async function tell({ globals, stderr, emitter }: Session, message: string): Promise<void> {
  if (globals.progress === 'json') (await emitter())({ type: 'warning', code: 'locked', message })
  else if (globals.progress !== 'quiet') stderr.write(`${message}\n`)
}

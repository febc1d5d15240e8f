/** The lock of a project: one run at a time works on it, and the others can say for whom they wait. */
import { GantryError } from '../errors.ts'
import { printable } from '../util/printable.ts'
import type { Holder } from './holder.ts'
import { acquireLock, type Lock } from './lock.ts'
import { lockPlace } from './place.ts'

export interface ProjectLockRequest {
  /** The engine's address: a project of the same name on another engine is another project. */
  readonly engine: string
  readonly project: string
  /** What the others are told: `up`. */
  readonly command: string
  /** Aborting it ends the wait with its reason. */
  readonly signal: AbortSignal
  /** Milliseconds to wait for another holder; absent: as long as it takes; 0: not at all. */
  readonly patience?: number | undefined
  /** Says that another run is waited for, and which. */
  readonly onWait: (message: string) => void
  /** Ends the hint of the refusal: how to wait longer. */
  readonly waiting: string
}

/** Takes the lock before the project's state is read. Rejects with code `locked` when patience is over. */
export async function acquireProjectLock(request: ProjectLockRequest): Promise<Lock> {
  const { engine, project, command, signal, patience, onWait, waiting } = request
  return acquireLock({
    place: lockPlace({ engine, project }),
    holder: { command, since: new Date().toISOString() },
    signal,
    patience,
    onWait: (holder) => onWait(`waiting for another run of project "${project}"${wordsFor(holder)}`),
    refused: (holder) =>
      new GantryError('locked', `another run is at work on project "${project}"${wordsFor(holder)}`, {
        hint: `let it end${holder ? `, or stop it ("kill ${holder.pid}")` : ''}; ${waiting}`,
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

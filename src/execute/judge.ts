/** What a container's state means for those who wait for it. Pure. */
import type { ContainerDetails } from '../docker/engine.ts'
import type { Wait } from '../plan/steps.ts'

export interface Seen {
  readonly details: Pick<ContainerDetails, 'state' | 'health' | 'exitCode'>
  /** How often its restart policy has started it again since the wait began. */
  readonly restarts: number
  /** Since the wait began. */
  readonly seconds: number
  /** True when it has stayed up long enough to be believed. */
  readonly settled: boolean
}

/** Why a condition will not be met. */
export type Refusal = 'unhealthy' | 'exited' | 'failed' | 'looping' | 'no-healthcheck'
/** `up`: met when it stays so for a while. */
export type Verdict = 'met' | 'up' | 'pending' | Refusal

/** The verdict. A container between two restarts is on its way, until it has failed too often and for too long. */
export function judge({ details, restarts, seconds, settled }: Seen, { condition }: Wait): Verdict {
  const { state, health, exitCode } = details
  const looping = restarts >= loop.restarts && seconds >= loop.seconds
  if (condition === 'service_completed_successfully') {
    if (state !== 'exited' && state !== 'dead') return looping ? 'looping' : 'pending'
    return exitCode === 0 ? 'met' : 'failed'
  }
  if (state === 'exited' || state === 'dead' || state === 'removing')
    return condition === 'ready' && exitCode === 0 ? 'met' : 'exited'
  if (state === 'restarting' && health === 'none' && condition === 'service_healthy') return 'no-healthcheck'
  if (state !== 'running') return looping && state === 'restarting' ? 'looping' : 'pending'
  if (health === 'healthy') return 'met'
  if (health === 'unhealthy') return 'unhealthy'
  if (health === 'starting') return 'pending'
  if (condition === 'service_healthy') return 'no-healthcheck'
  return condition === 'ready' && !settled ? 'up' : 'met'
}

/** Enough for a service that only waits for another one by failing until it is there. */
const loop = { restarts: 5, seconds: 30 }

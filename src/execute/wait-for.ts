import { StepError } from '../errors.ts'
import type { ContainerDetails, Engine } from '../docker/engine.ts'
import type { Wait } from '../plan/steps.ts'
import type { StepContext, StepOf } from './handlers.ts'
import { lastLinesOf } from './last-lines.ts'

/** Waits until every container of a service meets the condition; the engine's events say when to look again. */
export async function waitFor({ args }: StepOf<'wait'>, context: StepContext): Promise<string | void> {
  await Promise.all(args.containers.map((container) => waitForContainer(container, args, context)))
  return args.condition === 'service_completed_successfully'
    ? 'completed'
    : args.condition === 'service_healthy'
      ? 'healthy'
      : undefined
}

async function waitForContainer(container: string, wait: Wait, context: StepContext): Promise<void> {
  const { engine, states, signal, delay } = context
  let settled = false
  for (;;) {
    const changed = states.next(container, signal)
    changed.catch(() => {})
    const details = await engine.inspectContainer(container, signal)
    const verdict = judge(details, wait)
    if (verdict === 'met' || (verdict === 'up' && settled)) return
    if (verdict !== 'pending' && verdict !== 'up') throw await failure(verdict, { details, wait, engine })
    settled =
      verdict === 'up' &&
      (await Promise.race([changed.then(() => false), delay(settleTime, signal).then(() => true)]))
    if (verdict === 'pending') await changed
  }
}

/** Milliseconds that a container without a health check must stay up to count as ready: most that fail, fail at once. */
const settleTime = 500

type Verdict = 'met' | 'up' | 'pending' | 'unhealthy' | 'exited' | 'failed' | 'no-healthcheck'

/** What a container's state means for the condition. A container between two restarts is still on its way. */
function judge({ state, health, exitCode }: ContainerDetails, { condition }: Wait): Verdict {
  if (condition === 'service_completed_successfully') {
    if (state !== 'exited' && state !== 'dead') return 'pending'
    return exitCode === 0 ? 'met' : 'failed'
  }
  if (state === 'exited' || state === 'dead' || state === 'removing')
    return condition === 'ready' && exitCode === 0 ? 'met' : 'exited'
  if (state !== 'running') return 'pending'
  if (health === 'healthy') return 'met'
  if (health === 'unhealthy') return 'unhealthy'
  if (health === 'starting') return 'pending'
  if (condition === 'service_healthy') return 'no-healthcheck'
  return condition === 'ready' ? 'up' : 'met'
}

interface FailureInput {
  readonly details: ContainerDetails
  readonly wait: Wait
  readonly engine: Engine
}

async function failure(
  verdict: Exclude<Verdict, 'met' | 'up' | 'pending'>,
  { details, wait, engine }: FailureInput,
): Promise<StepError> {
  const name = `container "${details.name}" of service "${wait.service}"`
  if (verdict === 'no-healthcheck') {
    return new StepError(
      'dependency-failed',
      `${name} has no health check, so it can never be service_healthy`,
      {
        hint: 'give the service a healthcheck, or depend on it with condition: service_started',
      },
    )
  }
  const lastLines = await lastLinesOf(engine, details)
  if (verdict === 'unhealthy') {
    return new StepError(
      'unhealthy',
      `${name} is unhealthy: its health check failed ${details.healthLog.length} times`,
      {
        hint: `see what it says: gantry logs ${wait.service}`,
        lastLines,
      },
    )
  }
  const how = details.oomKilled
    ? 'was killed for lack of memory'
    : `exited with code ${details.exitCode}${meaningOf(details.exitCode)}`
  return new StepError(verdict === 'failed' ? 'dependency-failed' : 'exited-early', `${name} ${how}`, {
    hint: details.oomKilled
      ? `give the service more memory (mem_limit), or see what it says: gantry logs ${wait.service}`
      : `see what it says: gantry logs ${wait.service}`,
    lastLines,
  })
}

const meanings: ReadonlyMap<number, string> = new Map([
  [126, ' (its command cannot be executed)'],
  [127, ' (its command was not found)'],
  [137, ' (SIGKILL)'],
  [139, ' (segmentation fault)'],
  [143, ' (SIGTERM)'],
])

function meaningOf(exitCode: number): string {
  return meanings.get(exitCode) ?? ''
}

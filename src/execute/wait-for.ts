import { StepError } from '../errors.ts'
import type { ContainerDetails, EngineEvent } from '../docker/engine.ts'
import type { Wait } from '../plan/steps.ts'
import { examine } from './autopsy.ts'
import { meaningOf } from './exit-codes.ts'
import type { StepContext, StepOf } from './handlers.ts'
import { judge, type Refusal } from './judge.ts'

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
  const { engine, states, signal, now } = context
  const began = now()
  let [settled, before]: [boolean, number | undefined] = [false, undefined]
  let last: EngineEvent | undefined
  await states.open()
  for (;;) {
    const changed = states.next(container, signal)
    changed.catch(() => {})
    const details = await engine.inspectContainer(container, signal)
    const restarts = details.restartCount - (before ??= restartsBefore(details, context))
    if (details.state === 'restarting' && restarts >= restartsToTell) tellOfRestarts(details, wait, context)
    const verdict = judge({ details, restarts, seconds: (now() - began) / 1000, settled }, wait)
    if (verdict === 'met') return
    if (verdict !== 'pending' && verdict !== 'up')
      throw await failure(verdict, { details, wait, context, last })
    settled = verdict === 'up' && (await staysUp(changed, restarts, context))
    if (verdict === 'pending') last = (await changed) ?? last
  }
}

/** One restart may be an accident. */
const restartsToTell = 2

/** Once a container: the wait may be long yet, and nobody should sit it out who knows better. */
function tellOfRestarts(details: ContainerDetails, { service }: Wait, { memo, emit }: StepContext): void {
  const key = `restarts ${details.id}`
  if (memo.said.has(key)) return
  memo.said.add(key)
  const message = `container "${details.name}" of service "${service}" ${loopWords(details)}; it is still waited for, "gantry logs ${service}" shows what it says`
  emit({ type: 'warning', code: 'restarting', message })
}

/** Restarts that are none of this run's: a container that it made has had none. */
function restartsBefore({ name, id, restartCount }: ContainerDetails, { memo }: StepContext): number {
  return memo.containerIds.get(name) === id ? 0 : restartCount
}

/** Milliseconds that a container without a health check must stay up to count as ready: most that fail, fail at once. */
const settleTime = 500
/** The same for one that has been restarted while we waited. */
const settleTimeAfterRestart = 5000

/** True when nothing happened to the container for as long as it takes to believe in it. */
async function staysUp(
  changed: Promise<EngineEvent | undefined>,
  restarts: number,
  { delay, signal }: StepContext,
): Promise<boolean> {
  const over = new AbortController()
  const time = restarts > 0 ? settleTimeAfterRestart : settleTime
  const quiet = delay(time, AbortSignal.any([signal, over.signal])).then(() => true)
  try {
    return await Promise.race([changed.then(() => false), quiet])
  } finally {
    over.abort()
  }
}

interface FailureInput {
  readonly details: ContainerDetails
  readonly wait: Wait
  readonly context: StepContext
  /** The event that told. */
  readonly last: EngineEvent | undefined
}

async function failure(verdict: Refusal, { details, wait, context, last }: FailureInput): Promise<StepError> {
  const name = `container "${details.name}" of service "${wait.service}"`
  if (verdict === 'no-healthcheck') {
    return new StepError(
      'dependency-failed',
      `${name} has no health check, so it can never be service_healthy`,
      { hint: 'give the service a healthcheck, or depend on it with condition: service_started' },
    )
  }
  const autopsy = await examine({
    engine: context.engine,
    details,
    since: last?.health === 'unhealthy' ? new Date(last.time * 1000).toISOString() : undefined,
  })
  const health = (autopsy.health ?? []).map((line) => `health check: ${line}`)
  return new StepError(codes[verdict], `${name} ${wordsFor(verdict, details)}`, {
    hint: `see what it says: gantry logs ${wait.service}`,
    lastLines: [...(autopsy.log ?? []), ...health],
    autopsy,
  })
}

const codes = {
  unhealthy: 'unhealthy',
  exited: 'exited-early',
  looping: 'exited-early',
  failed: 'dependency-failed',
} as const

function wordsFor(verdict: Refusal, details: ContainerDetails): string {
  if (verdict === 'unhealthy')
    return `is unhealthy: its health check failed ${details.healthLog.length} times`
  if (details.oomKilled) return 'was killed for lack of memory'
  return verdict === 'looping' ? loopWords(details) : `exited with ${exitWords(details)}`
}

function loopWords(details: ContainerDetails): string {
  return `does not stay up: it was restarted ${details.restartCount} times and exited with ${exitWords(details)} last`
}

function exitWords({ exitCode }: ContainerDetails): string {
  const meaning = meaningOf(exitCode)
  return `code ${exitCode}${meaning === undefined ? '' : ` (${meaning})`}`
}

import { findDeafness, type Deafness } from './deaf.ts'
import type { StepContext, StepOf } from './handlers.ts'

type Step = StepOf<'stop-container'>

/** Milliseconds after which a stop is waiting for the process, not for the engine. */
const brief = 100

/** Stops a container; while its process takes its time, others may have the slot. A process that cannot hear is not waited for. */
export async function stopContainer(step: Step, context: StepContext): Promise<string | void> {
  const { engine, signal, slot, fullGrace = false } = context
  const { container, timeout, signal: known } = step.args
  const timer = known === 'kills' ? undefined : setTimeout(slot.leave, brief)
  try {
    const deafness =
      fullGrace || known ? undefined : await findDeafness(engine, container, { timeout, signal })
    if (deafness) tell(step, deafness, context)
    if (deafness) clearTimeout(timer)
    const seconds = deafness ? 0 : timeout
    await engine.stopContainer(container, seconds === undefined ? {} : { timeout: seconds }, signal)
    if (deafness) return 'killed'
  } finally {
    clearTimeout(timer)
  }
}

/** Said once for each service. */
function tell({ resource }: Step, { signal, program }: Deafness, { emit, memo }: StepContext): void {
  const service = resource.service ?? resource.name
  const key = `deaf ${service}`
  if (memo.said.has(key)) return
  memo.said.add(key)
  const who = program === '' ? 'its first process' : `its first process ("${program}")`
  emit({
    type: 'warning',
    code: 'stop-signal-unheard',
    message: `service "${service}" was killed at once: ${who} does not handle ${signal}, so waiting is no use; "init: true", a command in exec form or a handler lets it stop by itself (--full-grace waits all the same)`,
  })
}

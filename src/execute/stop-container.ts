import type { StepContext, StepOf } from './handlers.ts'

/** Milliseconds after which a stop is waiting for the process, not for the engine. */
const brief = 250

/** Stops a container; while its process takes its time, others may have the slot. */
export async function stopContainer(
  { args }: StepOf<'stop-container'>,
  { engine, signal, slot }: StepContext,
): Promise<string | void> {
  const timer = setTimeout(slot.leave, brief)
  try {
    await engine.stopContainer(
      args.container,
      args.timeout === undefined ? {} : { timeout: args.timeout },
      signal,
    )
  } finally {
    clearTimeout(timer)
  }
}

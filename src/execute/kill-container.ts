import { EngineError } from '../errors.ts'
import type { StepContext, StepOf } from './handlers.ts'

/** Sends a signal to a container; one that has ended meanwhile needs none. */
export async function killContainer(
  { args }: StepOf<'kill-container'>,
  { engine }: StepContext,
): Promise<string | void> {
  try {
    await engine.killContainer(args.container, { signal: args.signal })
  } catch (error) {
    if (!(error instanceof EngineError) || !ended.has(error.status)) throw error
    return 'it had ended'
  }
}

/** 404: it is gone; 409: it does not run. */
const ended: ReadonlySet<number | undefined> = new Set([404, 409])

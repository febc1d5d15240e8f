import { EngineError } from '../errors.ts'
import { anotherRun } from './conflicts.ts'
import type { StepContext, StepOf } from './handlers.ts'

/** Creates a network; it was not there when the plan was made. */
export async function createNetwork(
  { args }: StepOf<'create-network'>,
  { engine }: StepContext,
): Promise<void> {
  try {
    await engine.createNetwork(args.body)
  } catch (error) {
    if (!(error instanceof EngineError) || error.status !== 409) throw error
    throw anotherRun(`network "${args.body.Name}"`, error)
  }
}

import { EngineError } from '../errors.ts'
import type { StepContext, StepOf } from './handlers.ts'

/** Removes a network; one that strangers still use stays, with a warning, as docker compose leaves it. */
export async function removeNetwork(
  { args, resource }: StepOf<'remove-network'>,
  { engine, emit }: StepContext,
): Promise<string | void> {
  try {
    await engine.removeNetwork(args.id)
  } catch (error) {
    if (!(error instanceof EngineError) || error.status !== 403) throw error
    emit({
      type: 'warning',
      code: 'network-in-use',
      message: `network "${resource.name}" stays: containers outside the project still use it`,
    })
    return 'still in use'
  }
}

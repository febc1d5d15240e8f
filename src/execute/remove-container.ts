import { EngineError } from '../errors.ts'
import type { StepContext, StepOf } from './handlers.ts'

/** Removes a container, and the anonymous volumes it took over, unless another container has them too. */
export async function removeContainer(
  { args }: StepOf<'remove-container'>,
  { engine }: StepContext,
): Promise<void> {
  const { container, volumes, inherited = [] } = args
  await engine.removeContainer(container, { force: true, volumes })
  await Promise.all(inherited.map(async (name) => engine.removeVolume(name).catch(unlessInUse)))
}

function unlessInUse(error: unknown): void {
  if (!(error instanceof EngineError) || error.status !== 409) throw error
}

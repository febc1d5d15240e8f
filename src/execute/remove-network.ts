import { EngineError } from '../errors.ts'
import { usersText } from './remove-volume.ts'
import type { StepContext, StepOf } from './handlers.ts'

/** Removes a network; one that strangers still use stays, with a warning, as docker compose leaves it. */
export async function removeNetwork(
  { args, resource }: StepOf<'remove-network'>,
  { engine, emit, signal }: StepContext,
): Promise<string | void> {
  try {
    await engine.removeNetwork(args.id)
  } catch (error) {
    if (!(error instanceof EngineError) || error.status !== 403) throw error
    const containers = await engine.listContainers({ labels: [] }, signal)
    const users = containers.filter(({ networks }) => resource.name in networks)
    const message = `network "${resource.name}" stays: ${usersText(users)} it`
    emit({ type: 'warning', code: 'network-in-use', message })
    return 'still in use'
  }
}

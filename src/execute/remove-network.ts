import { EngineError } from '../errors.ts'
import { usersText } from './remove-volume.ts'
import type { StepContext, StepOf } from './handlers.ts'

type Step = StepOf<'remove-network'>

/** Removes a network; one that strangers still use stays, with a warning, as docker compose leaves it. */
export async function removeNetwork(step: Step, context: StepContext): Promise<string | void> {
  const { engine, emit, signal } = context
  const { args, resource } = step
  try {
    await engine.removeNetwork(args.id)
  } catch (error) {
    if (!(error instanceof EngineError) || error.status !== 403) throw error
    const containers = await engine.listContainers({ labels: [] }, signal)
    const users = containers.filter(({ networks }) => resource.name in networks)
    const names = new Set(containers.map(({ name }) => name))
    const ghosts = endpointsIn(error.message).filter((name) => !names.has(name))
    const haunted = users.length === 0 && ghosts.length > 0
    if (haunted && (await removeGhosts(step, ghosts, context))) return
    const why = haunted
      ? `the engine still counts ${ghosts.map((name) => `"${name}"`).join(', ')}, which is gone; "down" again after a restart of the engine removes it`
      : `${usersText(users)} it`
    const message = `network "${resource.name}" stays: ${why}`
    emit({ type: 'warning', code: 'network-in-use', message })
    return 'still in use'
  }
}

/** `has active endpoints (name:"shop-web-1" id:"…")`: the engine's names of what it still counts as connected. */
function endpointsIn(message: string): readonly string[] {
  return [...message.matchAll(/name:"([^"]+)"/g)].map(([, name = '']) => name)
}

/** An engine that was disturbed may keep endpoints of containers that are gone; taken away by name, the network can go. False where it cannot. */
async function removeGhosts(
  { args }: Step,
  ghosts: readonly string[],
  { engine }: StepContext,
): Promise<boolean> {
  try {
    for (const container of ghosts) await engine.disconnectNetwork(args.id, { container, force: true })
    await engine.removeNetwork(args.id)
    return true
  } catch (error) {
    if (error instanceof EngineError && error.status !== undefined) return false
    throw error
  }
}

import { EngineError } from '../errors.ts'
import type { StepContext, StepOf } from './handlers.ts'

/** Removes a volume; one that a container outside the project uses stays, with a warning, as docker compose leaves it. */
export async function removeVolume(
  { args }: StepOf<'remove-volume'>,
  { engine, emit, signal }: StepContext,
): Promise<string | void> {
  const { name } = args
  try {
    await engine.removeVolume(name)
  } catch (error) {
    if (!(error instanceof EngineError) || error.status !== 409) throw error
    const containers = await engine.listContainers({ labels: [] }, signal)
    const users = containers.filter(({ mounts }) => mounts.some((mount) => mount.name === name))
    const message = `volume "${name}" stays: ${usersText(users)} it`
    emit({ type: 'warning', code: 'volume-in-use', message })
    return 'still in use'
  }
}

/** `container "a", "b" still uses`, for a warning about a thing that cannot be removed. */
export function usersText(users: readonly { readonly name: string }[]): string {
  const names = users.map(({ name }) => `"${name}"`)
  if (names.length === 0) return 'something outside the project still uses'
  return names.length === 1
    ? `container ${names.join()}, outside the project, still uses`
    : `containers ${names.join(', ')}, outside the project, still use`
}

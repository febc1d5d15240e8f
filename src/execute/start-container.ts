import { packFiles } from '../docker/archive.ts'
import { namingPublisher } from './conflicts.ts'
import type { StepContext, StepOf } from './handlers.ts'

/** Copies in the configs and secrets that have no file on the host, lets listeners attach, and starts. */
export async function startContainer(
  { args }: StepOf<'start-container'>,
  { engine, signal, beforeStart }: StepContext,
): Promise<void> {
  const { container, files } = args
  if (files.length > 0) {
    const entries = files.map(({ target, ...file }) => ({ path: target, ...file }))
    await engine.copyToContainer(container, '/', await packFiles(entries))
  }
  await beforeStart?.(container)
  await namingPublisher(engine.startContainer(container), { engine, signal })
}

import { packFiles } from '../docker/archive.ts'
import { namingPublisher } from './conflicts.ts'
import type { StepContext, StepOf } from './handlers.ts'
import { findLogins } from './outside.ts'

/** Copies in the configs and secrets that have no file on the host, lets listeners attach, and starts. */
export async function startContainer(step: StepOf<'start-container'>, context: StepContext): Promise<void> {
  const { engine, signal, beforeStart } = context
  const { container } = step.args
  const files = [...step.args.files, ...(await loginsOf(step, context))]
  if (files.length > 0) {
    const entries = files.map(({ target, ...file }) => ({ path: target, ...file }))
    await engine.copyToContainer(container, '/', await packFiles(entries))
  }
  await beforeStart?.(container)
  await namingPublisher(engine.startContainer(container), { engine, signal })
}

/** The file with the user's logins, where the service is to have them: asked for now, so that no plan holds them. */
async function loginsOf(step: StepOf<'start-container'>, context: StepContext) {
  const { loginsAt: target } = step.args
  if (target === undefined) return []
  return [{ target, content: await findLogins(step, context), uid: 0, gid: 0, mode: 0o444 }]
}

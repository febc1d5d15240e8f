import { EngineError } from '../errors.ts'
import { anotherRun } from './conflicts.ts'
import type { StepContext, StepOf } from './handlers.ts'

/** Gives a replacement its name, which the container it replaces had until a moment ago. */
export async function renameContainer(
  { args }: StepOf<'rename-container'>,
  { engine, memo }: StepContext,
): Promise<void> {
  try {
    await engine.renameContainer(args.container, args.name)
    const id = memo.containerIds.get(args.container)
    if (id !== undefined) memo.containerIds.set(args.name, id)
  } catch (error) {
    if (!(error instanceof EngineError) || !taken.has(error.status)) throw error
    throw anotherRun(`container "${args.name}"`, error)
  }
}

/** 400: it has the name already; 404: it is gone; 409: another one has the name. */
const taken: ReadonlySet<number | undefined> = new Set([400, 404, 409])

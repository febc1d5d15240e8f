import type { StepContext, StepOf } from './handlers.ts'

/** Gives an image another name. */
export async function tagImage({ args }: StepOf<'tag-image'>, { engine, memo }: StepContext): Promise<void> {
  memo.images.delete(args.tag)
  await engine.tagImage(args.reference, args.tag)
}

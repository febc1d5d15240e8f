import type { ImageDetails } from '../docker/engine.ts'
import { EngineError } from '../errors.ts'
import { finishedBody } from '../plan/container.ts'
import { imageLabel } from '../plan/image-identity.ts'
import { labels } from '../plan/labels.ts'
import { namingHolder, overLeftover } from './conflicts.ts'
import type { StepContext, StepOf } from './handlers.ts'

/** Creates a container; what only the run can tell (image id, other containers' ids) is looked up now. */
export async function createContainer(
  { args }: StepOf<'create-container'>,
  { engine, emit, memo, signal, alone = false }: StepContext,
): Promise<void> {
  const names = [...new Set(Object.values(args.references))]
  const [imageId, ...ids] = await Promise.all([
    args.imageId ??
      imageOf(args.imageReference, { engine, memo, signal }).then((image) =>
        imageLabel(image, args.platform),
      ),
    ...names.map(
      async (name) => memo.containerIds.get(name) ?? (await engine.inspectContainer(name, signal)).id,
    ),
  ])
  const idOf = new Map(names.map((name, index) => [name, ids[index] ?? name]))
  const body = finishedBody(args, { imageId, idOf: (name) => idOf.get(name) ?? name })
  const create = async () =>
    engine.createContainer({
      name: args.name,
      body,
      ...(args.platform !== undefined && { platform: args.platform }),
    })
  const project = body.Labels?.[labels.project]
  const place = { engine, signal, name: args.name, ...(project !== undefined && { project }) }
  const { id, warnings } = await namingHolder(alone ? overLeftover(create, place) : create(), place)
  memo.containerIds.set(args.name, id)
  for (const message of warnings)
    emit({ type: 'warning', code: 'engine', message: `container "${args.name}": ${message}` })
}

/** Asked once a run for each image. */
async function imageOf(
  reference: string,
  { engine, memo, signal }: Pick<StepContext, 'engine' | 'memo' | 'signal'>,
): Promise<ImageDetails> {
  const known = memo.images.get(reference)
  if (known) return known
  const asked = lookUp(reference, { engine, signal })
  memo.images.set(reference, asked)
  asked.catch(() => memo.images.delete(reference))
  return asked
}

async function lookUp(
  reference: string,
  { engine, signal }: Pick<StepContext, 'engine' | 'signal'>,
): Promise<ImageDetails> {
  const image = await engine.inspectImage(reference, signal)
  if (image) return image
  throw new EngineError('pull-failed', `image "${reference}" is not on the engine any more`, {
    hint: 'another process removed it; run the command again',
  })
}

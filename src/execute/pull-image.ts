import { EngineError } from '../errors.ts'
import type { PullProgress } from '../docker/engine.ts'
import type { StepContext, StepOf } from './handlers.ts'

/** Pulls an image, telling the bytes of all layers together. */
export async function pullImage(
  { args }: StepOf<'pull-image'>,
  { engine, signal, emit, progress, memo }: StepContext,
): Promise<string | void> {
  const { reference, platform, optional } = args
  const layers = new Map<string, PullProgress>()
  memo.imageIds.delete(reference)
  try {
    for await (const update of engine.pullImage(
      { reference, ...(platform !== undefined && { platform }) },
      signal,
    )) {
      if (update.layer === undefined) continue
      layers.set(update.layer, { ...layers.get(update.layer), ...update })
      progress({ type: 'step-progress', ...bytesOf(layers.values()) })
    }
  } catch (error) {
    if (!optional || !(error instanceof EngineError) || signal.aborted) throw error
    const here = await engine.inspectImage(reference, signal)
    const instead = here ? 'the image that is here is used' : 'the rest goes on without it'
    emit({ type: 'warning', code: 'pull-failed', message: `${error.message}; ${instead}` })
    return here ? 'kept' : 'left out'
  }
}

function bytesOf(layers: Iterable<PullProgress>): {
  readonly text: string
  readonly current: number
  readonly total: number
} {
  let [current, total, done, count] = [0, 0, 0, 0]
  for (const layer of layers) {
    const complete = /complete|already exists/i.test(layer.status)
    count += 1
    done += Number(complete)
    total += layer.total ?? 0
    current += complete ? (layer.total ?? 0) : (layer.current ?? 0)
  }
  return { text: `${done} of ${count} layers`, current, total }
}

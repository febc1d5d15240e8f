import { EngineError } from '../errors.ts'
import type { PullProgress } from '../docker/engine.ts'
import type { StepContext, StepOf } from './handlers.ts'
import { pauseBefore } from './retries.ts'

type Step = StepOf<'pull-image'>

/** Pulls an image, telling the bytes of all layers together; what may pass is tried again, while others have the slot. */
export async function pullImage(step: Step, context: StepContext): Promise<string | void> {
  const { signal } = context
  context.memo.images.delete(step.args.reference)
  for (let failed = 1; ; failed++) {
    try {
      await pullOnce(step, context)
      return
    } catch (error) {
      if (!(error instanceof EngineError) || signal.aborted) throw error
      const pause = pauseBefore(error, failed)
      if (pause !== undefined) {
        await rest(pause, error, context)
        continue
      }
      if (!step.args.optional) throw error
      return doWithout(step, error, context)
    }
  }
}

async function doWithout({ args }: Step, { message }: EngineError, context: StepContext): Promise<string> {
  const { engine, signal, emit } = context
  const here = await engine.inspectImage(args.reference, signal)
  const instead = here ? 'the image that is here is used' : 'the rest goes on without it'
  emit({ type: 'warning', code: 'pull-failed', message: `${message}; ${instead}` })
  return here ? 'kept' : 'left out'
}

async function pullOnce({ args }: Step, { engine, signal, progress }: StepContext): Promise<void> {
  const { reference, platform } = args
  const layers = new Map<string, PullProgress>()
  const request = { reference, ...(platform !== undefined && { platform }) }
  for await (const update of engine.pullImage(request, signal)) {
    if (update.layer === undefined) continue
    layers.set(update.layer, { ...layers.get(update.layer), ...update })
    progress({ type: 'step-progress', ...bytesOf(layers.values()) })
  }
}

async function rest(
  pause: number,
  { message }: EngineError,
  { signal, slot, delay, emit }: StepContext,
): Promise<void> {
  const text = `${message}; trying again in ${pause / 1000} s`
  emit({ type: 'warning', code: 'pull-retried', message: text })
  slot.leave()
  await delay(pause, signal)
  signal.throwIfAborted()
  await slot.retake()
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

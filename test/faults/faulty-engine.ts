/** An engine of which one call goes wrong. */
import type { Engine } from '../../src/docker/engine.ts'

export type Method = Exclude<keyof Engine, 'address' | 'close'>

/** What becomes of a call: an error before or after its effect, no answer at all, or a body that ends too soon. */
export interface Fault {
  readonly before?: (method: Method) => Promise<never>
  readonly after?: (method: Method) => Promise<never>
  /** Never answers; an abort ends it where the call takes a signal. */
  readonly hangs?: boolean
  /** The error after the first item of a body. */
  readonly cut?: (method: Method) => Error
}

export interface Call {
  readonly method: Method
  readonly args: readonly unknown[]
}

export interface Injection {
  /** Undefined: nothing happens to this call. Asked once a call, in their order. */
  readonly choose: (call: Call) => Fault | undefined
  /** Told when a call begins to hang. */
  readonly onHang?: () => void
  /** Told of every call's beginning; the answer is called when it ends. */
  readonly onCall?: (call: Call) => () => void
}

/** The same engine, but for the calls that are chosen. */
export function faulty(engine: Engine, injection: Injection): Engine {
  return new Proxy(engine, {
    get: (target, key: keyof Engine) => {
      if (key === 'address' || key === 'close') return target[key]
      const plain = target[key] as Plain
      const around = direct.has(key) ? streaming : calling
      return (...args: readonly unknown[]) =>
        around({ method: key, args }, { injection, plain: () => plain.call(target, ...args) })
    },
  })
}

type Plain = (...args: readonly unknown[]) => unknown
type Body = AsyncIterable<unknown>

/** These give their body at once, the others promise an answer. */
const direct: ReadonlySet<Method> = new Set(['containerLogs', 'containerStats', 'pullImage', 'buildImage'])

interface Surroundings {
  readonly injection: Injection
  readonly plain: () => unknown
}

async function calling(call: Call, { injection, plain }: Surroundings): Promise<unknown> {
  const done = injection.onCall?.(call)
  try {
    const fault = injection.choose(call)
    await begin(call, fault, injection)
    const answer = await plain()
    await fault?.after?.(call.method)
    const error = fault?.cut?.(call.method)
    return error ? cutShort(answer as Body, error) : answer
  } finally {
    done?.()
  }
}

async function* streaming(call: Call, { injection, plain }: Surroundings): AsyncGenerator {
  const done = injection.onCall?.(call)
  try {
    const fault = injection.choose(call)
    await begin(call, fault, injection)
    const error = fault?.cut?.(call.method)
    yield* error ? cutShort(plain() as Body, error) : (plain() as Body)
    await fault?.after?.(call.method)
  } finally {
    done?.()
  }
}

async function begin({ method, args }: Call, fault: Fault | undefined, { onHang }: Injection): Promise<void> {
  await fault?.before?.(method)
  if (!fault?.hangs) return
  const signal = args.findLast((arg) => arg instanceof AbortSignal)
  const aborted = new Promise<never>((_, reject) => {
    if (signal?.aborted) reject(signal.reason)
    signal?.addEventListener('abort', () => reject(signal.reason))
  })
  onHang?.()
  await aborted
}

async function* cutShort(body: Body, error: Error): AsyncGenerator {
  for await (const item of body) {
    yield item
    break
  }
  throw error
}

/** Around every call of the in-memory engine: it is recorded, may take time, may fail, and can be aborted. */
import { EngineError } from '../../errors.ts'
import type { Engine } from '../engine.ts'
import type { Fault, MemoryEngine, MemoryOptions, RecordedCall } from './options.ts'

/** The calls of an engine, without its address and `close`. */
export type EngineCalls = Omit<Engine, 'address' | 'close'>

/** Wraps all calls; `calls` and `fail` are those of the memory engine. */
export function instrument(
  plain: EngineCalls,
  delay: NonNullable<MemoryOptions['delay']>,
): EngineCalls & Pick<MemoryEngine, 'calls' | 'fail'> {
  const calls: RecordedCall[] = []
  const faults = new Set<Planned>()
  const run = createRunner({ calls, faults, delay })
  const wrapped = Object.entries(plain).map(([name, call]) => {
    const method = name as keyof EngineCalls
    const plainCall = call as (...args: readonly unknown[]) => unknown
    return [method, streaming.has(method) ? run.stream(method, plainCall) : run.call(method, plainCall)]
  })
  return {
    ...(Object.fromEntries(wrapped) as EngineCalls),
    calls,
    fail: (method, matches, fault) => {
      const planned = { method, matches, fault }
      faults.add(planned)
      return () => void faults.delete(planned)
    },
  }
}

interface Planned {
  readonly method: keyof Engine
  readonly matches: (call: RecordedCall) => boolean
  readonly fault: Fault
}

interface Surroundings {
  readonly calls: RecordedCall[]
  readonly faults: ReadonlySet<Planned>
  readonly delay: NonNullable<MemoryOptions['delay']>
}

type Plain = (...args: readonly unknown[]) => unknown

/** These give their stream at once and work as it is read. */
const streaming: ReadonlySet<string> = new Set(['containerLogs', 'containerStats', 'pullImage', 'buildImage'])

function createRunner({ calls, faults, delay }: Surroundings) {
  const begin = async (method: keyof Engine, args: readonly unknown[]) => {
    const call = { method, subject: subjectOf(args[0]), args }
    const signal = args.findLast((arg) => arg instanceof AbortSignal)
    calls.push(call)
    const fault = [...faults].find((planned) => planned.method === method && planned.matches(call))?.fault
    await untilAborted(delay(call, signal), signal)
    if (fault === 'hang') await untilAborted(new Promise(() => {}), signal)
    if (fault instanceof EngineError) throw fault
    return typeof fault === 'object' ? fault.after : undefined
  }
  return {
    call:
      (method: keyof Engine, plain: Plain) =>
      async (...args: readonly unknown[]) => {
        const late = await begin(method, args)
        const answer = await plain(...args)
        if (late !== undefined) throw late
        return answer
      },
    stream: (method: keyof Engine, plain: Plain) =>
      async function* (...args: readonly unknown[]) {
        const late = await begin(method, args)
        yield* plain(...args) as AsyncIterable<unknown>
        if (late !== undefined) throw late
      },
  }
}

/** The promise, or the signal's reason when that comes first. */
async function untilAborted(promise: Promise<void>, signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) return promise
  signal.throwIfAborted()
  let stop = () => {}
  const aborted = new Promise<never>((_, reject) => {
    stop = () => reject(signal.reason)
    signal.addEventListener('abort', stop)
  })
  return Promise.race([promise, aborted]).finally(() => signal.removeEventListener('abort', stop))
}

function subjectOf(first: unknown): string {
  if (typeof first === 'string') return first
  if (typeof first !== 'object' || first === null) return ''
  const found: { name?: unknown; Name?: unknown; reference?: unknown; tags?: readonly unknown[] } = first
  const subject = found.name ?? found.Name ?? found.reference ?? found.tags?.[0]
  return typeof subject === 'string' ? subject : ''
}

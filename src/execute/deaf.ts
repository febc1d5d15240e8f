/** Finds the containers whose first process will not hear the signal that is to stop them. */
import type { Engine } from '../docker/engine.ts'
import { readSignals } from './first-process.ts'
import { hears } from './signals.ts'
import { signalNumber } from '../util/signals.ts'

export interface Deafness {
  /** `SIGTERM` */
  readonly signal: string
  readonly program: string
}

/** What an inspection says that matters to a stop. */
interface StopFacts {
  readonly id: string
  readonly pid: number
  readonly signal: string
  /** True where the container's first process is the first of its pid namespace, without an init of the engine. */
  readonly alone: boolean
  /** Seconds. */
  readonly grace: number
}

/** A grace period that is not worth a look, in seconds. */
const shortGrace = 1

/** Undefined where the process hears the signal, where nobody can say, and where the grace period is short. Never rejects but when aborted. */
export async function findDeafness(
  engine: Engine,
  container: string,
  { timeout, signal }: { readonly timeout: number | undefined; readonly signal: AbortSignal },
): Promise<Deafness | undefined> {
  if (timeout !== undefined && timeout >= 0 && timeout <= shortGrace) return undefined
  const raw = await engine.rawContainer(container, signal).catch(() => undefined)
  signal.throwIfAborted()
  const facts = raw && factsOf(raw)
  const number = facts && signalNumber(facts.signal)
  if (!facts?.alone || number === undefined || (timeout === undefined && facts.grace <= shortGrace))
    return undefined
  const first = await readSignals(engine, facts, signal)
  signal.throwIfAborted()
  return first && !hears(first, number) ? { signal: facts.signal, program: first.program } : undefined
}

/** The part of the engine's answer that is read here. */
interface RawContainer {
  readonly Id?: string
  readonly State?: { readonly Pid?: number }
  readonly Config?: { readonly StopSignal?: string; readonly StopTimeout?: number | null }
  readonly HostConfig?: { readonly PidMode?: string; readonly Init?: boolean | null }
}

function factsOf({ Id = '', State = {}, Config = {}, HostConfig = {} }: RawContainer): StopFacts {
  const { PidMode = '', Init } = HostConfig
  return {
    id: Id,
    pid: State.Pid ?? 0,
    signal: Config.StopSignal || 'SIGTERM',
    alone: (PidMode === '' || PidMode === 'private') && Init !== true,
    grace: Config.StopTimeout ?? 10,
  }
}

/** Signals as a process of the in-memory engine knows them. */
import { signalName, signalNumber, standardSignals } from '../../util/signals.ts'
import type { Container, World } from './world.ts'
import { behaviourOf } from './world.ts'

/** Whether the process takes no notice of the signal; none can ignore SIGKILL. */
export function ignores(world: World, container: Container, signal: string): boolean {
  const name = signalName(signal)
  const { ignoredSignals = [] } = behaviourOf(world, container)
  return name !== 'SIGKILL' && ignoredSignals.some((ignored) => signalName(ignored) === name)
}

/** The exit code of a process that this signal ended. */
export function exitCodeFrom(signal: string): number {
  return 128 + (signalNumber(signal) ?? 0)
}

/** The process's masks as `ps` prints them: it handles the signals that end it, and ignores what it is told to. */
export function signalMasks(
  world: World,
  container: Container,
): { readonly caught: string; readonly ignored: string } {
  const deaf = standardSignals.filter((name) => ignores(world, container, name))
  const handled = ['SIGHUP', 'SIGINT', 'SIGQUIT', 'SIGTERM', stopSignalOf(container)]
  return { caught: maskOf(handled.filter((name) => !deaf.includes(name))), ignored: maskOf(deaf) }
}

function maskOf(names: readonly string[]): string {
  const bits = [...new Set(names)].reduce(
    (mask, name) => mask | (1n << BigInt((signalNumber(name) ?? 1) - 1)),
    0n,
  )
  return bits.toString(16).padStart(16, '0')
}

/** What a stop sends. */
export function stopSignalOf({ body }: Container): string {
  return signalName(body.StopSignal ?? 'SIGTERM')
}

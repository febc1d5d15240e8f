/** Whether a process hears a signal, from what the kernel says of it. Pure. */

/** What the kernel says of the first process of a container. The masks have bit n - 1 for signal n. */
export interface ProcessSignals {
  readonly caught: bigint
  readonly blocked: bigint
  /** The kernel function it sleeps in: `do_wait`, `do_sigtimedwait`; empty for one that runs, whose masks are all there is to know. */
  readonly sleepsIn: string
  /** The name of its program, as the kernel cuts it. */
  readonly program: string
}

/**
 * False where it is certain that the signal has no effect: the first process of a pid namespace gets only signals that it
 * has a handler for, has blocked (to read them in its own time), or waits for at this moment.
 */
export function hears(process: ProcessSignals, signal: number): boolean {
  if (unstoppable.has(signal)) return true
  const bit = 1n << BigInt(signal - 1)
  if (((process.caught | process.blocked) & bit) !== 0n) return true
  // While it waits for signals the kernel shows them as neither caught nor blocked.
  return process.sleepsIn.includes('sigtimedwait') || inits.has(process.program)
}

const unstoppable: ReadonlySet<number> = new Set([9, 19])

/** Programs that wait for signals and pass them on. */
const inits: ReadonlySet<string> = new Set([
  'docker-init',
  'tini',
  'tini-static',
  'dumb-init',
  'catatonit',
  'podman-init',
  's6-svscan',
  'runit',
  'systemd',
])

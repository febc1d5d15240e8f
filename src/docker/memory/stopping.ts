/** How processes of the in-memory engine end when asked to, or not. */
import type { ContainerCall } from '../call-groups.ts'
import type { EngineCalls } from './calls.ts'
import { endProcess, startProcess } from './process.ts'
import { exitCodeFrom, ignores, stopSignalOf } from './signals.ts'
import { behaviourOf, findContainer, refuse, tell } from './world.ts'
import type { Container, World } from './world.ts'

/** The calls that end, restart and freeze processes. */
export function processCalls(
  world: World,
): Pick<
  Pick<EngineCalls, ContainerCall>,
  'stopContainer' | 'restartContainer' | 'killContainer' | 'pauseContainer' | 'unpauseContainer'
> {
  return {
    stopContainer: async (id, options) =>
      stop(world, findContainer(world, id, `stop container "${id}"`), options?.timeout),
    restartContainer: async (id, options) => {
      const container = findContainer(world, id, `restart container "${id}"`)
      await stop(world, container, options?.timeout)
      startProcess(world, container)
      tell(world, container, { action: 'restart' })
    },
    killContainer: async (id, { signal = 'SIGKILL' } = {}) => {
      const doing = `kill container "${id}"`
      const container = findContainer(world, id, doing)
      if (!isRunning(container)) throw refuse(409, doing, `container ${container.id} is not running`)
      send(world, container, signal)
    },
    pauseContainer: async (id) => freeze(world, id, 'pause'),
    unpauseContainer: async (id) => freeze(world, id, 'unpause'),
  }
}

/** Whether it has a process, frozen or not. */
export function isRunning({ state }: Container): boolean {
  return state === 'running' || state === 'paused' || state === 'restarting'
}

/** Sends a signal to a running process. */
export function send(world: World, container: Container, signal: string): void {
  tell(world, container, { action: 'kill' })
  if (!ignores(world, container, signal)) endProcess(world, container, exitCodeFrom(signal))
}

/** Asks it to stop; one that takes no notice is killed when its grace period is over. */
async function stop(world: World, container: Container, timeout: number | undefined): Promise<void> {
  if (!isRunning(container)) return
  const { stopExitCode = 0 } = behaviourOf(world, container)
  const run = container.runs
  tell(world, container, { action: 'kill' })
  if (!ignores(world, container, stopSignalOf(container))) {
    endProcess(world, container, stopExitCode)
  } else {
    const seconds = timeout ?? container.body.StopTimeout ?? 10
    await world.options.delay?.({ method: 'grace', subject: container.name, args: [seconds] })
    if (isRunning(container) && container.runs === run) send(world, container, 'SIGKILL')
  }
  tell(world, container, { action: 'stop' })
}

function freeze(world: World, id: string, verb: 'pause' | 'unpause'): void {
  const doing = `${verb} container "${id}"`
  const container = findContainer(world, id, doing)
  const { state } = container
  if (!isRunning(container)) throw refuse(409, doing, `container ${container.id} is not running`)
  if (verb === 'pause' && state === 'paused') throw refuse(409, doing, `container ${id} is already paused`)
  if (verb === 'unpause' && state !== 'paused') throw refuse(409, doing, `Container ${id} is not paused`)
  container.state = verb === 'pause' ? 'paused' : 'running'
  tell(world, container, { action: verb })
}

/** The in-memory engine's calls that look into running containers: processes, use, the whole inspection. */
import type { EngineCalls } from './calls.ts'
import type { ProcessTable, StatsSample } from '../engine.ts'
import { createChannel } from './channel.ts'
import { signalMasks } from './signals.ts'
import { isRunning } from './stopping.ts'
import { detailsIn } from './views.ts'
import { behaviourOf, findContainer, refuse } from './world.ts'
import type { Container, World } from './world.ts'

/** The calls that look into containers. */
export function readingCalls(
  world: World,
): Pick<EngineCalls, 'rawContainer' | 'topContainer' | 'containerStats'> {
  return {
    rawContainer: async (id) => raw(findContainer(world, id, `inspect container "${id}"`)),
    topContainer: async (id, psArgs) => {
      const doing = `list the processes of container "${id}"`
      const container = findContainer(world, id, doing)
      if (!isRunning(container)) throw refuse(409, doing, `container ${container.id} is not running`)
      return processesOf(world, container, psArgs)
    },
    containerStats: (id, signal) => stats(world, id, signal),
  }
}

/** In the engine's shape, as far as we know the container. */
function raw(container: Container): object {
  const { id, name, body, imageId } = container
  const { state, exitCode, error, startedAt, finishedAt } = detailsIn(container)
  const { HostConfig, NetworkingConfig: _, ...Config } = structuredClone(body)
  return {
    Id: id,
    Name: `/${name}`,
    Image: imageId,
    State: { Status: state, ExitCode: exitCode, Error: error, StartedAt: startedAt, FinishedAt: finishedAt },
    Config,
    HostConfig,
    NetworkSettings: { Networks: Object.fromEntries(container.networks) },
  }
}

/** One process, with the columns that `-o` asks for. */
function processesOf(world: World, container: Container, psArgs = ''): ProcessTable {
  const columns = (/-o\s*(\S+)/.exec(psArgs)?.[1] ?? 'user,pid,args')
    .split(',')
    .map((column) => column.replace(/:\d+$/, ''))
  const cells: Readonly<Record<string, string>> = {
    user: 'root',
    pid: '4242',
    args: (container.body.Cmd ?? []).join(' '),
    blocked: '0'.repeat(16),
    stat: 'Ss',
    wchan: 'do_wait',
    comm: 'sh',
    ...signalMasks(world, container),
  }
  return {
    titles: columns.map((column) => column.toUpperCase()),
    processes: [columns.map((column) => cells[column] ?? '-')],
  }
}

async function* stats(world: World, id: string, signal?: AbortSignal): AsyncGenerator<StatsSample> {
  const container = findContainer(world, id, `read what container "${id}" uses`)
  if (!isRunning(container)) return
  const channel = createChannel<StatsSample>()
  for (const sample of behaviourOf(world, container).stats ?? [idle(world)]) channel.push(sample)
  container.watchers.add(channel)
  yield* channel.read(signal)
}

function idle(world: World): StatsSample {
  return {
    time: world.now(),
    cpu: { total: 1_000_000, system: 1_000_000_000, onlineCpus: 1 },
    memory: { used: 1024 * 1024, limit: 1024 ** 3 },
    network: { received: 0, sent: 0 },
    block: { read: 0, written: 0 },
    pids: 1,
  }
}

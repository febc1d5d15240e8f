/** The in-memory engine's calls that carry output: logs, attach, exec, events. */
import { EngineError } from '../../errors.ts'
import type { EngineEvent, LogOptions, OutputChunk } from '../engine.ts'
import type { OutputCall } from '../call-groups.ts'
import type { EngineCalls } from './calls.ts'
import { createChannel } from './channel.ts'
import { execBehaviour, openSession } from './sessions.ts'
import { momentOf } from './views.ts'
import { findContainer, hasLabels } from './world.ts'
import type { Container, Printed, World } from './world.ts'

/** The calls that read containers' output. */
export function outputCalls(world: World): Pick<EngineCalls, OutputCall | 'openExec' | 'events'> {
  return {
    containerLogs: (id, options, signal) => logs(world, { id, options }, signal),
    attachContainer: async (id, signal) => {
      const container = findContainer(world, id, `attach to container "${id}"`)
      return follow(container).read(signal)
    },
    execInContainer: async (id, { command }) =>
      execBehaviour(world, id).exec?.(command) ?? { exitCode: 0, output: '' },
    openExec: async (id, request, signal) => openSession(world, { id, request }, signal),
    events: async ({ labels, since }, signal) => events(world, { labels, since }, signal),
  }
}

function follow(container: Container) {
  const channel = createChannel<Printed>()
  container.followers.add(channel)
  return channel
}

async function* logs(
  world: World,
  { id, options }: { readonly id: string; readonly options: LogOptions },
  signal?: AbortSignal,
): AsyncGenerator<OutputChunk> {
  const container = findContainer(world, id, `read the log of container "${id}"`)
  const live = options.follow && container.state === 'running' ? follow(container) : undefined
  const { since = 0, until = Infinity, tail = 'all', timestamps = false } = options
  const lines = container.log.filter(({ time }) => time >= since && time <= until)
  const shown = ({ stream, data, time }: Printed): OutputChunk => ({
    stream,
    data: timestamps ? Buffer.concat([Buffer.from(`${momentOf(time)} `), data]) : data,
  })
  for (const printed of tail === 'all' ? lines : lines.slice(lines.length - tail)) {
    signal?.throwIfAborted()
    yield shown(printed)
  }
  if (live === undefined) return
  for await (const printed of live.read(signal)) yield shown(printed)
}

function events(
  world: World,
  { labels, since }: { readonly labels: readonly string[]; readonly since: number | undefined },
  signal: AbortSignal,
): AsyncGenerator<EngineEvent> {
  const channel = createChannel<EngineEvent>()
  for (const event of since === undefined ? [] : world.events) {
    if (event.time >= (since ?? 0)) channel.push(event)
  }
  world.subscribers.add(channel)
  signal.addEventListener('abort', () => world.subscribers.delete(channel), { once: true })
  return chosen(channel.read(signal), labels)
}

async function* chosen(
  events: AsyncIterable<EngineEvent>,
  labels: readonly string[],
): AsyncGenerator<EngineEvent> {
  for await (const event of events) {
    if (hasLabels(event.labels, labels)) yield event
  }
  throw new EngineError('engine-unreachable', 'the engine was closed')
}

/** Follows containers' output as events: attached before they start, picked up again when they restart. */
import type { Engine, EngineEvent, OutputChunk } from '../docker/engine.ts'
import type { Emit } from '../events.ts'
import { createLatch } from '../util/latch.ts'
import { createLineBuffer } from '../util/lines.ts'
import type { States } from './states.ts'

export interface FollowContext {
  readonly engine: Engine
  readonly states: States
  readonly emit: Emit
  readonly signal: AbortSignal
}

export interface Follower {
  /** Attaches to a container; resolves once attached. Its output is told until the signal aborts. */
  readonly attach: (container: string, service: string) => Promise<void>
  /** Resolves when every container attached has stopped for good: those attached after the call count as well. */
  readonly ended: () => Promise<void>
  /** Resolves when what these containers said last has been told, as far as they were attached to; it is not waited for long. */
  readonly lastWords: (containers: Iterable<string>) => Promise<void>
}

interface Followed {
  readonly container: string
  readonly service: string
  gone: boolean
  /** Resolves when all of its output has been told. */
  told: Promise<void>
}

/** A follower of one run. `monitored`: told once per container that exits, with its code. */
export function createFollower(
  context: FollowContext,
  onExit: (exit: { service: string; exitCode: number }) => void = () => {},
): Follower {
  const followed = new Map<string, Followed>()
  const waiting = new Set<() => void>()
  const check = () => {
    for (const look of waiting) look()
  }
  context.states.subscribe((event) => {
    const one = followed.get(event.containerName)
    if (one)
      void react(event, one, context)
        .then((exitCode) => exitCode !== undefined && onExit({ service: one.service, exitCode }))
        .finally(check)
  })
  const attach = async (container: string, service: string) => {
    await context.states.open()
    const output = await context.engine.attachContainer(container, context.signal)
    const source = { container, service }
    followed.set(container, { ...source, gone: false, told: tell(output, source, context) })
  }
  const until = async (holds: () => boolean) => {
    const end = createLatch()
    const look = () => {
      if (holds()) end.open()
    }
    waiting.add(look)
    look()
    return end.opened
  }
  return {
    attach,
    ended: async () => until(() => followed.size > 0 && [...followed.values()].every(({ gone }) => gone)),
    lastWords: async (containers) => {
      const names = [...containers]
      await Promise.race([
        until(() => names.every((name) => followed.get(name)?.gone ?? true)),
        silence(2000),
      ])
    },
  }
}

/** What an event means for a followed container; the exit code where it stopped for good. */
async function react(event: EngineEvent, one: Followed, context: FollowContext): Promise<number | undefined> {
  const { engine, emit, signal } = context
  if (event.action === 'destroy') one.gone = true
  if (event.action === 'start' && one.gone) {
    one.gone = false
    one.told = tell(
      engine.containerLogs(event.containerId, { follow: true, since: event.time }, signal),
      one,
      context,
    )
  }
  if (event.action !== 'die') return undefined
  const state = await engine.inspectContainer(event.containerId, signal).catch(() => undefined)
  const restarting = state?.state === 'restarting' || state?.state === 'running'
  const exitCode = event.exitCode ?? state?.exitCode ?? 0
  await Promise.race([one.told, silence(1000)])
  emit({ type: 'container-exited', service: one.service, container: one.container, exitCode, restarting })
  if (restarting) {
    one.told = tell(
      engine.containerLogs(event.containerId, { follow: true, since: event.time }, signal),
      one,
      context,
    )
    return undefined
  }
  one.gone = true
  return exitCode
}

/** An engine that does not end a stream, or loses the event of an end, is not waited for longer than this. */
async function silence(milliseconds: number): Promise<void> {
  await new Promise((resolve) => setTimeout(resolve, milliseconds))
}

async function tell(
  output: AsyncIterable<OutputChunk>,
  { container, service }: Pick<Followed, 'container' | 'service'>,
  { emit, signal }: FollowContext,
): Promise<void> {
  const buffers = { stdout: createLineBuffer(longest), stderr: createLineBuffer(longest) }
  const emitLines = (stream: OutputChunk['stream'], lines: readonly string[]) => {
    for (const text of lines) emit({ type: 'log', service, container, stream, text })
  }
  try {
    for await (const { stream, data } of output) emitLines(stream, buffers[stream].add(data))
  } catch (error) {
    if (!signal.aborted)
      emit({
        type: 'warning',
        code: 'logs-lost',
        message: `the output of "${container}" cannot be followed any more: ${error instanceof Error ? error.message : String(error)}`,
      })
  } finally {
    emitLines('stdout', buffers.stdout.end())
    emitLines('stderr', buffers.stderr.end())
  }
}

/** Characters of a line; the engine cuts lines of its own logs there too. */
const longest = 16 * 1024

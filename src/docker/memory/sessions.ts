/** Commands in containers of the in-memory engine, at once or with their streams connected. */
import { createLatch } from '../../util/latch.ts'
import type { ExecSession, OutputChunk, SessionRequest } from '../engine.ts'
import { createChannel } from './channel.ts'
import type { Behaviour, Terminal } from './options.ts'
import { behaviourOf, findContainer, refuse } from './world.ts'
import type { World } from './world.ts'

/** What the container does when a command runs in it, or a refusal when it does not run. */
export function execBehaviour(world: World, id: string): Behaviour {
  const doing = `run a command in container "${id}"`
  const container = findContainer(world, id, doing)
  const { state } = container
  if (state === 'paused') throw refuse(409, doing, `container ${container.id} is paused`)
  if (state !== 'running') throw refuse(409, doing, `container ${container.id} is not running`)
  return behaviourOf(world, container)
}

/** Begins a command with the streams connected. */
export function openSession(
  world: World,
  { id, request }: { readonly id: string; readonly request: SessionRequest },
  signal?: AbortSignal,
): ExecSession {
  const { session, exec } = execBehaviour(world, id)
  const output = createChannel<OutputChunk>()
  const ended = createLatch()
  let code = 0
  const terminal: Terminal = {
    print: (text, stream = 'stdout') =>
      output.push({ stream: request.tty ? 'stdout' : stream, data: Buffer.from(text) }),
    exit: (exitCode) => {
      code = exitCode
      output.close()
      ended.open()
    },
  }
  const command = session?.(request, terminal)
  if (command === undefined) {
    const answer = exec?.(request.command) ?? { exitCode: 0, output: '' }
    if (answer.output !== '') terminal.print(answer.output)
    terminal.exit(answer.exitCode)
  }
  return {
    output: output.read(signal),
    write: async (data) => command?.input?.(Buffer.from(data).toString()),
    end: () => command?.end?.(),
    resize: async (columns, rows) => command?.resize?.(columns, rows),
    get exitCode() {
      return ended.opened.then(() => code)
    },
  }
}

/** The life of a container's process in the in-memory engine: start, output, health, exit. */
import type { Health } from '../engine.ts'
import { publishPorts } from './ports.ts'
import { behaviourOf, findContainer, findImage, findNetwork, refuse, tell } from './world.ts'
import type { Container, World } from './world.ts'

/** Starts it, or refuses and leaves it as the real engine does: created, with exit code 128. */
export function startProcess(world: World, container: Container): void {
  const doing = `start container "${container.name}"`
  if (container.state === 'running') return
  if (container.state === 'paused')
    throw refuse(409, doing, 'cannot start a paused container, try unpause instead')
  const endpoints = [...container.networks].map(
    ([name, { networkId }]) => [name, findNetwork(world, networkId || name)] as const,
  )
  const missing = endpoints.find(([, network]) => network === undefined)
  if (missing !== undefined) {
    throw refuse(404, doing, `failed to set up container networking: network ${missing[0]} not found`)
  }
  refuseLoneSharer(world, container, doing)
  const behaviour = behaviourOf(world, container)
  if (behaviour.startError !== undefined)
    throw notStarted(container, { doing, text: behaviour.startError, exitCode: 127 })
  const { ports, taken } = publishPorts(world, container)
  if (taken !== undefined) {
    const text = `failed to set up container networking: driver failed programming external connectivity on endpoint ${container.name}: Bind for ${taken} failed: port is already allocated`
    throw notStarted(container, { doing, text, exitCode: 128 })
  }
  container.ports = ports
  for (const [name, network] of endpoints) {
    const endpoint = container.networks.get(name)
    if (endpoint && network) container.networks.set(name, { ...endpoint, networkId: network.id })
  }
  run(world, container)
}

/** A namespace can only be joined while a process holds it. */
function refuseLoneSharer(world: World, { body: { HostConfig } }: Container, doing: string): void {
  for (const mode of [HostConfig.NetworkMode, HostConfig.IpcMode, HostConfig.PidMode]) {
    const [, name] = /^container:(.*)$/.exec(mode ?? '') ?? []
    if (name === undefined) continue
    const { state } = findContainer(world, name, doing)
    if (state === 'running' || state === 'paused') continue
    throw refuse(
      409,
      doing,
      `cannot join namespace of a non running container: container ${name} is ${state}`,
    )
  }
}

function notStarted(
  container: Container,
  { doing, text, exitCode }: { readonly doing: string; readonly text: string; readonly exitCode: number },
) {
  container.exitCode = exitCode
  container.error = text
  return refuse(exitCode === 127 ? 400 : 500, doing, text)
}

function run(world: World, container: Container): void {
  const { exitCode, output = [], health = 'healthy' } = behaviourOf(world, container)
  const watched = isWatched(world, container)
  container.state = 'running'
  container.error = ''
  container.exitCode = 0
  container.startedAt = world.now()
  container.health = watched ? 'starting' : 'none'
  const run = ++container.runs
  tell(world, container, { action: 'start' })
  for (const { stream, text } of output) print(world, container, { stream, text })
  const isCurrent = () => container.runs === run && container.state === 'running'
  if (watched && health !== 'starting') {
    later(world, { container, method: 'health' }, () => isCurrent() && changeHealth(world, container, health))
  }
  if (exitCode !== undefined) {
    later(world, { container, method: 'exit' }, () => isCurrent() && endProcess(world, container, exitCode))
  }
}

function isWatched(world: World, { body, imageId }: Container): boolean {
  const test = body.Healthcheck?.Test ?? []
  if (test[0] === 'NONE') return false
  return test.length > 0 || (findImage(world, imageId)?.hasHealthcheck ?? false)
}

function later(
  world: World,
  { container, method }: { readonly container: Container; readonly method: 'exit' | 'health' },
  act: () => void,
): void {
  const delay = world.options.delay ?? (async () => {})
  void delay({ method, subject: container.name, args: [] }).then(act)
}

/** Sets the health of a container and tells it. */
export function changeHealth(world: World, container: Container, health: Exclude<Health, 'none'>): void {
  container.health = health
  container.healthLog.push({ exitCode: health === 'healthy' ? 0 : 1, output: '' })
  tell(world, container, { action: 'health_status', health })
}

/** Ends the process of a container with a code: its state changes, the event is told, its output ends. */
export function endProcess(world: World, container: Container, exitCode: number): void {
  container.state = 'exited'
  container.exitCode = exitCode
  container.finishedAt = world.now()
  container.ports = []
  if (container.health !== 'none') container.health = 'unhealthy'
  tell(world, container, { action: 'die', exitCode })
  for (const reader of [...container.followers, ...container.watchers]) reader.close()
  container.followers.clear()
  container.watchers.clear()
}

/** Has a container write to one of its streams. */
export function print(
  world: World,
  container: Container,
  { stream, text }: { readonly stream: 'stdout' | 'stderr'; readonly text: string },
): void {
  const printed = { stream, data: Buffer.from(text), time: world.now() }
  container.log.push(printed)
  for (const follower of container.followers) follower.push(printed)
}

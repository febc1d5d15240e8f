/** Published ports of the in-memory engine: each only once. */
import type { PublishedPort } from '../engine.ts'
import type { Container, World } from './world.ts'

/** The ports a container gets when it starts, or the address that is taken. */
export function publishPorts(
  world: World,
  { body }: Container,
): { readonly ports: readonly PublishedPort[]; readonly taken?: string } {
  const ports: PublishedPort[] = []
  const inUse = [...world.containers.values()].flatMap((container) => container.ports)
  for (const { target, type, ip, wanted } of bindingsOf(body)) {
    const free = wanted.find(
      (port) => ![...inUse, ...ports].some((used) => collides(used, { ip, port, type })),
    )
    if (free === undefined) return { ports: [], taken: `${ip}:${wanted[0]}` }
    ports.push({ ip, privatePort: target, publicPort: free, type })
  }
  return { ports }
}

interface Binding {
  readonly target: number
  readonly type: string
  readonly ip: string
  /** Any of these will do. */
  readonly wanted: readonly number[]
}

/** As in the real engine a binding only counts when its port is exposed. */
function bindingsOf({ HostConfig, ExposedPorts = {} }: Container['body']): readonly Binding[] {
  const exposed = Object.entries(HostConfig.PortBindings ?? {}).filter(([key]) =>
    Object.hasOwn(ExposedPorts, key),
  )
  return exposed.flatMap(([key, bindings]) => {
    const [target = '', type = 'tcp'] = key.split('/')
    return bindings.map(({ HostIp, HostPort }) => ({
      target: Number(target),
      type,
      ip: HostIp || '0.0.0.0',
      wanted: portsIn(HostPort || '32768-60999'),
    }))
  })
}

function portsIn(range: string): readonly number[] {
  const [first = 0, last = first] = range.split('-').map(Number)
  return Array.from({ length: last - first + 1 }, (_, index) => first + index)
}

function collides(
  used: PublishedPort,
  { ip, port, type }: { readonly ip: string; readonly port: number; readonly type: string },
): boolean {
  if (used.publicPort !== port || used.type !== type) return false
  return used.ip === ip || everywhere.has(used.ip ?? '') || everywhere.has(ip)
}

const everywhere: ReadonlySet<string> = new Set(['', '0.0.0.0', '::'])

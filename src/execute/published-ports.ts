/** Which ports of the host a plan's new containers want, and which of those another container has. Pure. */
import type { ContainerSummary } from '../docker/engine.ts'
import type { Plan } from '../plan/steps.ts'

/** A port, or a range of which the engine takes one, that a container is to publish. */
export interface WantedPort {
  readonly service: string
  /** The name of the container. */
  readonly container: string
  /** Empty: all addresses. */
  readonly ip: string
  /** Both ends count; equal for one port. */
  readonly first: number
  readonly last: number
  readonly protocol: string
}

/** A port of the host in use. */
export interface UsedPort {
  readonly ip: string
  readonly port: number
  readonly protocol: string
}

/** The ports of containers that the plan creates and starts; those the engine chooses are left out. */
export function wantedPorts({ steps }: Plan): readonly WantedPort[] {
  const started = new Set(
    steps.flatMap((step) => (step.kind === 'start-container' ? [step.resource.name] : [])),
  )
  return steps.flatMap((step) => {
    if (step.kind !== 'create-container' || !started.has(step.resource.name)) return []
    const bindings = Object.entries(step.args.body.HostConfig.PortBindings ?? {})
    return bindings.flatMap(([target, hosts]) =>
      hosts.flatMap(({ HostIp = '', HostPort = '' }) => {
        const range = rangeIn(HostPort)
        const protocol = target.split('/')[1] ?? 'tcp'
        const { name: container, service = container } = step.resource
        return range ? [{ service, container, ip: HostIp, protocol, ...range }] : []
      }),
    )
  })
}

function rangeIn(text: string): { readonly first: number; readonly last: number } | undefined {
  const [, first, last = first] = /^(\d+)(?:-(\d+))?$/.exec(text) ?? []
  return Number(first) > 0 ? { first: Number(first), last: Number(last) } : undefined
}

/** A fixed port that two containers of one service want, with both; services may still have it one after the other. */
export function sharedPort(wanted: readonly WantedPort[]): readonly [WantedPort, WantedPort] | undefined {
  const holders = new Map<string, WantedPort>()
  for (const port of wanted.filter(({ first, last }) => first === last)) {
    const key = `${port.service} ${port.ip} ${port.first}/${port.protocol}`
    const holder = holders.get(key)
    if (holder && holder.container !== port.container) return [holder, port]
    holders.set(key, port)
  }
  return undefined
}

/** The ports a container publishes now. */
export function usedPorts({ ports }: ContainerSummary): readonly UsedPort[] {
  return ports.flatMap(({ ip = '', publicPort, type }) =>
    publicPort === undefined ? [] : [{ ip, port: publicPort, protocol: type }],
  )
}

/** True where one socket keeps the other from being opened. */
export function collides(wanted: Pick<WantedPort, 'ip' | 'protocol'>, used: Omit<UsedPort, 'port'>): boolean {
  return (
    wanted.protocol === used.protocol &&
    (wanted.ip === used.ip || isEverywhere(wanted.ip) || isEverywhere(used.ip))
  )
}

function isEverywhere(ip: string): boolean {
  return ip === '' || ip === '0.0.0.0' || ip === '::'
}

/** The containers that the plan stops or removes: their ports become free. By id or name. */
export function goingContainers({ steps }: Plan): ReadonlySet<string> {
  return new Set(
    steps.flatMap((step) =>
      step.kind === 'stop-container' || step.kind === 'remove-container' ? [step.args.container] : [],
    ),
  )
}

/** The ports of a range, each with its first taker; undefined where one of them is free. */
export function takersOf<T extends UsedPort>(
  wanted: WantedPort,
  used: readonly T[],
): readonly T[] | undefined {
  const takers: T[] = []
  for (let port = wanted.first; port <= wanted.last; port++) {
    const taker = used.find((one) => one.port === port && collides(wanted, one))
    if (!taker) return undefined
    takers.push(taker)
  }
  return takers
}

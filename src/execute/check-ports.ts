/** Before anything is made: are the ports free that new containers are to publish, and who has those that are not? */
import type { ContainerSummary, Engine } from '../docker/engine.ts'
import { EngineError } from '../errors.ts'
import { labels } from '../plan/labels.ts'
import type { Plan } from '../plan/steps.ts'
import { ownerOf, readHostPorts, type HostPort } from './host-ports.ts'
import {
  goingContainers,
  sharedPort,
  takersOf,
  usedPorts,
  wantedPorts,
  type UsedPort,
  type WantedPort,
} from './published-ports.ts'

type Taken = UsedPort & { readonly container?: ContainerSummary; readonly inode?: string }

export interface PortCheck {
  readonly engine: Engine
  readonly signal: AbortSignal
  readonly now: () => Date
}

/** Rejects with code `port-taken` that names every port and its owner. Asks nothing where no port is to be published. */
export async function checkPorts(plan: Plan, { engine, signal, now }: PortCheck): Promise<void> {
  const wanted = wantedPorts(plan)
  if (wanted.length === 0) return
  const shared = sharedPort(wanted)
  if (shared) throw portShared(shared)
  const [containers, host] = await Promise.all([
    engine.listContainers({ labels: [] }, signal),
    readHostPorts(engine.address),
  ])
  const used = portsInUse(containers, { host, going: goingContainers(plan) })
  const conflicts = wanted.flatMap((port) => {
    const takers = takersOf(port, used)
    return takers?.[0] ? [{ port, taker: takers[0] }] : []
  })
  if (conflicts.length > 0) throw await portsTaken(conflicts, { project: plan.project, now: now() })
}

/** A port of a container that goes is free soon, and so is that of the engine's own process behind it. */
function portsInUse(
  containers: readonly ContainerSummary[],
  { host, going }: { readonly host: readonly HostPort[]; readonly going: ReadonlySet<string> },
): readonly Taken[] {
  const isGoing = ({ id, name }: ContainerSummary) => going.has(id) || going.has(name)
  const staying = containers.filter((container) => !isGoing(container))
  const freed = containers.filter(isGoing).flatMap(usedPorts)
  const own = ({ port, protocol }: UsedPort) =>
    freed.some((one) => one.port === port && one.protocol === protocol)
  return [
    ...staying.flatMap((container) => usedPorts(container).map((port) => ({ ...port, container }))),
    ...host.filter((port) => !own(port)),
  ]
}

interface Conflict {
  readonly port: WantedPort
  readonly taker: Taken
}

async function portsTaken(
  conflicts: readonly Conflict[],
  { project, now }: { readonly project: string; readonly now: Date },
): Promise<EngineError> {
  const lines = await Promise.all(
    conflicts.map(async ({ port, taker }) => {
      const what =
        port.first === port.last ? `port ${port.first}` : `every port of ${port.first}-${port.last}`
      return `${what}, which service "${port.service}" publishes, is already taken by ${await wordsFor(taker, now)}`
    }),
  )
  const [first] = conflicts
  const hint = first && isReplica(first, project) ? replicaHint : hintFor(first?.taker)
  return new EngineError('port-taken', [...new Set(lines)].join('\n'), { hint })
}

const replicaHint =
  'only one container can have a fixed port: publish a range for the others ("8080-8089:80"), or let the engine choose ("80")'

function portShared([one, other]: readonly [WantedPort, WantedPort]): EngineError {
  const containers = `"${one.container}" and "${other.container}"`
  const message = `port ${one.first}, which service "${one.service}" publishes, cannot be had by both ${containers}`
  return new EngineError('port-taken', message, { hint: replicaHint })
}

/** True where a service is in its own way: it is to have more containers than ports. */
function isReplica({ port, taker }: Conflict, project: string): boolean {
  const owner = taker.container?.labels
  return owner?.[labels.project] === project && owner[labels.service] === port.service
}

async function wordsFor({ container, inode }: Taken, now: Date): Promise<string> {
  if (!container) return (inode === undefined ? undefined : await ownerOf(inode)) ?? 'another process'
  const { [labels.project]: project, [labels.service]: service } = container.labels
  const owner =
    project === undefined
      ? ''
      : ` of project "${project}"${service === undefined ? '' : `, service "${service}"`}`
  return `container "${container.name}"${owner}, created ${ageWords(now.getTime() / 1000 - container.created)} ago`
}

function hintFor(taker: Taken | undefined): string {
  const container = taker?.container
  if (!container) return 'stop that process, or publish another port'
  const project = container.labels[labels.project]
  const command = project === undefined ? `docker stop ${container.name}` : `gantry -p ${project} down`
  return `stop it ("${command}"), or publish another port`
}

/** `12 s`, `5 min`, `3 h`, `9 days` */
function ageWords(seconds: number): string {
  const units = [
    [86_400 * 2, 86_400, 'days'],
    [3600, 3600, 'h'],
    [60, 60, 'min'],
  ] as const
  const unit = units.find(([from]) => seconds >= from)
  return unit ? `${Math.floor(seconds / unit[1])} ${unit[2]}` : `${Math.max(0, Math.floor(seconds))} s`
}

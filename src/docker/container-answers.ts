/** From the engine's words about containers to ours. */
import type {
  ContainerAnswer,
  ContainerListItem,
  HealthAnswer,
  MountAnswer,
  NetworksAnswer,
} from './answers.ts'
import type { ContainerDetails, ContainerState, ContainerSummary, Health, MountPoint } from './engine.ts'

/** An entry of the list of containers, in our words. */
export function summaryOf(item: ContainerListItem): ContainerSummary {
  const status = item.Status ?? ''
  return {
    id: item.Id ?? '',
    name: nameOf(item.Names ?? []),
    image: item.Image ?? '',
    imageId: item.ImageID ?? '',
    command: item.Command ?? '',
    created: item.Created ?? 0,
    state: stateOf(item.State),
    status,
    health: healthIn(status),
    labels: item.Labels ?? {},
    ports: (item.Ports ?? []).map((port) => ({
      ...(port.IP === undefined ? {} : { ip: port.IP }),
      privatePort: port.PrivatePort ?? 0,
      ...(port.PublicPort === undefined ? {} : { publicPort: port.PublicPort }),
      type: port.Type ?? 'tcp',
    })),
    mounts: (item.Mounts ?? []).map(mountOf),
    networks: networksOf(item.NetworkSettings, (endpoint) => ({
      networkId: endpoint.NetworkID ?? '',
      ipAddress: endpoint.IPAddress ?? '',
    })),
  }
}

/** What an inspection says, in our words. */
export function detailsOf(answer: ContainerAnswer): ContainerDetails {
  const state = answer.State ?? {}
  const health = state.Health ?? state.Healthcheck
  return {
    id: answer.Id ?? '',
    name: withoutSlash(answer.Name ?? ''),
    image: answer.Config?.Image ?? '',
    state: stateOf(state.Status),
    health: healthOf(health?.Status),
    exitCode: state.ExitCode ?? 0,
    oomKilled: state.OOMKilled ?? false,
    error: state.Error ?? '',
    healthLog: healthLogOf(health),
    tty: answer.Config?.Tty ?? false,
    restartCount: answer.RestartCount ?? 0,
    labels: answer.Config?.Labels ?? {},
    mounts: (answer.Mounts ?? []).map(mountOf),
    networks: networksOf(answer.NetworkSettings, (endpoint) => ({
      networkId: endpoint.NetworkID ?? '',
      ipAddress: endpoint.IPAddress ?? '',
      aliases: endpoint.Aliases ?? [],
    })),
    startedAt: momentOf(state.StartedAt),
    finishedAt: momentOf(state.FinishedAt),
  }
}

/** Names of old-style links have a second slash; the container's own has one. */
function nameOf(names: readonly string[]): string {
  const own = names.find((name) => !withoutSlash(name).includes('/'))
  return withoutSlash(own ?? names[0] ?? '')
}

function withoutSlash(name: string): string {
  return name.replace(/^\//, '')
}

function stateOf(word: string | undefined): ContainerState {
  return states.get(word ?? '') ?? 'dead'
}

const states: ReadonlyMap<string, ContainerState> = new Map([
  ['created', 'created'],
  ['running', 'running'],
  ['paused', 'paused'],
  ['restarting', 'restarting'],
  ['removing', 'removing'],
  ['exited', 'exited'],
  ['dead', 'dead'],
  // Podman's words.
  ['configured', 'created'],
  ['initialized', 'created'],
  ['stopping', 'running'],
  ['stopped', 'exited'],
])

/** `Up 3 seconds (health: starting)`, `Up 2 minutes (healthy)`. */
function healthIn(status: string): Health {
  return healthOf(/\((?:health: )?(\w+)\)/.exec(status)?.[1])
}

/** Anything but the engine's three words means that there is no health check. */
export function healthOf(word: string | undefined): Health {
  return word === 'starting' || word === 'healthy' || word === 'unhealthy' ? word : 'none'
}

function healthLogOf(health: HealthAnswer | null | undefined): ContainerDetails['healthLog'] {
  return (health?.Log ?? []).map(({ ExitCode, Output }) => ({
    exitCode: ExitCode ?? 0,
    output: Output ?? '',
  }))
}

function mountOf(mount: MountAnswer): MountPoint {
  return {
    type: mount.Type ?? '',
    ...(mount.Name ? { name: mount.Name } : {}),
    source: mount.Source ?? '',
    destination: mount.Destination ?? '',
  }
}

type Endpoint = NonNullable<NonNullable<NetworksAnswer['Networks']>[string]>

function networksOf<T>(
  settings: NetworksAnswer | null | undefined,
  read: (endpoint: Endpoint) => T,
): Readonly<Record<string, T>> {
  const entries = Object.entries(settings?.Networks ?? {})
  return Object.fromEntries(entries.map(([name, endpoint]) => [name, read(endpoint ?? {})]))
}

/** The engine writes "never" as the year 1. */
function momentOf(text: string | undefined): string {
  return text === undefined || text.startsWith('0001-') ? '' : text
}

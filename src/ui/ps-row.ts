/** A container as `ps` shows it; the keys, their order and forms are those of `docker compose ps --format json`. */
import { labels } from '../plan/labels.ts'
import type { ObservedContainer } from '../plan/observed.ts'
import { formatAge } from './age.ts'
import { formatPorts, type PortRow } from './ports.ts'
import { truncate } from './width.ts'

export interface Publisher {
  readonly URL: string
  readonly TargetPort: number
  /** 0 where the port is only exposed. */
  readonly PublishedPort: number
  readonly Protocol: string
}

export interface Row {
  readonly Command: string
  readonly CreatedAt: string
  readonly Engine: string
  readonly ExitCode: number
  readonly Health: string
  readonly ID: string
  readonly Image: string
  readonly Labels: string
  readonly LocalVolumes: string
  readonly Mounts: string
  readonly Name: string
  readonly Names: string
  readonly Networks: string
  readonly Ports: string
  readonly Project: string
  readonly Publishers: readonly Publisher[]
  readonly RunningFor: string
  readonly Service: string
  readonly Size: string
  readonly State: string
  readonly Status: string
}

export interface RowOptions {
  readonly now: Date
  /** Ids, commands and mounts in full. */
  readonly full: boolean
}

/** All that `ps` can say of a container. */
export function toRow(container: ObservedContainer, { now, full }: RowOptions): Row {
  const short = (text: string, width: number) => (full ? text : truncate(text, width))
  return {
    Command: JSON.stringify(short(container.command, 20)),
    CreatedAt: formatTime(container.created),
    Engine: container.labels['com.docker.compose.engine'] ?? '',
    ExitCode: container.exitCode ?? 0,
    Health: container.health === 'none' ? '' : container.health,
    ID: full ? container.id : container.id.slice(0, 12),
    Image: container.image,
    Labels: formatLabels(container.labels),
    LocalVolumes: String(container.mounts.filter(({ type }) => type === 'volume').length),
    Mounts: container.mounts.map(({ name, source }) => short(name ?? source, 15)).join(','),
    Name: container.name,
    Names: container.name,
    Networks: Object.keys(container.networks).sort().join(','),
    Ports: formatPorts(container.ports),
    Project: container.labels[labels.project] ?? '',
    Publishers: publishers(container.ports),
    RunningFor: `${formatAge(now.getTime() / 1000 - container.created)} ago`,
    Service: container.service,
    Size: '0B',
    State: container.state,
    Status: container.status,
  }
}

/** One object a port, exposed ones too. */
function publishers(ports: readonly PortRow[]): Publisher[] {
  const sorted = [...ports].sort(
    (one, other) => one.privatePort - other.privatePort || (one.publicPort ?? 0) - (other.publicPort ?? 0),
  )
  return sorted.map(({ ip, privatePort, publicPort, type }) => ({
    URL: ip ?? '',
    TargetPort: privatePort,
    PublishedPort: publicPort ?? 0,
    Protocol: type,
  }))
}

/** `2026-11-21 11:28:00 +0000 UTC` from seconds. */
function formatTime(seconds: number): string {
  return `${new Date(seconds * 1000).toISOString().slice(0, 19).replace('T', ' ')} +0000 UTC`
}

/** All but our own record of what the container was made from: it is for plans, and its commas would break the list. */
function formatLabels(all: Readonly<Record<string, string>>): string {
  return Object.entries(all)
    .filter(([name]) => name !== labels.definition)
    .map(([key, value]) => `${key}=${value}`)
    .sort()
    .join(',')
}

/** Published ports, as docker shows them. */
import type { PublishedPort } from '../../docker/engine.ts'

export interface Publisher {
  readonly URL: string
  readonly TargetPort: number
  /** 0 where the port is only exposed. */
  readonly PublishedPort: number
  readonly Protocol: string
}

/** For JSON: one object a port, exposed ones too. */
export function publishers(ports: readonly PublishedPort[]): Publisher[] {
  return [...ports].sort(byPort).map(({ ip, privatePort, publicPort, type }) => ({
    URL: ip ?? '',
    TargetPort: privatePort,
    PublishedPort: publicPort ?? 0,
    Protocol: type,
  }))
}

/** `0.0.0.0:8080->80/tcp, 6379/tcp`; neighbours that map to themselves become a range: `9000-9002/udp`. */
export function formatPorts(ports: readonly PublishedPort[]): string {
  const ranges: Range[] = []
  const mappings: string[] = []
  for (const { ip, privatePort, publicPort, type } of [...ports].sort(byPort)) {
    if (ip && publicPort !== privatePort) {
      mappings.push(`${address(ip, String(publicPort ?? 0))}->${privatePort}/${type}`)
      continue
    }
    const range = ranges.find((one) => one.ip === ip && one.type === type && one.last === privatePort - 1)
    if (range) range.last = privatePort
    else ranges.push({ ip, type, first: privatePort, last: privatePort })
  }
  return [...ranges.map(formatRange), ...mappings].join(', ')
}

interface Range {
  readonly ip: string | undefined
  readonly type: string
  readonly first: number
  last: number
}

function formatRange({ ip, type, first, last }: Range): string {
  const ports = first === last ? String(first) : `${first}-${last}`
  return ip ? `${address(ip, ports)}->${ports}/${type}` : `${ports}/${type}`
}

function address(ip: string, port: string): string {
  return ip.includes(':') ? `[${ip}]:${port}` : `${ip}:${port}`
}

function byPort(one: PublishedPort, other: PublishedPort): number {
  return (
    one.privatePort - other.privatePort ||
    compare(one.ip ?? '', other.ip ?? '') ||
    (one.publicPort ?? 0) - (other.publicPort ?? 0) ||
    compare(one.type, other.type)
  )
}

function compare(one: string, other: string): number {
  return one < other ? -1 : Number(one > other)
}

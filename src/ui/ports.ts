/** Ports of a container as docker shows them. */

export interface PortRow {
  readonly ip?: string
  readonly privatePort: number
  /** Absent: exposed, not published. */
  readonly publicPort?: number
  readonly type: string
}

/** `0.0.0.0:8080->80/tcp, [::]:8080->80/tcp`; neighbours become ranges where both sides are the same: `8000-8002->8000-8002/tcp`. */
export function formatPorts(ports: readonly PortRow[]): string {
  const sorted = [...ports].sort(byPort)
  const ranges: Range[] = []
  for (const port of sorted.filter((one) => !isMoved(one))) {
    const range = ranges.findLast(({ ip, type }) => ip === (port.ip ?? '') && type === port.type)
    if (range && range.last + 1 === port.privatePort) range.last++
    else ranges.push({ ip: port.ip ?? '', type: port.type, first: port.privatePort, last: port.privatePort })
  }
  const moved = sorted.filter(isMoved).map(({ ip = '', privatePort, publicPort = 0, type }) => {
    return `${host(ip)}:${publicPort}->${privatePort}/${type}`
  })
  return [...ranges.map(formatRange), ...moved].join(', ')
}

interface Range {
  readonly ip: string
  readonly type: string
  readonly first: number
  last: number
}

/** Published under another number: such ports are never folded. */
function isMoved({ ip, privatePort, publicPort }: PortRow): boolean {
  return ip !== undefined && ip !== '' && publicPort !== privatePort
}

function formatRange({ ip, type, first, last }: Range): string {
  const numbers = first === last ? String(first) : `${first}-${last}`
  return ip === '' ? `${numbers}/${type}` : `${host(ip)}:${numbers}->${numbers}/${type}`
}

function host(ip: string): string {
  return ip.includes(':') ? `[${ip}]` : ip
}

function byPort(one: PortRow, other: PortRow): number {
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

/** Ports: `8080:80`, `127.0.0.1:8000-8010:80-90/udp`. */
import { isIP } from './addresses.ts'

export interface PortMapping {
  readonly host_ip?: string
  readonly published?: string
  readonly target: number
  readonly protocol: string
}

export type PortResult = { readonly ports: readonly PortMapping[] } | { readonly fault: string }

interface Range {
  readonly first: number
  readonly last: number
}

/** Reads `[[IP:][HOST[-HOST]]:]CONTAINER[-CONTAINER][/PROTOCOL]`: one mapping for each container port, sorted by `port/protocol`. */
export function parsePorts(text: string): PortResult {
  const parts = text.split(':')
  const [container = '', protocol = '', ...more] = (parts.pop() ?? '').split('/')
  const published = parts.pop() ?? ''
  const address = parts.join(':').replace(/^\[(.*)\]$/, '$1')
  const proto = protocol.toLowerCase() || 'tcp'
  if (container === '') return { fault: 'it names no container port' }
  if (more.length > 0 || !['tcp', 'udp', 'sctp'].includes(proto))
    return { fault: `the protocol "${[protocol, ...more].join('/')}" is not tcp, udp or sctp` }
  if (address !== '' && !isIP(address)) return { fault: `"${address}" is not an IP address` }
  const target = parseRange(container)
  if (!target) return { fault: rangeFault('container port', container) }
  const host = published === '' ? undefined : parseRange(published)
  if (published !== '' && !host) return { fault: rangeFault('host port', published) }
  if (target.first === 0) return { fault: 'the container port must not be 0' }
  const sameLength = !host || host.last - host.first === target.last - target.first
  if (!sameLength && target.first !== target.last)
    return { fault: `the ranges "${published}" and "${container}" differ in length` }
  return {
    ports: pair(target, host).map((port) => ({
      ...port,
      ...(address && { host_ip: address }),
      protocol: proto,
    })),
  }
}

/** First and last port of `8000` or `8000-8010`; undefined unless both are ports in this order. */
export function parseRange(text: string): Range | undefined {
  const match = /^(\d+)(?:-(\d+))?$/.exec(text)
  if (!match) return undefined
  const first = Number(match[1])
  const last = Number(match[2] ?? match[1])
  return first <= last && last <= 65_535 ? { first, last } : undefined
}

function pair(target: Range, host: Range | undefined): { target: number; published?: string }[] {
  const one = target.first === target.last
  const ports = Array.from({ length: target.last - target.first + 1 }, (_, index) => {
    if (!host) return { target: target.first + index }
    const published = one && host.first !== host.last ? `${host.first}-${host.last}` : `${host.first + index}`
    return { target: target.first + index, published }
  })
  return one ? ports : ports.sort((a, b) => (String(a.target) < String(b.target) ? -1 : 1))
}

function rangeFault(what: string, text: string): string {
  const match = /^(\d+)-(\d+)$/.exec(text)
  if (match && Number(match[1]) > Number(match[2]))
    return `the ${what} range "${text}" runs backwards: write ${match[2]}-${match[1]}`
  return `the ${what} "${text}" is not a number from 0 to 65535 or a range of such`
}

/** The ports that processes of this machine listen at, where the engine is on this machine and its network is ours. */
import { readFile, readdir, readlink, realpath } from 'node:fs/promises'
import type { UsedPort } from './published-ports.ts'

/** A port with the inode of its socket, by which its process can be found. */
export interface HostPort extends UsedPort {
  readonly inode: string
}

/** None where the engine is elsewhere, or nobody can say. */
export async function readHostPorts(address: string): Promise<readonly HostPort[]> {
  if (!(await sharesNetwork(address))) return []
  const tables = await Promise.all(
    Object.entries(listening).map(async ([name, state]) => {
      const text = await readFile(`/proc/net/${name}`, 'utf8').catch(() => '')
      return portsIn(text, { protocol: name.slice(0, 3), state })
    }),
  )
  return tables.flat()
}

/** The kernel's tables, and the state of a socket that others cannot share. */
const listening = { tcp: '0A', tcp6: '0A', udp: '07', udp6: '07' } as const

/** Unix sockets are listed in the network they were made in: the engine's among ours says that it lives there. */
async function sharesNetwork(address: string): Promise<boolean> {
  const path = /^unix:\/\/(.+)$/.exec(address)?.[1]
  if (path === undefined || process.platform !== 'linux') return false
  const [sockets, real] = await Promise.all([
    readFile('/proc/net/unix', 'utf8').catch(() => ''),
    realpath(path).catch(() => path),
  ])
  const names = new Set([path, real, real.replace(/^\/run\//, '/var/run/')])
  return sockets.split('\n').some((line) => names.has(line.split(/\s+/)[7] ?? ''))
}

/** The sockets of `/proc/net/tcp` and its kin that are in a state, by address and port. */
export function portsIn(
  table: string,
  { protocol, state }: { readonly protocol: string; readonly state: string },
): readonly HostPort[] {
  return table.split('\n').flatMap((line) => {
    const [, local = '', , current, , , , , , inode = ''] = line.trim().split(/\s+/)
    const [address = '', port = ''] = local.split(':')
    return current === state ? [{ ip: ipOf(address), port: Number.parseInt(port, 16), protocol, inode }] : []
  })
}

/** Little-endian words of hex digits, as the kernel prints addresses. */
function ipOf(hex: string): string {
  const bytes = (hex.match(/.{8}/g) ?? []).flatMap((word) => (word.match(/../g) ?? []).reverse())
  if (bytes.every((byte) => byte === '00')) return ''
  if (bytes.length === 4) return bytes.map((byte) => Number.parseInt(byte, 16)).join('.')
  const mapped = /^0{20}ffff(.{8})$/i.exec(bytes.join(''))?.[1]
  if (mapped !== undefined)
    return (mapped.match(/../g) ?? []).map((byte) => Number.parseInt(byte, 16)).join('.')
  const groups = bytes.join('').match(/.{4}/g) ?? []
  return new URL(`http://[${groups.join(':')}]`).hostname.slice(1, -1).toLowerCase()
}

/** `python3 (process 4242)`; undefined where we may not look. */
export async function ownerOf(inode: string): Promise<string | undefined> {
  const pids = (await readdir('/proc').catch(() => [])).filter((name) => /^\d+$/.test(name))
  for (const pid of pids) {
    if (!(await holds(pid, `socket:[${inode}]`))) continue
    const name = await readFile(`/proc/${pid}/comm`, 'utf8').catch(() => '')
    return `"${name.trim()}" (process ${pid})`
  }
  return undefined
}

async function holds(pid: string, socket: string): Promise<boolean> {
  const folder = `/proc/${pid}/fd`
  const files = await readdir(folder).catch(() => [])
  const links = await Promise.all(files.map(async (file) => readlink(`${folder}/${file}`).catch(() => '')))
  return links.includes(socket)
}

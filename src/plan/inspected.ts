/**
 * What differs between a container that another tool made and the body we would create it with. An inspection shows the image's
 * settings and the engine's defaults as the container's own, so what the files do not set is only compared where neither has a say.
 */
import type { ContainerBody } from '../docker/bodies.ts'
import { differences, recorded } from './flatten.ts'
import type { Change } from './steps.ts'

/** The parts of the engine's answer to an inspection that a create body has too. */
export interface Inspected {
  readonly Config?: Settings | null
  readonly HostConfig?: Settings | null
}

type Settings = Readonly<Record<string, unknown>>

interface Field {
  readonly attribute: string
  readonly of: 'container' | 'host'
  readonly name: string
  /** True where the image or the engine fills it in: what the files leave out is not known to differ. */
  readonly filled?: boolean
}

const fields: readonly Field[] = [
  { attribute: 'image', of: 'container', name: 'Image' },
  { attribute: 'command', of: 'container', name: 'Cmd', filled: true },
  { attribute: 'entrypoint', of: 'container', name: 'Entrypoint', filled: true },
  { attribute: 'user', of: 'container', name: 'User', filled: true },
  { attribute: 'working_dir', of: 'container', name: 'WorkingDir', filled: true },
  { attribute: 'hostname', of: 'container', name: 'Hostname', filled: true },
  { attribute: 'domainname', of: 'container', name: 'Domainname' },
  { attribute: 'stop_signal', of: 'container', name: 'StopSignal', filled: true },
  { attribute: 'stop_grace_period', of: 'container', name: 'StopTimeout', filled: true },
  { attribute: 'healthcheck', of: 'container', name: 'Healthcheck', filled: true },
  { attribute: 'tty', of: 'container', name: 'Tty' },
  { attribute: 'stdin_open', of: 'container', name: 'OpenStdin' },
  { attribute: 'volumes', of: 'host', name: 'Binds' },
  { attribute: 'ports', of: 'host', name: 'PortBindings' },
  { attribute: 'tmpfs', of: 'host', name: 'Tmpfs' },
  { attribute: 'restart', of: 'host', name: 'RestartPolicy', filled: true },
  { attribute: 'init', of: 'host', name: 'Init', filled: true },
  { attribute: 'privileged', of: 'host', name: 'Privileged' },
  { attribute: 'read_only', of: 'host', name: 'ReadonlyRootfs' },
  { attribute: 'cap_drop', of: 'host', name: 'CapDrop' },
  { attribute: 'dns', of: 'host', name: 'Dns' },
  { attribute: 'dns_search', of: 'host', name: 'DnsSearch' },
  { attribute: 'extra_hosts', of: 'host', name: 'ExtraHosts' },
  { attribute: 'group_add', of: 'host', name: 'GroupAdd' },
  { attribute: 'sysctls', of: 'host', name: 'Sysctls' },
  { attribute: 'mem_limit', of: 'host', name: 'Memory' },
  { attribute: 'mem_reservation', of: 'host', name: 'MemoryReservation' },
  { attribute: 'cpus', of: 'host', name: 'NanoCpus' },
  { attribute: 'cpuset', of: 'host', name: 'CpusetCpus' },
  { attribute: 'pids_limit', of: 'host', name: 'PidsLimit' },
  { attribute: 'shm_size', of: 'host', name: 'ShmSize', filled: true },
]

/** The attributes that differ, as far as they can be told apart, secrets masked; empty where none can. */
export function inspectedChanges({ Config, HostConfig }: Inspected, body: ContainerBody): readonly Change[] {
  const before = new Map<string, string>()
  const after = new Map<string, string>()
  const note = (attribute: string, from: unknown, to: unknown) => {
    const name = attribute.split('.').at(-1) ?? ''
    const [old, wanted] = [textOf(from), textOf(to)]
    if (old !== undefined) before.set(attribute, recorded(name, old))
    if (wanted !== undefined) after.set(attribute, recorded(name, wanted))
  }
  const found = { container: Config ?? {}, host: HostConfig ?? {} }
  const wanted = { container: { ...body }, host: { ...body.HostConfig } }
  for (const { attribute, of, name, filled } of fields) {
    const to: unknown = Reflect.get(wanted[of], name)
    if (textOf(to) !== undefined || !filled) note(attribute, found[of][name], to)
  }
  const environment = pairsOf(found.container['Env'])
  for (const [name, value] of pairsOf(body.Env)) note(`environment.${name}`, environment.get(name), value)
  const labels = new Map(Object.entries(found.container['Labels'] ?? {}))
  for (const [name, value] of Object.entries(body.Labels ?? {}))
    if (!name.startsWith('com.docker.compose.')) note(`labels.${name}`, labels.get(name), value)
  return differences(before, after)
}

function pairsOf(lines: unknown): ReadonlyMap<string, string> {
  const texts = Array.isArray(lines) ? lines.filter((line) => typeof line === 'string') : []
  return new Map(
    texts.map((line) => {
      const at = line.indexOf('=')
      return at === -1 ? [line, ''] : [line.slice(0, at), line.slice(at + 1)]
    }),
  )
}

/** Undefined for what is as good as nothing; objects without their empty members, names sorted. */
function textOf(value: unknown): string | undefined {
  const plain = plainOf(value)
  return plain === undefined || typeof plain === 'string' ? plain : JSON.stringify(plain)
}

function plainOf(value: unknown): unknown {
  if (value === null || value === undefined || value === '' || value === 0 || value === false)
    return undefined
  if (Array.isArray(value)) return value.length === 0 ? undefined : value.map((item) => plainOf(item) ?? '')
  if (typeof value !== 'object') return value
  const entries = Object.entries(value)
    .map(([name, item]) => [name, plainOf(item)] as const)
    .filter(([, item]) => item !== undefined)
    .sort(([a], [b]) => (a < b ? -1 : 1))
  return entries.length === 0 ? undefined : Object.fromEntries(entries)
}

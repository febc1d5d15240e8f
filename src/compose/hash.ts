/** The hashes by which docker compose 5 and Gantry see that a container, network or volume is out of date. */
import { sha256 } from '../util/sha256.ts'
import { language } from './attributes/index.ts'
import { stepInto, type Shape } from './attributes/shape.ts'
import { toCompactJson } from './print-json.ts'
import { arrange } from './print-order.ts'
import type { Network, Volume } from './project.ts'
import type { Service, ServiceVolume } from './service.ts'

/** Service name → id of its container, for services whose namespace or volumes another one shares. */
export type References = Readonly<Record<string, string>>

/**
 * The hash of a service: SHA-256 in hexadecimal of its JSON without what does not recreate a container: build, pull policy, scale,
 * replicas, dependencies, profiles and extensions. With `references`, `service:x` counts as the container it means.
 */
export function hashService(service: Service, references: References = {}): string {
  const {
    build: _build,
    pull_policy: _policy,
    scale: _scale,
    depends_on: _on,
    profiles: _profiles,
    ...rest
  } = service
  const { replicas: _replicas, ...deploy } = rest.deploy ?? {}
  const resolved = { ...rest, ...withReferences(service, references), ...(rest.deploy && { deploy }) }
  return hash(resolved, ['services', '*'])
}

/**
 * The hashes that docker compose 2.40 gives the same service, where they differ from today's: it wrote `create_host_path` of
 * bind mounts where it is true, which is how a short `./a:/b` is read, and left it out where it is false. Whether a long form
 * said so cannot be told from the canonical form, so up to three are possible.
 */
export function formerHashes(service: Service, references: References = {}): readonly string[] {
  const { volumes = [] } = service
  if (!volumes.some(({ bind }) => bind !== undefined)) return []
  const explicit = [
    () => true,
    ({ propagation, recursive }: Bind) => propagation === undefined && recursive === undefined,
    (bind: Bind) => Object.keys(bind).length === 0,
  ]
  const variants = explicit.map((isExplicit) => ({
    ...service,
    volumes: volumes.map((volume) => formerVolume(volume, isExplicit)),
  }))
  return [...new Set(variants.map((variant) => hashService(variant, references)))]
}

type Bind = NonNullable<ServiceVolume['bind']>

function formerVolume(volume: ServiceVolume, isExplicit: (bind: Bind) => boolean): ServiceVolume {
  if (volume.bind === undefined) return volume
  const { create_host_path: creates, ...bind } = volume.bind
  if (creates === false || !isExplicit(volume.bind)) return { ...volume, bind }
  return { ...volume, bind: { ...bind, create_host_path: true } }
}

/** The hash of a network: SHA-256 in hexadecimal of its JSON. */
export function hashNetwork(network: Network): string {
  return hash(network, ['networks', '*'])
}

/** The hash of a volume: SHA-256 in hexadecimal of its JSON; the driver is `local` where none is named. */
export function hashVolume(volume: Volume): string {
  return hash({ ...volume, driver: volume.driver ?? 'local' }, ['volumes', '*'])
}

function hash(value: object, path: readonly string[]): string {
  let shape: Shape | undefined = language
  for (const step of path) shape = stepInto(shape, step)
  return sha256(toCompactJson(arrange(value, shape, 'json')))
}

function withReferences(
  { network_mode, ipc, pid, volumes_from }: Service,
  references: References,
): Partial<Service> {
  const container = (name: string) => (Object.hasOwn(references, name) ? references[name] : undefined)
  const mode = (text: string) => {
    const id = text.startsWith('service:') ? container(text.slice('service:'.length)) : undefined
    return id === undefined ? text : `container:${id}`
  }
  return {
    ...(network_mode !== undefined && { network_mode: mode(network_mode) }),
    ...(ipc !== undefined && { ipc: mode(ipc) }),
    ...(pid !== undefined && { pid: mode(pid) }),
    ...(volumes_from && {
      volumes_from: volumes_from.map((from) => container(from.split(':')[0] ?? from) ?? from),
    }),
  }
}

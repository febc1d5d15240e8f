/** The container a service wants: its body with labels, and what only the run can fill in. */
import { containerBody } from '../compose/container-body.ts'
import { hashService } from '../compose/hash.ts'
import type { Service } from '../compose/service.ts'
import type { ContainerBody } from '../docker/bodies.ts'
import type { ImageDetails } from '../docker/engine.ts'
import { applyContext } from './apply-context.ts'
import { containerName, type DesiredService, type DesiredState } from './desired.ts'
import { writeDefinition } from './definition.ts'
import { imageLabel } from './image-identity.ts'
import { composeVersion, formatDependsOn, labels } from './labels.ts'
import type { ObservedContainer } from './observed.ts'
import type { ContainerCreation } from './steps.ts'

export interface CreationInput {
  readonly number: number
  /** The temporary name of a replacement; default the container's own. */
  readonly name?: string
  /** The container it replaces, whose anonymous volumes it takes over. */
  readonly replaces?: ObservedContainer
  /** Names of volumes that are made anew: nothing of them is taken over. */
  readonly renewedVolumes?: ReadonlySet<string>
  /** The image, where the engine has it already and this plan does not change it. */
  readonly image?: ImageDetails
  /** Service → names of its containers once the plan is done. */
  readonly containersOf: (serviceName: string) => readonly string[]
}

/** What `POST /containers/create` gets for one container of a service. */
export function containerCreation(
  desired: DesiredState,
  target: DesiredService,
  input: CreationInput,
): ContainerCreation {
  const { service, image, name: serviceName } = target
  const ownName = containerName(desired, target, input.number)
  const context = applyContext(desired, {
    serviceName,
    containerName: ownName,
    number: input.number,
    containersOf: input.containersOf,
  })
  const body = containerBody(service, context)
  body.Image = image.reference
  inheritVolumes(body, input)
  body.Labels = { ...body.Labels, ...containerLabels(desired, target, input) }
  const references = referencesOf(service)
  return {
    name: input.name ?? ownName,
    ...(image.platform !== undefined && { platform: image.platform }),
    body,
    imageReference: image.reference,
    ...(input.image && { imageId: imageLabel(input.image, image.platform) }),
    references: Object.fromEntries(references.map((other) => [other, context.containerOf(other)])),
    service,
    contents: desired.contents,
  }
}

/** The body as it is sent: the image's id and the definition in its labels, other containers' names replaced by their ids. */
export function finishedBody(
  { body, service, references, contents }: ContainerCreation,
  facts: { readonly imageId: string; readonly idOf: (containerName: string) => string },
): ContainerBody {
  const ids = Object.fromEntries(Object.entries(references).map(([other, name]) => [other, facts.idOf(name)]))
  const names = new Map(Object.values(references).map((name) => [name, facts.idOf(name)]))
  const resolve = (mode: string | undefined) =>
    mode?.replace(/^container:(.*)$/, (_, name: string) => `container:${names.get(name) ?? name}`)
  const donor = (from: string) =>
    from.replace(/^(.*?)(:r[ow])?$/, (_, name: string, access = '') => `${names.get(name) ?? name}${access}`)
  const { NetworkMode, IpcMode, PidMode, VolumesFrom } = body.HostConfig
  const resolved = Object.entries({
    NetworkMode: resolve(NetworkMode),
    IpcMode: resolve(IpcMode),
    PidMode: resolve(PidMode),
  })
  return {
    ...body,
    Labels: {
      ...body.Labels,
      [labels.image]: facts.imageId,
      [labels.configHash]: hashService(service, ids),
      [labels.definition]: writeDefinition(service, { contents, references: ids }),
    },
    HostConfig: {
      ...body.HostConfig,
      ...Object.fromEntries(resolved.filter(([, mode]) => mode !== undefined)),
      ...(VolumesFrom && { VolumesFrom: VolumesFrom.map(donor) }),
    },
  }
}

/** The services whose containers this one's body names. */
export function referencesOf(service: Service): readonly string[] {
  const modes = [service.network_mode, service.ipc, service.pid].flatMap((mode) => serviceShared(mode) ?? [])
  const volumes = (service.volumes_from ?? [])
    .filter((from) => !from.startsWith('container:'))
    .map((from) => from.split(':')[0] ?? from)
  return [...new Set([...modes, ...volumes])]
}

/** The service that a mode such as `service:db` names; undefined for any other mode. */
export function serviceShared(mode: string | undefined): string | undefined {
  return /^service:(.*)$/.exec(mode ?? '')?.[1]
}

function containerLabels(
  desired: DesiredState,
  target: DesiredService,
  { number, replaces }: CreationInput,
): Record<string, string> {
  const { loaded, project } = desired
  return {
    [labels.project]: project,
    [labels.service]: target.name,
    [labels.version]: composeVersion,
    [labels.workingDir]: loaded.workingDirectory,
    [labels.configFiles]: loaded.files.join(','),
    ...(loaded.envFiles.length > 0 && { [labels.environmentFile]: loaded.envFiles.join(',') }),
    [labels.oneOff]: 'False',
    [labels.configHash]: hashService(target.service),
    [labels.containerNumber]: String(number),
    [labels.dependsOn]: formatDependsOn(target.dependencies),
    ...(replaces && { [labels.replace]: replaces.name }),
  }
}

/** Mounts the anonymous volumes of the replaced container again, where the file or the image still wants them. */
function inheritVolumes(body: ContainerBody, { replaces, image, renewedVolumes }: CreationInput): void {
  const mounts = body.HostConfig.Mounts ?? []
  const anonymous = new Set(
    mounts.filter(({ Type, Source }) => Type === 'volume' && !Source).map(({ Target }) => Target),
  )
  const taken = new Set([
    ...mounts.filter(({ Target }) => !anonymous.has(Target)).map(({ Target }) => Target),
    ...(body.HostConfig.Binds ?? []).map((bind) => bind.split(':')[1]),
    ...Object.keys(body.HostConfig.Tmpfs ?? {}),
  ])
  const wanted = (target: string, name: string) =>
    anonymous.has(target) || (image ? image.volumes.includes(target) : isUnnamed(name))
  const inherited = (replaces?.mounts ?? []).filter(
    ({ type, name, destination }) =>
      type === 'volume' &&
      name !== undefined &&
      !taken.has(destination) &&
      !renewedVolumes?.has(name) &&
      wanted(destination, name),
  )
  if (inherited.length === 0) return
  const replaced = new Set(inherited.map(({ destination }) => destination))
  body.HostConfig.Mounts = [
    ...mounts.filter(({ Target }) => !replaced.has(Target)),
    ...inherited.map(({ name = '', destination }) => ({ Type: 'volume', Source: name, Target: destination })),
  ]
}

/** The engine names a volume that nobody named by 64 hexadecimal digits. */
function isUnnamed(volume: string): boolean {
  return /^[0-9a-f]{64}$/.test(volume)
}

/** Mounts of a service in the engine's body: as bind texts where they can say it, as mount objects elsewhere. */
import type { ContainerBody, MountBody } from '../../docker/bodies.ts'
import type { Service, ServiceVolume } from '../service.ts'
import type { ApplyContext } from './attribute.ts'
import { addMount, toNumber } from './write.ts'

/** Writes all volumes of a service. */
export function mountVolumes(service: Service, body: ContainerBody, context: ApplyContext): void {
  for (const volume of service.volumes ?? []) {
    const source = sourceOf(volume, context)
    if (source !== undefined && fitsBind(volume)) {
      body.HostConfig.Binds = [...(body.HostConfig.Binds ?? []), bindText(source, volume)]
    } else {
      addMount(body, mountOf(volume, source))
    }
  }
}

function sourceOf({ type, source }: ServiceVolume, context: ApplyContext): string | undefined {
  return type === 'volume' && source !== undefined ? context.volumeName(source) : source
}

/** As docker compose chooses: only bind texts know SELinux labels, only mount objects know everything else. */
function fitsBind({ type, bind, volume }: ServiceVolume): boolean {
  if (type === 'bind') {
    return (
      bind?.create_host_path !== false && bind?.propagation === undefined && bind?.recursive === undefined
    )
  }
  return type === 'volume' && !volume?.labels && volume?.subpath === undefined && !volume?.nocopy
}

function bindText(source: string, { target, read_only, bind }: ServiceVolume): string {
  const options = [read_only ? 'ro' : 'rw', bind?.selinux].filter((option) => option !== undefined)
  return `${source}:${target}:${options.join(',')}`
}

function mountOf(volume: ServiceVolume, source: string | undefined): MountBody {
  const options = optionsOf(volume)
  return {
    Type: volume.type,
    ...(source !== undefined && { Source: source }),
    Target: volume.target,
    ...(volume.read_only && { ReadOnly: true }),
    ...(volume.consistency !== undefined && { Consistency: volume.consistency }),
    ...options,
  }
}

function optionsOf(volume: ServiceVolume): Partial<MountBody> {
  switch (volume.type) {
    case 'bind':
      return { BindOptions: bindOptions(volume) }
    case 'volume':
    case 'cluster':
      return withContent('VolumeOptions', {
        ...(volume.volume?.nocopy && { NoCopy: true }),
        ...(volume.volume?.labels && { Labels: { ...volume.volume.labels } }),
        ...(volume.volume?.subpath !== undefined && { Subpath: volume.volume.subpath }),
      })
    case 'tmpfs':
      return withContent('TmpfsOptions', {
        ...(volume.tmpfs?.size !== undefined && { SizeBytes: toNumber(volume.tmpfs.size) ?? 0 }),
        ...(volume.tmpfs?.mode !== undefined && { Mode: volume.tmpfs.mode }),
      })
    case 'image':
      return volume.image?.subpath === undefined ? {} : { ImageOptions: { Subpath: volume.image.subpath } }
    default:
      return {}
  }
}

function bindOptions({ bind }: ServiceVolume): NonNullable<MountBody['BindOptions']> {
  return {
    ...(bind?.propagation !== undefined && { Propagation: bind.propagation }),
    ...(bind?.create_host_path !== false && { CreateMountpoint: true }),
    ...(bind?.recursive === 'disabled' && { NonRecursive: true }),
    ...(bind?.recursive === 'writable' && { ReadOnlyNonRecursive: true }),
    ...(bind?.recursive === 'readonly' && { ReadOnlyForceRecursive: true }),
  }
}

function withContent(key: 'VolumeOptions' | 'TmpfsOptions', options: object): Partial<MountBody> {
  return Object.keys(options).length > 0 ? { [key]: options } : {}
}

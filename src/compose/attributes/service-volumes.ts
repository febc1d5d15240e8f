/** Volumes and mounts of a service. */
import type { MapNode, Node } from '../tree.ts'
import type { Attribute, ReadContext } from './attribute.ts'
import { bytes, flag, keyValues, optionalFlag, textMap, texts, unquotedNatural } from './decoders.ts'
import { beforeEquals, itemText } from './forms.ts'
import { cleanPath, parseVolume, type ShortVolume } from './grammar/volumes.ts'
import { nameOf, quote } from './messages.ts'
import { mapAt, mapItems, textOf, valueOf } from './nodes.ts'
import { mountVolumes } from './mounts.ts'
import { put } from './write.ts'

/** `volumes`, `tmpfs` and their kin of services. */
export const serviceVolumes: readonly Attribute[] = [
  {
    path: 'services.*.volumes',
    effect: 'engine',
    canonical: longVolumes,
    unique: volumeTarget,
    itemKey: 'target',
    apply: mountVolumes,
  },
  {
    path: 'services.*.volumes.[].type',
    effect: 'engine',
    since: (type) => (type === 'image' ? '1.48' : undefined),
  },
  { path: 'services.*.volumes.[].source', effect: 'engine', resolve: 'bind-source' },
  { path: 'services.*.volumes.[].target', effect: 'engine' },
  { path: 'services.*.volumes.[].read_only', effect: 'engine', cast: 'bool', decode: flag },
  { path: 'services.*.volumes.[].consistency', effect: 'engine' },
  { path: 'services.*.volumes.[].bind.propagation', effect: 'engine' },
  {
    path: 'services.*.volumes.[].bind.create_host_path',
    effect: 'engine',
    decode: (node, context) => (optionalFlag(node, context) === false ? false : undefined),
  },
  {
    path: 'services.*.volumes.[].bind.recursive',
    effect: 'engine',
    since: (mode) => (mode === 'enabled' || mode === 'disabled' ? undefined : '1.44'),
  },
  { path: 'services.*.volumes.[].bind.selinux', effect: 'engine' },
  { path: 'services.*.volumes.[].volume.labels', effect: 'engine', decode: keyValues },
  { path: 'services.*.volumes.[].volume.nocopy', effect: 'engine', cast: 'bool', decode: flag },
  { path: 'services.*.volumes.[].volume.subpath', effect: 'engine', since: '1.45' },
  { path: 'services.*.volumes.[].tmpfs.size', effect: 'engine', decode: bytes },
  { path: 'services.*.volumes.[].tmpfs.mode', effect: 'engine', decode: unquotedNatural },
  { path: 'services.*.volumes.[].image.subpath', effect: 'engine' },
  {
    path: 'services.*.volumes_from',
    effect: 'engine',
    decode: texts,
    apply: (service, body, context) =>
      put(
        body.HostConfig,
        'VolumesFrom',
        service.volumes_from?.map((from) => volumesFrom(from, context.containerOf)),
      ),
  },
  {
    path: 'services.*.tmpfs',
    effect: 'engine',
    merge: 'key-values',
    unique: beforeEquals,
    decode: texts,
    apply: ({ tmpfs }, body) =>
      put(body.HostConfig, 'Tmpfs', tmpfs && Object.fromEntries(tmpfs.map(tmpfsEntry))),
  },
  {
    path: 'services.*.storage_opt',
    effect: 'engine',
    decode: textMap,
    apply: (service, body) =>
      put(body.HostConfig, 'StorageOpt', service.storage_opt && { ...service.storage_opt }),
  },
]

/** Path and options of `/run:size=64m`. */
export function tmpfsEntry(item: string): [path: string, options: string] {
  const at = item.indexOf(':')
  return at === -1 ? [item, ''] : [item.slice(0, at), item.slice(at + 1)]
}

function volumesFrom(from: string, containerOf: (service: string) => string): string {
  if (from.startsWith('container:')) return from.slice('container:'.length)
  const [service = '', ...access] = from.split(':')
  return [containerOf(service), ...access].join(':')
}

function longVolumes(node: Node, context: ReadContext): Node {
  if (node.kind !== 'list') return node
  return mapItems(node, (item) => {
    const spec = textOf(item)
    return spec === undefined ? item : (longVolume(spec, item, context) ?? item)
  })
}

function longVolume(spec: string, item: Node, context: ReadContext): MapNode | undefined {
  const result = parseVolume(spec)
  if ('fault' in result) {
    context.report({
      code: 'invalid-volume',
      message: `${nameOf(context.path)} has ${quote(item)}: ${result.fault}`,
      hint: 'write [SOURCE:]TARGET[:OPTIONS], as in "./data:/data:ro"',
      node: item,
    })
    return undefined
  }
  warnOfOptions(result.volume.unknown, item, context)
  warnOfDrive(result.volume, item, context)
  return toMap(result.volume, item)
}

function toMap(volume: ShortVolume, item: Node): MapNode {
  const bind = {
    selinux: volume.selinux,
    propagation: volume.propagation,
    create_host_path: volume.type === 'bind' ? true : undefined,
  }
  const hasBind = Object.values(bind).some((value) => value !== undefined)
  return mapAt(item.span, {
    type: volume.type,
    source: volume.source,
    target: volume.target,
    read_only: volume.readOnly || undefined,
    bind: hasBind ? mapAt(item.span, bind) : undefined,
    volume:
      (volume.type === 'volume' && !volume.bare) || volume.noCopy
        ? mapAt(item.span, { nocopy: volume.noCopy || undefined })
        : undefined,
  })
}

function warnOfOptions(unknown: readonly string[], item: Node, context: ReadContext): void {
  const strange = unknown.filter((option) => !['cached', 'delegated', 'consistent', ''].includes(option))
  if (strange.length === 0) return
  context.report({
    severity: 'warning',
    code: 'ignored-value',
    message: `${nameOf(context.path)} has ${quote(item)}: the option ${strange.map((option) => `"${option}"`).join(', ')} is ignored`,
    hint: 'known are ro, rw, nocopy, z, Z and the propagation modes; use the long form for others',
    node: item,
  })
}

/** `v:/data` is no volume named `v`: one letter before a colon is a Windows drive. */
function warnOfDrive({ source, target }: ShortVolume, item: Node, context: ReadContext): void {
  const meantName =
    source === undefined ? /^\p{L}:\//u.test(target) : /^\p{L}:\//u.test(source) && !/[/\\]/.test(target)
  if (!meantName) return
  context.report({
    severity: 'warning',
    code: 'drive-letter',
    message: `${nameOf(context.path)} has ${quote(item)}: one letter before a colon is read as a Windows drive`,
    hint: 'give the volume a longer name, or use the long form with type, source and target',
    node: item,
  })
}

/** Volumes are the same by target. */
function volumeTarget(item: Node): string {
  if (item.kind === 'map') return itemText(valueOf(item, 'target') ?? item)
  const result = parseVolume(itemText(item))
  return 'volume' in result ? result.volume.target : cleanPath(itemText(item))
}

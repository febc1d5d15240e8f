/** Devices of the host, and of GPUs, in a service. */
import type { ContainerBody, DeviceRequestBody } from '../../docker/bodies.ts'
import type { DeviceRequest, Service } from '../service.ts'
import type { Node } from '../tree.ts'
import type { Attribute, ReadContext } from './attribute.ts'
import { keyValues, texts, whole } from './decoders.ts'
import { itemText } from './forms.ts'
import { parseDevice } from './grammar/devices.ts'
import { parseWhole } from './grammar/numbers.ts'
import { nameOf, quote, refuse } from './messages.ts'
import { mapAt, mapItems, textOf, valueOf } from './nodes.ts'
import { put } from './write.ts'

/** `devices`, `gpus` and their rules. */
export const devices: readonly Attribute[] = [
  {
    path: 'services.*.devices',
    effect: 'engine',
    canonical: longDevices,
    unique: deviceTarget,
    itemKey: 'target',
    apply: addDevices,
  },
  { path: 'services.*.devices.[].source', effect: 'engine' },
  { path: 'services.*.devices.[].target', effect: 'engine' },
  { path: 'services.*.devices.[].permissions', effect: 'engine' },
  {
    path: 'services.*.device_cgroup_rules',
    effect: 'engine',
    decode: texts,
    apply: (service, body) => put(body.HostConfig, 'DeviceCgroupRules', service.device_cgroup_rules),
  },
  {
    path: 'services.*.gpus',
    effect: 'engine',
    canonical: allGpus,
    apply: ({ gpus }, body) =>
      addRequests(
        body,
        (gpus ?? []).map((gpu) => requestOf(gpu, [...(gpu.capabilities ?? []), 'gpu'])),
      ),
  },
  ...requestParts('services.*.gpus.[]'),
]

/** The records of a device request's attributes. */
export function requestParts(path: string): readonly Attribute[] {
  return [
    { path: `${path}.capabilities`, effect: 'engine', decode: texts },
    { path: `${path}.count`, effect: 'engine', decode: count },
    { path: `${path}.device_ids`, effect: 'engine', decode: texts },
    { path: `${path}.driver`, effect: 'engine' },
    { path: `${path}.options`, effect: 'engine', decode: keyValues },
  ]
}

/** The request as the engine takes it. */
export function requestOf(device: DeviceRequest, capabilities: readonly string[]): DeviceRequestBody {
  return {
    ...(device.driver !== undefined && { Driver: device.driver }),
    ...(device.count !== undefined && { Count: device.count }),
    ...(device.device_ids && { DeviceIDs: device.device_ids }),
    Capabilities: [capabilities],
    ...(device.options && { Options: { ...device.options } }),
  }
}

/** Adds requests for devices to those that the body has. */
export function addRequests(body: ContainerBody, requests: readonly DeviceRequestBody[]): void {
  if (requests.length > 0)
    body.HostConfig.DeviceRequests = [...(body.HostConfig.DeviceRequests ?? []), ...requests]
}

function longDevices(node: Node, context: ReadContext): Node {
  if (node.kind !== 'list') return node
  return mapItems(node, (item) => {
    const spec = textOf(item)
    if (spec === undefined) return item
    const device = parseDevice(spec)
    if (device) return mapAt(item.span, { ...device })
    context.report({
      code: 'invalid-device',
      message: `${nameOf(context.path)} has ${quote(item)}: it has too many parts`,
      hint: 'write SOURCE[:TARGET[:PERMISSIONS]], or source, target and permissions as a map',
      node: item,
    })
    return item
  })
}

/** Devices are the same by their place in the container. */
function deviceTarget(item: Node): string {
  if (item.kind === 'map') return itemText(valueOf(item, 'target') ?? valueOf(item, 'source') ?? item)
  return parseDevice(itemText(item))?.target ?? itemText(item)
}

function allGpus(node: Node): Node {
  if (textOf(node) !== 'all') return node
  return { kind: 'list', items: [mapAt(node.span, { count: 'all' })], span: node.span }
}

/** A number of devices; -1 for `all`. */
function count(node: Node, context: ReadContext): unknown {
  const word = textOf(node)
  if (word === undefined) return whole(node, context)
  if (word.toLowerCase() === 'all') return -1
  const number = parseWhole(word)
  return number === undefined ? refuse(node, context, '"all" or a number') : number || undefined
}

/** Names such as `vendor.com/class=name` are devices of the Container Device Interface. */
function isInterfaceName({ source, target }: NonNullable<Service['devices']>[number]): boolean {
  return source === target && /^[a-z][\w.-]*[a-z\d]\/[a-z][\w-]*=[\w.:-]+$/i.test(source)
}

function addDevices({ devices = [] }: Service, body: ContainerBody): void {
  const names = devices.filter(isInterfaceName).map(({ source }) => source)
  if (names.length > 0) addRequests(body, [{ Driver: 'cdi', DeviceIDs: names }])
  const mappings = devices
    .filter((device) => !isInterfaceName(device))
    .map(({ source, target = source, permissions = 'rwm' }) => ({
      PathOnHost: source,
      PathInContainer: target,
      CgroupPermissions: permissions,
    }))
  if (mappings.length > 0) body.HostConfig.Devices = mappings
}

/** Limits of block devices. */
import type { Service } from '../service.ts'
import type { ContainerBody } from '../../docker/bodies.ts'
import type { Attribute } from './attribute.ts'
import { bytes, text, unquotedNatural } from './decoders.ts'

const THROTTLES = {
  device_read_bps: 'BlkioDeviceReadBps',
  device_read_iops: 'BlkioDeviceReadIOps',
  device_write_bps: 'BlkioDeviceWriteBps',
  device_write_iops: 'BlkioDeviceWriteIOps',
} as const

const NAMES = ['device_read_bps', 'device_read_iops', 'device_write_bps', 'device_write_iops'] as const

/** `blkio_config` */
export const blkio: readonly Attribute[] = [
  { path: 'services.*.blkio_config', effect: 'engine', apply: limitDevices },
  { path: 'services.*.blkio_config.weight', effect: 'engine', decode: unquotedNatural },
  { path: 'services.*.blkio_config.weight_device.[].path', effect: 'engine', decode: text },
  { path: 'services.*.blkio_config.weight_device.[].weight', effect: 'engine', decode: unquotedNatural },
  ...NAMES.flatMap((name): Attribute[] => [
    { path: `services.*.blkio_config.${name}.[].path`, effect: 'engine', decode: text },
    { path: `services.*.blkio_config.${name}.[].rate`, effect: 'engine', decode: bytes },
  ]),
]

function limitDevices({ blkio_config: config }: Service, { HostConfig: host }: ContainerBody): void {
  if (!config) return
  if (config.weight) host.BlkioWeight = config.weight
  if (config.weight_device) {
    host.BlkioWeightDevice = config.weight_device.map(({ path, weight }) => ({ Path: path, Weight: weight }))
  }
  for (const name of NAMES) {
    const devices = config[name]
    if (devices) host[THROTTLES[name]] = devices.map(({ path, rate }) => ({ Path: path, Rate: Number(rate) }))
  }
}

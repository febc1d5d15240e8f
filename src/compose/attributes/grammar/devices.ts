/** Devices in one string: `/dev/ttyUSB0:/dev/ttyUSB0:rwm`. */

export interface ShortDevice {
  readonly source: string
  readonly target: string
  readonly permissions: string
}

/** Reads `SOURCE[:TARGET[:PERMISSIONS]]`, an empty target is the source; undefined where there are more parts. */
export function parseDevice(text: string): ShortDevice | undefined {
  const [source = '', target = source, permissions = 'rwm', ...more] = text.split(':')
  return more.length > 0 ? undefined : { source, target: target || source, permissions }
}

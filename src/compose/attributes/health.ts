/** Health checks and logging. */
import type { ContainerBody } from '../../docker/bodies.ts'
import type { Healthcheck, Service } from '../service.ts'
import type { Node } from '../tree.ts'
import type { Attribute } from './attribute.ts'
import { duration, flag, keyValues, optionalNatural, scalarText, text } from './decoders.ts'
import { isNull, mapOf, mergeMaps, textOf, valueOf } from './nodes.ts'
import { put, toNanoseconds } from './write.ts'

/** `healthcheck` */
export const health: readonly Attribute[] = [
  { path: 'services.*.healthcheck', effect: 'engine', apply: healthcheck },
  { path: 'services.*.healthcheck.test', effect: 'engine', merge: 'replace', decode: test },
  { path: 'services.*.healthcheck.interval', effect: 'engine', decode: duration },
  { path: 'services.*.healthcheck.timeout', effect: 'engine', decode: duration },
  { path: 'services.*.healthcheck.retries', effect: 'engine', cast: 'int', decode: optionalNatural },
  { path: 'services.*.healthcheck.start_period', effect: 'engine', decode: duration },
  { path: 'services.*.healthcheck.start_interval', effect: 'engine', since: '1.44', decode: duration },
  { path: 'services.*.healthcheck.disable', effect: 'engine', cast: 'bool', decode: flag },
  { path: 'services.*.logging', effect: 'engine', merge: sameDriver, apply: logging },
  { path: 'services.*.logging.driver', effect: 'engine', decode: text },
  { path: 'services.*.logging.options', effect: 'engine', decode: keyValues },
]

/** A text is run by the container's shell; a list says with its first word how it is run. */
function test(node: Node): readonly string[] | undefined {
  if (node.kind === 'map') return undefined
  if (node.kind === 'scalar') return node.value === null ? undefined : ['CMD-SHELL', scalarText(node)]
  const words = node.items.flatMap((item) => (item.kind === 'scalar' ? [scalarText(item)] : []))
  return words.length > 0 ? words : undefined
}

function healthcheck({ healthcheck: check }: Service, body: ContainerBody): void {
  if (check) body.Healthcheck = bodyOf(check)
}

function bodyOf(check: Healthcheck): NonNullable<ContainerBody['Healthcheck']> {
  const body: NonNullable<ContainerBody['Healthcheck']> = {}
  put(body, 'Test', check.disable ? ['NONE'] : check.test)
  put(body, 'Interval', toNanoseconds(check.interval))
  put(body, 'Timeout', toNanoseconds(check.timeout))
  put(body, 'StartPeriod', toNanoseconds(check.start_period))
  put(body, 'StartInterval', toNanoseconds(check.start_interval))
  put(body, 'Retries', check.retries)
  return body
}

function logging({ logging: log }: Service, body: ContainerBody): void {
  if (log) body.HostConfig.LogConfig = { Type: log.driver ?? '', Config: { ...log.options } }
}

/** Options of one driver mean nothing to another: they meet only when the driver stays the same. */
function sameDriver(base: Node, over: Node): Node {
  if (isNull(over)) return base
  const [earlier, later] = [mapOf(base), mapOf(over)]
  if (!earlier || !later) return over
  const drivers = [earlier, later].map((map) => textOf(valueOf(map, 'driver')))
  if (drivers[0] !== undefined && drivers[1] !== undefined && drivers[0] !== drivers[1]) return over
  return mergeMaps(earlier, later)
}

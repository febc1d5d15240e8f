/**
 * What a container was made from, kept in a label of it: the hashed attributes of its service, one by one, the contents of its
 * configs and secrets, and the containers it refers to; secrets as digests. It lets a later plan say what changed, and from what.
 */
import { attributeAt } from '../compose/attributes/index.ts'
import type { References } from '../compose/hash.ts'
import type { Port, Service } from '../compose/service.ts'
import { differences, flatten, readFlat, shortDigest, type Flat } from './flatten.ts'
import type { Change } from './steps.ts'

/** What a container is made from beside the attributes of its service. */
export interface Surroundings {
  /** SHA-256 of configs and secrets, by `secrets.token`; those that the service does not use may be among them. */
  readonly contents: ReadonlyMap<string, string>
  /** Ids of the containers that the service refers to, by service. */
  readonly references: References
}

const contentSuffix = ' content'

/** The definition of a service as the text of its label. */
export function writeDefinition(service: Service, surroundings: Surroundings): string {
  return JSON.stringify(Object.fromEntries(definitionOf(service, surroundings)))
}

/**
 * What differs between the recorded definition and the service as it is now; undefined when the record cannot be read.
 * Contents count where both are known: older records have none.
 */
export function changesSince(
  recorded: string | undefined,
  service: Service,
  surroundings: Surroundings,
): readonly Change[] | undefined {
  const before = readFlat(recorded)
  if (!before) return undefined
  const after = definitionOf(service, surroundings)
  return differences(before, after, isContent).filter(
    ({ attribute, from, to }) => !isContent(attribute) || (from !== undefined && to !== undefined),
  )
}

/** True for a label that `changesSince` can read. */
export function isRecord(recorded: string | undefined): boolean {
  return readFlat(recorded) !== undefined
}

/** True for the change of what a config or secret holds. */
export function isContent(attribute: string): boolean {
  return attribute.endsWith(contentSuffix)
}

function definitionOf(service: Service, { contents, references }: Surroundings): Flat {
  const { ports = [], ...rest } = service
  const definition = new Map(flatten(rest, isLeftOut))
  for (const [index, port] of ports.entries()) definition.set(`ports.${index}`, portText(port))
  for (const section of ['configs', 'secrets'] as const) {
    for (const { source = '' } of service[section] ?? []) {
      const content = contents.get(`${section}.${source}`)
      if (content !== undefined) definition.set(`${section}.${source}${contentSuffix}`, shortDigest(content))
    }
  }
  for (const [name, id] of Object.entries(references)) definition.set(`container of ${name}`, id.slice(0, 12))
  return definition
}

/** `127.0.0.1:8080:80/tcp`: what of a port reaches the engine. */
function portText({ host_ip, published, target, protocol = 'tcp' }: Port): string {
  const address = host_ip === undefined ? '' : `${host_ip}:`
  return `${address}${published === undefined ? '' : `${published}:`}${target}/${protocol}`
}

/** What is no part of the config hash: extensions, and attributes whose change leaves the container as it is. */
function isLeftOut(path: readonly string[]): boolean {
  if (path.length === 0) return false
  const attribute = attributeAt(['services', '*', ...path])
  return attribute?.path === 'x-*' || attribute?.recreates === false
}

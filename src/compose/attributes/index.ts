/** All attributes of the Compose language. To add one: a record in the file of its subject, its name in `structure.ts`, a test. */
import type { Path } from '../tree.ts'
import type { Attribute } from './attribute.ts'
import { blkio } from './blkio.ts'
import { build } from './build.ts'
import { dependencies } from './dependencies.ts'
import { deploy } from './deploy.ts'
import { develop } from './develop.ts'
import { devices } from './devices.ts'
import { environment } from './environment.ts'
import { fileReferences } from './file-references.ts'
import { health } from './health.ts'
import { hosts } from './hosts.ts'
import { identity } from './identity.ts'
import { networks } from './networks.ts'
import { ports } from './ports.ts'
import { resources } from './resources.ts'
import { security } from './security.ts'
import { serviceNetworks } from './service-networks.ts'
import { serviceVolumes } from './service-volumes.ts'
import { shapeOf, stepInto, type Shape } from './shape.ts'
import { topLevel } from './top-level.ts'
import { ulimits } from './ulimits.ts'

/** The records, in the order in which they are written into a container's body: `deploy` goes last and prevails. */
export const attributes: readonly Attribute[] = [
  ...topLevel,
  ...identity,
  ...environment,
  ...serviceNetworks,
  ...ports,
  ...hosts,
  ...serviceVolumes,
  ...fileReferences,
  ...devices,
  ...resources,
  ...ulimits,
  ...blkio,
  ...security,
  ...health,
  ...dependencies,
  ...build,
  ...develop,
  ...deploy,
  ...networks,
]

/** The whole language as a tree to walk along with a document. */
export const language: Shape = shapeOf(attributes)

/** The record of the attribute at a path of a document; undefined for what the language does not know. */
export function attributeAt(path: Path): Attribute | undefined {
  let shape: Shape | undefined = language
  for (const step of path) shape = stepInto(shape, step)
  return (
    shape?.attribute ??
    (String(path.at(-1)).startsWith('x-') ? language.fields.get('x-*')?.attribute : undefined)
  )
}

import { editDistance, nearest } from '../../util/nearest.ts'
import type { Entry, MapNode, Path } from '../tree.ts'
import type { Guide } from './guide.ts'
import type { Rule } from './rules.ts'
import { locate } from '../owners.ts'

/** An attribute the map at `path` does not have; `rule` is that map's. */
interface Unknown {
  readonly path: Path
  readonly entry: Entry
  readonly rule: Rule
}

interface Advice {
  /** Replaces the usual message. */
  readonly message?: string
  readonly hint: string
}

/** What the user of an unknown attribute may have meant. */
export function adviceFor(unknown: Unknown, guide: Guide): Advice | undefined {
  const { path, entry, rule } = unknown
  const near = nearest(entry.key, Object.keys(rule.properties ?? {}))
  const meant = near !== undefined && { hint: `did you mean "${near}"?` }
  const isSure = near !== undefined && editDistance(entry.key, near, 1) !== undefined
  if (meant && isSure && path.length > 0) return meant
  if (isServiceOutOfPlace(unknown, guide)) return misplacedService(unknown)
  const elsewhere = isSure ? undefined : placeHint(unknown, guide)
  if (elsewhere !== undefined) return { hint: `"${entry.key}" belongs ${elsewhere}` }
  if (meant) return meant
  return rule.patternProperties?.['^x-'] ? { hint: 'keys of your own begin with "x-"' } : undefined
}

/** What stands where a service should, and has the name of an attribute of one. */
export function indentHint(path: Path, { serviceKeys }: Guide): string | undefined {
  const [section, name, ...more] = path
  if (section !== 'services' || more.length > 0 || !serviceKeys.has(String(name))) return undefined
  return `"${name}" is an attribute of a service: indent it below the name of the service`
}

function misplacedService({ path, entry: { key } }: Unknown): Advice {
  const isAtTop = path.length === 0
  return {
    message: `${isAtTop ? '' : `service "${path[1]}": `}"${key}" looks like a service`,
    hint: isAtTop ? 'indent it under "services:"' : `indent it as deep as "${path[1]}"`,
  }
}

/** A map at the top of the file or in a service that has attributes only services have. */
function isServiceOutOfPlace(
  { path, entry: { value } }: Unknown,
  { serviceKeys, sharedKeys }: Guide,
): boolean {
  const isThere = path.length === 0 || (path.length === 2 && path[0] === 'services')
  if (!isThere || value.kind !== 'map' || value.entries.size === 0) return false
  const known = [...value.entries.keys()].filter((key) => serviceKeys.has(key))
  return (
    known.length * 2 >= value.entries.size &&
    known.some((key) => !sharedKeys.has(key) && !isSection(value, key))
  )
}

/** `volumes: {data: {}}` inside is the top-level section, not the attribute of a service. */
function isSection({ entries }: MapNode, key: string): boolean {
  const value = entries.get(key)?.value
  return value?.kind === 'map' && ['volumes', 'configs', 'secrets'].includes(key)
}

/** Where else the language has an attribute of that name: above the map, below it, or in a service. */
function placeHint({ path, entry: { key } }: Unknown, guide: Guide): string | undefined {
  const here = patternOf(path)
  const places = guide.places.get(key) ?? []
  const above = places.find((place) => isPrefix(place, here))
  if (above) return aboveHint(above, path)
  const below = places.find((place) => isPrefix(here, place) && isClose(place.slice(here.length)))
  if (below) return `in "${withoutItems(below.slice(here.length))}"`
  const isOfService = path.length === 0 && places.some((place) => place.join('.') === 'services.*')
  return isOfService ? 'in a service: indent it under "services:" and the name of the service' : undefined
}

function aboveHint(place: readonly string[], path: Path): string {
  if (place.length === 0) return 'at the top level'
  return place.length === 2
    ? `in ${locate(path.slice(0, 2)).owner} itself`
    : `in "${withoutItems(place.slice(2))}"`
}

/** A few steps down, none of them a name that the user chooses. */
function isClose(steps: readonly string[]): boolean {
  return steps.length <= 3 && !steps.includes('*')
}

function withoutItems(place: readonly string[]): string {
  return place.filter((step) => step !== '[]').join('.')
}

function isPrefix(shorter: readonly string[], longer: readonly string[]): boolean {
  return shorter.length < longer.length && shorter.every((step, at) => step === longer[at])
}

/** `['services', 'web', 'ports', 0]` → `['services', '*', 'ports', '[]']` */
function patternOf(path: Path): string[] {
  const named = new Set(['depends_on', 'networks', 'models', 'ulimits'])
  return path.map((step, at) => {
    if (typeof step === 'number') return '[]'
    return at === 1 || (at === 3 && named.has(String(path[2]))) ? '*' : step
  })
}

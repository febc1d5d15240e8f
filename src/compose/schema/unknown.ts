import { editDistance, nearest } from '../../util/nearest.ts'
import type { Entry, MapNode, Path } from '../tree.ts'
import { resolveRule, typesOf, type Rule } from './rules.ts'

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

/** What advice needs to know of the whole language, gathered once. */
export interface Guide {
  readonly rules: Rule
  /** For each attribute the maps that have it, as patterns of paths; shallow ones first. */
  readonly places: ReadonlyMap<string, readonly (readonly string[])[]>
  readonly serviceKeys: ReadonlySet<string>
  /** Attributes of a service that other maps have too. */
  readonly sharedKeys: ReadonlySet<string>
}

/** Walks the whole schema, which takes a millisecond or two. */
export function createGuide(rules: Rule): Guide {
  const others = ['network', 'volume', 'config', 'secret', 'model', 'build', 'deploy']
  return {
    rules,
    places: placesIn(rules),
    serviceKeys: new Set(keysOf(rules, 'service')),
    sharedKeys: new Set(others.flatMap((name) => keysOf(rules, name))),
  }
}

/** What the user of an unknown attribute may have meant. */
export function adviceFor(unknown: Unknown, guide: Guide): Advice | undefined {
  const { entry, rule } = unknown
  if (isServiceOutOfPlace(unknown, guide)) return misplacedService(unknown)
  const near = nearest(entry.key, Object.keys(rule.properties ?? {}))
  const isSurelyMeant = near !== undefined && editDistance(entry.key, near, 1) !== undefined
  const elsewhere = isSurelyMeant ? undefined : placeHint(unknown, guide)
  if (elsewhere !== undefined) return { hint: elsewhere }
  if (near !== undefined) return { hint: `did you mean "${near}"?` }
  return rule.patternProperties?.['^x-'] ? { hint: 'keys of your own begin with "x-"' } : undefined
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

function keysOf(rules: Rule, definition: string): string[] {
  return Object.keys(rules.$defs?.[definition]?.properties ?? {})
}

/** Where else the language has an attribute of that name: above the map, below it, or in a service. */
function placeHint({ path, entry: { key } }: Unknown, guide: Guide): string | undefined {
  const here = patternOf(path)
  const places = guide.places.get(key) ?? []
  const above = places.find((place) => isPrefix(place, here))
  if (above)
    return above.length === 0
      ? `"${key}" belongs at the top level`
      : `"${key}" belongs in ${nameOf(above, path)}`
  const below = places.filter(
    (place) =>
      isPrefix(here, place) && place.length <= here.length + 3 && !place.slice(here.length).includes('*'),
  )
  const [first] = below
  if (first) return `"${key}" belongs in "${withoutItems(first.slice(here.length))}"`
  const inService = path.length === 0 && places.some((place) => place.join('.') === 'services.*')
  return inService
    ? `"${key}" belongs in a service: indent it under "services:" and the name of the service`
    : undefined
}

function nameOf(place: readonly string[], path: Path): string {
  return place.length === 2
    ? `${place[0]?.slice(0, -1)} "${path[1]}" itself`
    : `"${withoutItems(place.slice(2))}"`
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

function placesIn(rules: Rule): Map<string, string[][]> {
  const places = new Map<string, string[][]>()
  const visit = (written: Rule, path: string[]) => {
    const rule = resolveRule(rules, written)
    for (const [name, child] of Object.entries(rule.properties ?? {})) {
      places.set(name, [...(places.get(name) ?? []), path])
      visit(child, [...path, name])
    }
    const named = [rule.additionalProperties, ...Object.values(rule.patternProperties ?? {})]
    for (const child of named) if (child && typesOf(resolveRule(rules, child))) visit(child, [...path, '*'])
    if (rule.items) visit(rule.items, [...path, '[]'])
  }
  visit(rules, [])
  for (const found of places.values()) found.sort((one, other) => one.length - other.length)
  return places
}

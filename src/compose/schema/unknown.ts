import { editDistance, nearest } from '../../util/nearest.ts'
import type { Entry, Node, Path } from '../tree.ts'
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

/** What the user of an unknown attribute may have meant. */
export function adviceFor(unknown: Unknown, rules: Rule): Advice | undefined {
  const { entry, rule } = unknown
  if (isServiceOutOfPlace(unknown, rules)) return misplacedService(unknown)
  const near = nearest(entry.key, Object.keys(rule.properties ?? {}))
  const isSurelyMeant = near !== undefined && editDistance(entry.key, near, 1) !== undefined
  const elsewhere = isSurelyMeant ? undefined : placeHint(unknown, rules)
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
function isServiceOutOfPlace({ path, entry: { value } }: Unknown, rules: Rule): boolean {
  const isThere = path.length === 0 || (path.length === 2 && path[0] === 'services')
  if (!isThere || value.kind !== 'map' || value.entries.size === 0) return false
  const service = keysOf(rules, 'service')
  const others = new Set(
    ['network', 'volume', 'config', 'secret', 'model', 'build', 'deploy'].flatMap((name) => [
      ...keysOf(rules, name),
    ]),
  )
  const known = [...value.entries.keys()].filter((key) => service.has(key))
  return (
    known.length * 2 >= value.entries.size && known.some((key) => !others.has(key) && !isSection(value, key))
  )
}

/** `volumes: {data: {}}` inside is the top-level section, not the attribute of a service. */
function isSection(map: Node, key: string): boolean {
  const value = map.kind === 'map' ? map.entries.get(key)?.value : undefined
  return value?.kind === 'map' && ['volumes', 'configs', 'secrets'].includes(key)
}

function keysOf(rules: Rule, definition: string): Set<string> {
  return new Set(Object.keys(rules.$defs?.[definition]?.properties ?? {}))
}

/** Where else the language has an attribute of that name: above the map, below it, or in a service. */
function placeHint({ path, entry: { key } }: Unknown, rules: Rule): string | undefined {
  const here = patternOf(path)
  const places = placesOf(rules, key)
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

/** The maps that have the attribute, as patterns of paths; shallow ones first. */
function placesOf(rules: Rule, key: string): string[][] {
  const places: string[][] = []
  const visit = (written: Rule, path: string[]) => {
    const rule = resolveRule(rules, written)
    if (rule.properties && Object.hasOwn(rule.properties, key)) places.push(path)
    for (const [name, child] of Object.entries(rule.properties ?? {})) visit(child, [...path, name])
    const named = [rule.additionalProperties, ...Object.values(rule.patternProperties ?? {})]
    for (const child of named) if (child && typesOf(resolveRule(rules, child))) visit(child, [...path, '*'])
    if (rule.items) visit(rule.items, [...path, '[]'])
  }
  visit(rules, [])
  return places.toSorted((one, other) => one.length - other.length)
}

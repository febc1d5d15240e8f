import { resolveRule, typesOf, type Rule } from './rules.ts'

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

function keysOf(rules: Rule, definition: string): string[] {
  return Object.keys(rules.$defs?.[definition]?.properties ?? {})
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

/** The schema as data: what an explanation walks when the gate has refused a tree. */

export type JsonType = 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean' | 'null'

/**
 * The part of JSON Schema that ours is written in. There is no `oneOf`: where a value may have several types,
 * `type` lists them and the other keywords speak of one type each, so what was written chooses the branch by its type.
 */
export interface Rule {
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, Rule>>
  /** What is expected, in words: `a duration`. */
  readonly title?: string
  readonly examples?: readonly unknown[]
  readonly type?: JsonType | readonly JsonType[]
  readonly properties?: Readonly<Record<string, Rule>>
  readonly patternProperties?: Readonly<Record<string, Rule>>
  readonly additionalProperties?: Rule | false
  readonly propertyNames?: Rule
  readonly required?: readonly string[]
  readonly items?: Rule
  readonly uniqueItems?: boolean
  readonly enum?: readonly string[]
  readonly pattern?: string
  /** What the pattern asks, in words. */
  readonly patternErrorMessage?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly if?: Rule
  readonly then?: Rule
}

/** The rule with its reference followed; what stands beside the reference wins. */
export function resolveRule(root: Rule, rule: Rule): Rule {
  if (rule.$ref === undefined) return rule
  const target = root.$defs?.[rule.$ref.replace('#/$defs/', '')]
  return target ? { ...resolveRule(root, target), ...rule } : rule
}

/** Undefined where any type is accepted. */
export function typesOf({ type }: Rule): readonly JsonType[] | undefined {
  return type === undefined ? undefined : [type].flat()
}

/** The rule for the value of a key, or undefined where the key is not foreseen. `{}` accepts anything. */
export function ruleOfKey(rule: Rule, key: string): Rule | undefined {
  if (rule.properties && Object.hasOwn(rule.properties, key)) return rule.properties[key]
  const pattern = Object.keys(rule.patternProperties ?? {}).find((pattern) => new RegExp(pattern).test(key))
  if (pattern !== undefined) return rule.patternProperties?.[pattern]
  return rule.additionalProperties === false ? undefined : (rule.additionalProperties ?? {})
}

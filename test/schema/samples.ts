/** Documents made from a JSON schema: for each place in it, values that fit and values that nearly do. */

/** The part of JSON Schema that Compose schemas are written in. */
export interface JsonSchema {
  readonly $ref?: string
  readonly $defs?: Readonly<Record<string, JsonSchema>>
  readonly definitions?: Readonly<Record<string, JsonSchema>>
  readonly title?: string
  readonly description?: string
  readonly examples?: readonly unknown[]
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, JsonSchema>>
  readonly patternProperties?: Readonly<Record<string, JsonSchema>>
  readonly additionalProperties?: boolean | JsonSchema
  readonly propertyNames?: JsonSchema
  readonly required?: readonly string[]
  readonly items?: JsonSchema
  readonly enum?: readonly unknown[]
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly oneOf?: readonly JsonSchema[]
  readonly anyOf?: readonly JsonSchema[]
  readonly allOf?: readonly JsonSchema[]
  readonly then?: JsonSchema
}

/** A place in the schema and how to put a value there in a document that is otherwise as small as it may be. */
export interface Site {
  readonly path: readonly string[]
  readonly schema: JsonSchema
  readonly wrap: (value: unknown) => unknown
}

const names = [
  'a',
  'A.b_c-1',
  'a b',
  '',
  '\n',
  'a\nb',
  'é',
  'x-a',
  'x',
  'X-a',
  'name',
  '1',
  'nofile',
  '__proto__',
  'constructor',
]
const words = [
  '',
  ' ',
  'a',
  'A',
  '_',
  'ab',
  '!ab',
  '-a',
  'a b',
  '1',
  '-1',
  '1.5',
  '10s',
  '2g',
  'true',
  '80',
  'a=b',
  'every_',
  'every_1',
  'every_12h',
  'xalwaysx',
]
const numbers = [0, 1, -1, 1.5, -0.5, 1.0, 2 ** 40, 2 ** 60, -(2 ** 60), 1e300]
const scalars: readonly unknown[] = [null, true, false, ...numbers, ...words]
const lists: readonly unknown[] = [
  [],
  [null],
  [true],
  [0],
  [1.5],
  ['a'],
  ['a', 'b'],
  ['a', 'a'],
  [1, 1],
  [1, '1'],
  [[]],
  [['a']],
  [{}],
]
const maps: readonly unknown[] = [
  {},
  ...names.map((name) => own(name, 'a')),
  { a: null },
  { a: 1 },
  { a: true },
  { a: 1.5 },
  { a: [] },
  { a: ['a', 'a'] },
  { a: [1] },
  { a: {} },
  { 'x-a': 1 },
]

/** Every place of the schema, references followed. Compose schemas are not recursive. */
export function sitesOf(root: JsonSchema): Site[] {
  return [...walk(root, { path: [], schema: root, wrap: (value) => value })]
}

function* walk(root: JsonSchema, { path, schema: written, wrap }: Site): Generator<Site> {
  const schema = resolve(root, written)
  yield { path, schema, wrap }
  for (const branch of branchesOf(schema)) yield* walk(root, { path, schema: branch, wrap })
  if (schema.items)
    yield* walk(root, { path: [...path, '[]'], schema: schema.items, wrap: (value) => wrap([value]) })
  for (const [key, child] of childrenOf(schema)) {
    const others = minimal(root, { ...schema, type: 'object' }) as object
    yield* walk(root, {
      path: [...path, key],
      schema: child,
      wrap: (value) => wrap(merged(others, own(key, value))),
    })
  }
}

/** Documents for one place: each JSON type, bounds, enumerated and other words, missing and extra keys, duplicates. */
export function* documentsAt(root: JsonSchema, { schema, wrap }: Site): Generator {
  const fitting = minimal(root, schema)
  for (const value of [...scalars, ...lists, ...maps, ...boundsOf(schema), ...enumsOf(schema)])
    yield wrap(value)
  yield wrap(fitting)
  if (isMap(fitting)) {
    for (const name of names) yield wrap(merged(own(name, 'a'), fitting))
    for (const key of Object.keys(fitting))
      yield wrap(Object.fromEntries(Object.entries(fitting).filter(([other]) => other !== key)))
  }
  if (schema.items) {
    const item = minimal(root, schema.items)
    yield wrap([item])
    yield wrap([item, item])
    yield wrap([item, structuredClone(item), 'a', 1])
  }
}

/** The smallest value the schema accepts: its first type, the required keys. */
function minimal(root: JsonSchema, written: JsonSchema): unknown {
  const schema = resolve(root, written)
  if (schema.enum) return schema.enum[0]
  const branch = branchesOf(schema)[0]
  const type = [schema.type ?? 'any'].flat()[0]
  if (branch && schema.type === undefined) return minimal(root, branch)
  if (type === 'object') {
    const required = schema.required ?? []
    return Object.fromEntries(required.map((key) => [key, minimal(root, schema.properties?.[key] ?? {})]))
  }
  return (
    {
      string: schema.pattern?.startsWith('always') ? 'always' : 'ab',
      number: 1,
      integer: 1,
      boolean: true,
      array: [],
      null: null,
    }[type ?? ''] ?? 'ab'
  )
}

/** A random document: mostly fitting, sometimes a value from anywhere. `random` gives numbers from 0 to 1. */
export function randomDocument(root: JsonSchema, random: () => number): unknown {
  const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(random() * from.length)]
  const make = (written: JsonSchema, depth: number): unknown => {
    const schema = resolve(root, written)
    if (random() < 0.02) return pick([...scalars, ...lists, ...maps])
    const branch = pick(branchesOf(schema))
    if (branch && (schema.type === undefined || random() < 0.3)) return make(branch, depth)
    if (schema.enum) return pick(schema.enum)
    const type = pick([schema.type ?? 'string'].flat())
    if (type === 'array')
      return Array.from({ length: Math.floor(random() * 4) }, () => make(schema.items ?? {}, depth + 1))
    if (type !== 'object') return fittingScalar(type, pick)
    const children = childrenOf(schema).filter(
      ([key]) => schema.required?.includes(key) || random() < (depth < 2 ? 0.5 : 0.2),
    )
    const extra = random() < 0.02 ? own(pick(names) ?? 'a', pick(scalars)) : {}
    return merged(extra, ...children.map(([key, child]) => own(key, make(child, depth + 1))))
  }
  return make(root, 0)
}

function fittingScalar(type: string | undefined, pick: <T>(from: readonly T[]) => T | undefined): unknown {
  if (type === 'integer') return pick(numbers.filter(Number.isInteger))
  if (type === 'number') return pick(numbers)
  if (type === 'boolean') return pick([true, false])
  return type === 'null' ? null : pick(words)
}

/** The schema behind a reference; what stands beside the reference stays. */
export function resolve(root: JsonSchema, schema: JsonSchema): JsonSchema {
  if (schema.$ref === undefined) return schema
  const { $ref, ...beside } = schema
  const name = $ref.split('/').at(-1) ?? ''
  const target = root.$defs?.[name] ?? root.definitions?.[name]
  if (!target) throw new Error(`the schema has no ${$ref}`)
  return { ...resolve(root, target), ...beside }
}

function branchesOf(schema: JsonSchema): readonly JsonSchema[] {
  return [
    ...(schema.oneOf ?? []),
    ...(schema.anyOf ?? []),
    ...(schema.allOf ?? []),
    ...(schema.then ? [schema.then] : []),
  ]
}

function childrenOf({
  properties = {},
  patternProperties = {},
  additionalProperties,
}: JsonSchema): [string, JsonSchema][] {
  const patterns = Object.entries(patternProperties).map(([pattern, child]): [string, JsonSchema] => [
    names.find((name) => new RegExp(pattern).test(name)) ?? 'a',
    child,
  ])
  const rest: [string, JsonSchema][] =
    typeof additionalProperties === 'object' ? [['a', additionalProperties]] : []
  return [...Object.entries(properties), ...patterns, ...rest]
}

function boundsOf({ minimum, maximum }: JsonSchema): number[] {
  return [minimum, maximum].flatMap((bound) =>
    bound === undefined ? [] : [bound - 1, bound - 0.5, bound, bound + 0.5, bound + 1],
  )
}

function enumsOf({ enum: values = [] }: JsonSchema): unknown[] {
  return values.flatMap((value) => [value, `${value} `, String(value).toUpperCase(), String(value).slice(1)])
}

function own(key: string, value: unknown): object {
  return Object.defineProperty({}, key, {
    value,
    enumerable: true,
    configurable: true,
    writable: true,
  })
}

/** Later keys win; `__proto__` is a key like any other. */
function merged(...maps: readonly object[]): object {
  return Object.fromEntries(maps.flatMap((map) => Object.entries(map)))
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

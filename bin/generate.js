// Compiles schemas/compose.schema.json into src/compose/schema/generated: gate.js, a function that accepts or refuses a tree,
// and rules.js, the schema without its prose, which explains a refusal. Runs before types, tests and build; cheap when up to date.
import { createHash } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const folder = join(root, 'src/compose/schema/generated')

export async function setup() {
  const text = await readFile(join(root, 'schemas/compose.schema.json'), 'utf8')
  const self = await readFile(fileURLToPath(import.meta.url), 'utf8')
  const stamp = `// ${createHash('sha256').update(self).update(text).digest('hex')}\n`
  const schema = JSON.parse(text)
  await mkdir(folder, { recursive: true })
  await writeWhenStale('gate.js', stamp, () => compile(schema))
  await writeWhenStale(
    'rules.js',
    stamp,
    () => `export const readRules = () => JSON.parse(${quote(withoutProse(schema))})\n`,
  )
}

/** vitest's globalSetup calls this. */

async function writeWhenStale(name, stamp, make) {
  const before = await readFile(join(folder, name), 'utf8').catch(() => '')
  if (!before.startsWith(stamp)) await writeFile(join(folder, name), stamp + make())
}

function quote(value) {
  return `'${JSON.stringify(value).replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
}

const prose = new Set(['description', 'deprecated', 'default', '$schema', '$id'])
const mapsOfSchemas = new Set(['properties', 'patternProperties', '$defs'])

function withoutProse(schema) {
  if (Array.isArray(schema) || typeof schema !== 'object' || schema === null) return schema
  const kept = Object.entries(schema).filter(([keyword]) => !prose.has(keyword))
  return Object.fromEntries(
    kept.map(([keyword, value]) => {
      if (keyword === 'examples') return [keyword, value]
      if (!mapsOfSchemas.has(keyword)) return [keyword, withoutProse(value)]
      return [
        keyword,
        Object.fromEntries(Object.entries(value).map(([name, child]) => [name, withoutProse(child)])),
      ]
    }),
  )
}

/** The text of gate.js. Schemas that ask the same become one function. */
function compile(schema) {
  const names = new Map()
  const lines = []
  const define = (prefix, expression) => {
    const text = expression.replaceAll(/\s*\n\s*/g, ' ')
    if (!names.has(text)) {
      names.set(text, `${prefix}${names.size}`)
      lines.push(`const ${names.get(text)} = ${text}`)
    }
    return names.get(text)
  }
  const main = checkOf(schema, { $defs: schema.$defs, define })
  return `import { isAny, isInteger, isListOf, isMapOf, isNumber } from '../checks.ts'\n${lines.join('\n')}\nexport const gate = ${main}\n`
}

const annotations = ['title', 'examples', 'patternErrorMessage', '$defs', ...prose]
const understood = [
  '$ref',
  'type',
  'enum',
  'pattern',
  'minimum',
  'maximum',
  'if',
  'then',
  'properties',
  'patternProperties',
]
const keywords = new Set([
  ...annotations,
  ...understood,
  'additionalProperties',
  'propertyNames',
  'required',
  'items',
  'uniqueItems',
])

/** The name of a function that says whether a node is what the schema asks. */
function checkOf(schema, context) {
  for (const keyword of Object.keys(schema))
    if (!keywords.has(keyword)) throw new Error(`the schema uses "${keyword}": teach bin/generate.js`)
  if (schema.$ref) return checkOf(context.$defs[schema.$ref.replace('#/$defs/', '')], context)
  if (schema.type === undefined) return 'isAny'
  const types = [schema.type].flat()
  const scalar = types.flatMap((type) => scalarTests[type]?.(schema) ?? []).join(' || ')
  const alternatives = [
    scalar && `node.kind === 'scalar' && (${scalar})`,
    types.includes('object') && `node.kind === 'map' && isMapOf(node, ${shapeOf(schema, context)})`,
    types.includes('array') &&
      `node.kind === 'list' && isListOf(node, ${checkOf(schema.items, context)}, ${schema.uniqueItems === true})`,
  ]
  return context.define('c', `(node) => ${alternatives.filter(Boolean).join(' || ')}`)
}

const scalarTests = {
  null: () => 'node.value === null',
  boolean: () => `typeof node.value === 'boolean'`,
  number: (schema) => ['isNumber(node)', ...boundsOf(schema)].join(' && '),
  integer: (schema) => ['isInteger(node)', ...boundsOf(schema)].join(' && '),
  string: ({ pattern, enum: values, if: condition, then }) => {
    const words = values ?? (condition?.type === 'string' ? then.enum : undefined)
    const tests = [
      pattern && `/${pattern}/.test(node.value)`,
      words && `${JSON.stringify(words)}.includes(node.value)`,
    ]
    return [`typeof node.value === 'string'`, ...tests.filter(Boolean)].join(' && ')
  },
}

function boundsOf({ minimum, maximum }) {
  return [
    minimum !== undefined && `node.value >= ${minimum}`,
    maximum !== undefined && `node.value <= ${maximum}`,
  ].filter(Boolean)
}

/** The name of what `isMapOf` wants to know of a map. */
function shapeOf(
  { properties = {}, patternProperties = {}, additionalProperties, propertyNames, required = [] },
  context,
) {
  const known = Object.entries(properties).map(
    ([name, child]) => `[${JSON.stringify(name)}, ${checkOf(child, context)}]`,
  )
  const patterns = Object.entries(patternProperties).map(
    ([pattern, child]) => `[/${pattern}/, ${checkOf(child, context)}]`,
  )
  const rest =
    typeof additionalProperties === 'object'
      ? checkOf(additionalProperties, context)
      : additionalProperties === false
        ? 'undefined'
        : 'isAny'
  const names = propertyNames ? `/${propertyNames.pattern}/` : 'undefined'
  return context.define(
    'm',
    `{ known: new Map([${known}]), patterns: [${patterns}], rest: ${rest}, names: ${names}, required: ${JSON.stringify(required)} }`,
  )
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await setup()

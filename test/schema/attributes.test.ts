import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { describe, expect, test } from 'vitest'
import { attributes } from '../../src/compose/attributes/index.ts'
import { resolve, type JsonSchema } from './samples.ts'

const schema: JsonSchema = JSON.parse(readFileSync('schemas/compose.schema.json', 'utf8'))
const described = [...attributesOf(schema, [])]
const paths = described.map(({ path }) => path)
const records = attributes.map(({ path }) => path)

interface Described {
  readonly path: string
  readonly schema: JsonSchema
}

/** Every attribute the schema names, at its path as records write it: `services.*.ports.[].target`. */
function* attributesOf(written: JsonSchema, path: readonly string[]): Generator<Described> {
  const rule = resolve(schema, written)
  for (const [key, child] of Object.entries(rule.properties ?? {})) {
    yield { path: [...path, key].join('.'), schema: resolve(schema, child) }
    yield* attributesOf(child, [...path, key])
  }
  for (const child of namedChildren(rule)) yield* attributesOf(child, [...path, '*'])
  if (rule.items) yield* attributesOf(rule.items, [...path, '[]'])
}

/** The schemas of values whose keys the user chooses. */
function namedChildren({ patternProperties = {}, additionalProperties }: JsonSchema): JsonSchema[] {
  const patterns = Object.entries(patternProperties).filter(([pattern]) => pattern !== '^x-')
  return [
    ...patterns.map(([, child]) => child),
    ...(typeof additionalProperties === 'object' ? [additionalProperties] : []),
  ]
}

/** Whether the schema has something at the path of a record. */
function leadsSomewhere(path: string): boolean {
  let here: JsonSchema | undefined = schema
  for (const step of path.split('.')) here = here && next(resolve(schema, here), step)
  return here !== undefined
}

function next(rule: JsonSchema, step: string): JsonSchema | undefined {
  if (step === '[]') return rule.items
  if (step === '*') return namedChildren(rule)[0]
  const pattern = Object.entries(rule.patternProperties ?? {}).find(([pattern]) =>
    new RegExp(pattern).test(step),
  )
  return rule.properties?.[step] ?? pattern?.[1]
}

describe('the schema and the records of attributes', () => {
  test('every attribute of the schema has a record, or has attributes in it that do', () => {
    const covered = new Set(records)
    const missing = paths.filter(
      (path) => !covered.has(path) && !records.some((record) => record.startsWith(`${path}.`)),
    )
    expect(missing).toEqual([])
  })

  test('every record is of an attribute of the schema', () => {
    expect(records.filter((path) => !leadsSomewhere(path))).toEqual([])
  })
})

describe('the schema as editors show it', () => {
  test('says of every attribute what it does', () => {
    const poor = described.filter(
      ({ schema: { description = '' } }) => !/^[A-Z`].{19,}[.]$/s.test(description),
    )
    expect(poor.map(({ path }) => path)).toEqual([])
  })

  test('says of every definition and of every kind of item what it is', () => {
    const items = described.flatMap(({ path, schema: { items } }) =>
      items ? [{ path, schema: resolve(schema, items) }] : [],
    )
    const definitions = Object.entries(schema.$defs ?? {}).map(([path, schema]) => ({ path, schema }))
    const mute = [...items, ...definitions].filter(
      ({ path, schema }) => !schema.description && !isListOfWords(path),
    )
    expect(mute.map(({ path }) => path)).toEqual([])
  })

  test('explains no two attributes of one map with the same words', () => {
    const texts = described.map(({ path, schema }) => `${path.replace(/[^.]+$/, '')} ${schema.description}`)
    expect(texts.filter((text, index) => texts.indexOf(text) !== index)).toEqual([])
  })

  test('gives examples that are right', () => {
    const ajv = new Ajv2020({ strict: false })
    const { $defs } = schema
    const wrong = described.flatMap(({ path, schema: { examples = [], ...rule } }) =>
      examples
        .filter((example) => !ajv.validate({ ...rule, $defs }, example))
        .map((example) => `${path}: ${JSON.stringify(example)}`),
    )
    expect(wrong).toEqual([])
  })

  test('gives an example wherever more than true or false is asked', () => {
    const bare = described.filter(({ schema: { type, examples, enum: words, properties } }) => {
      const isSimple = words !== undefined || properties !== undefined || [type].flat()[0] === 'boolean'
      return !isSimple && !examples
    })
    expect(bare.map(({ path }) => path)).toEqual(['version', 'services.*.volumes.[].tmpfs.mode'])
  })
})

test('is a valid schema of draft 2020-12, without a word that means nothing', () => {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, strictTypes: false, strictRequired: false })
  ajv.addVocabulary(['patternErrorMessage'])
  expect(ajv.validateSchema(schema)).toBe(true)
  expect(() => ajv.compile(schema)).not.toThrow()
})

/** The items of `strings` and `words` say all there is in the attribute itself. */
function isListOfWords(path: string): boolean {
  const rule = described.find((attribute) => attribute.path === path)?.schema
  return rule?.items?.type === 'string'
}

/**
 * `npm run schema:compare -- FILE [FOLDER]`: do our schema and the one in FILE accept the same documents?
 * Tries every Compose file below FOLDER (default: the conformance cases), documents for every place of both schemas and random ones.
 * Prints each disagreement; exit 1 when there is one.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { parseAllDocuments } from 'yaml'
import { documentsAt, randomDocument, sitesOf, type JsonSchema } from './samples.ts'

type Accepts = (document: unknown) => boolean

const randomDocuments = 20_000
const ours = 'schemas/compose.schema.json'

process.exitCode = compare(process.argv.slice(2))

function compare([file, folder = 'test/conformance/cases']: string[]): number {
  if (file === undefined) return usage()
  const schemas = [ours, file].map((path): JsonSchema => JSON.parse(readFileSync(path, 'utf8')))
  const [weAccept, theyAccept] = schemas.map(compile)
  let tried = 0
  let disagreements = 0
  for (const document of documents(schemas, folder)) {
    tried++
    const accepted = weAccept?.(document)
    if (accepted === theyAccept?.(document)) continue
    disagreements++
    console.log(`${accepted ? 'only we accept' : 'only they accept'}: ${JSON.stringify(document)}`)
  }
  console.log(`${tried} documents, ${disagreements} disagreements`)
  return disagreements === 0 ? 0 : 1
}

function usage(): number {
  console.error('usage: npm run schema:compare -- FILE [FOLDER]')
  return 2
}

/** The dialect is 2020-12 whatever `$schema` says: none of the keywords in use differs. */
function compile(schema: JsonSchema): Accepts {
  const $schema = 'https://json-schema.org/draft/2020-12/schema'
  return new Ajv2020({ strict: false }).compile({ ...schema, $schema })
}

function* documents(schemas: readonly JsonSchema[], folder: string): Generator {
  yield* corpus(folder)
  for (const schema of schemas) {
    for (const site of sitesOf(schema)) yield* documentsAt(schema, site)
    const random = randomFrom(20_261_121)
    for (let index = 0; index < randomDocuments; index++) yield randomDocument(schema, random)
  }
}

function* corpus(folder: string): Generator {
  const files = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : []
  const composeFiles = files.filter((path) => /\.ya?ml$/.test(path))
  console.log(`${composeFiles.length} files below ${folder}`)
  for (const path of composeFiles) {
    yield* valuesOf(readFileSync(join(folder, path), 'utf8'))
  }
}

function* valuesOf(text: string): Generator {
  try {
    const parsed = parseAllDocuments(text, { merge: true, logLevel: 'silent', uniqueKeys: false })
    for (const document of parsed) yield document.toJS({ maxAliasCount: 1000 })
  } catch {
    // Not every file of the corpus is meant to be readable.
  }
}

/** The same sequence of numbers from 0 to 1 for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

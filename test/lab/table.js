// Prints which scenarios pass on which engine, as a table, from vitest's reports: a folder of NAME.json, and NAME.engine, which names the engine.
import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { resultsIn } from './results.js'

const folder = process.argv[2]
const order = ['scenarios', 'restarts', '20.10', 'podman']

/** Engine → scenario file → its counts. */
const engines = new Map()
for (const suite of order.filter((name) => readdirSync(folder).includes(`${name}.engine`))) {
  const engine = readFileSync(join(folder, `${suite}.engine`), 'utf8').trim()
  const counts = engines.get(engine) ?? new Map()
  engines.set(engine, counts)
  for (const { name, assertionResults } of resultsIn(join(folder, `${suite}.json`))) {
    counts.set(basename(name, '.test.ts'), countsOf(assertionResults))
  }
}

const files = [...new Set([...engines.values()].flatMap((counts) => [...counts.keys()]))].sort((a, b) =>
  a < b ? -1 : 1,
)
row('scenarios', [...engines.keys()])
row(
  '---',
  [...engines.keys()].map(() => '---'),
)
for (const file of files)
  row(
    file,
    [...engines.values()].map((counts) => cell(counts.get(file))),
  )

/** A test that passed although it has failures to tell was tried again. */
function countsOf(results) {
  const passed = results.filter(({ status }) => status === 'passed')
  return {
    all: results.length,
    passed: passed.length,
    again: passed.filter(({ failureMessages }) => failureMessages.length > 0).length,
  }
}

function cell(counts) {
  if (counts === undefined) return '–'
  const { all, passed, again } = counts
  const text = passed === all ? `${passed}` : `${passed} of ${all}`
  return again === 0 ? text : `${text} (${again} at another try)`
}

function row(first, others) {
  console.log(`| ${[first, ...others].join(' | ')} |`)
}

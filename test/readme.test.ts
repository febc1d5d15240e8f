import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { commands } from '../src/commands/index.ts'
import { attributes } from '../src/compose/attributes/index.ts'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const readme = readFileSync(join(root, 'README.md'), 'utf8')

/** The first column of the table of attributes without effect; `.x` goes on from the path before it. */
const listed = [...readme.matchAll(/^\| (`.*?) \|/gm)].flatMap(([, cell = '']) => {
  const paths: string[] = []
  for (const [, path = ''] of cell.matchAll(/`([^`]+)`/g)) {
    const first = paths[0] ?? ''
    paths.push(path.startsWith('.') ? first.slice(0, first.lastIndexOf('.')) + path : path)
  }
  return paths
})

test('lists every attribute that has no effect, itself or with what it stands in', () => {
  const silent = attributes.filter(({ effect }) => effect === 'none').map(({ path }) => path)
  const missing = silent.filter((path) => !listed.some((one) => path === one || path.startsWith(`${one}.`)))
  expect(missing).toEqual([])
})

test('lists nothing that has an effect', () => {
  const acting = new Set(attributes.filter(({ effect }) => effect !== 'none').map(({ path }) => path))
  expect(listed.filter((path) => acting.has(path))).toEqual([])
})

test('names commands and files that there are', () => {
  const named = [...readme.matchAll(/\bgantry ([a-z]+)/g)].map(([, name = '']) => name)
  const known = new Set([...commands.keys()].flatMap((name) => name.split(' ')))
  expect(named.filter((name) => !known.has(name) && !['in', 'runs'].includes(name))).toEqual([])
  const links = [...readme.matchAll(/\]\(([^)#:]+)\)/g)].map(([, path = '']) => path)
  expect(links.filter((path) => !existsSync(join(root, path)))).toEqual([])
})

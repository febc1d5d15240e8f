import { readFileSync, readdirSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const src = join(root, 'src')

interface Import {
  readonly from: string
  readonly specifier: string
  readonly typeOnly: boolean
  /** Path below src for our own files, else undefined. */
  readonly target?: string
}

const files = readdirSync(src, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'))
const imports: readonly Import[] = files.flatMap((file) => {
  const text = readFileSync(join(src, file), 'utf8')
  const found = text.matchAll(
    /^(?:import|export)\s+(type\s)?(?:[^'"]*?\sfrom\s)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/gm,
  )
  return [...found].map((match) => {
    const specifier = match[2] ?? match[3] ?? ''
    const target = specifier.startsWith('.')
      ? relative(src, join(dirname(join(src, file)), specifier))
      : undefined
    return {
      from: file,
      specifier,
      typeOnly: match[1] !== undefined,
      ...(target !== undefined && { target }),
    }
  })
})

/** Who may import whom, a room or a file of it; `types` are allowed as `import type` only. */
const rooms: Record<string, { readonly may: readonly string[]; readonly types?: readonly string[] }> = {
  'errors.ts': { may: [], types: ['events.ts'] },
  'events.ts': { may: [], types: ['errors.ts'] },
  util: { may: [] },
  compose: { may: ['util', 'errors.ts'], types: ['docker'] },
  graph: { may: [] },
  plan: { may: ['compose', 'graph', 'errors.ts', 'util'], types: ['docker', 'events.ts'] },
  docker: { may: ['errors.ts', 'util'] },
  remote: { may: ['docker/credentials.ts', 'errors.ts', 'util'] },
  lock: { may: ['errors.ts', 'util'] },
  plugins: { may: ['docker/docker-config.ts', 'errors.ts', 'util'] },
  execute: { may: ['plan', 'docker', 'events.ts', 'errors.ts', 'util'] },
  ui: { may: ['plan', 'events.ts', 'errors.ts', 'util'] },
  commands: {
    may: [
      'compose',
      'graph',
      'plan',
      'plugins',
      'docker',
      'execute',
      'lock',
      'remote',
      'ui',
      'events.ts',
      'errors.ts',
      'util',
    ],
  },
  library: {
    may: [
      'commands/outside.ts',
      'compose',
      'docker',
      'plan',
      'execute',
      'lock',
      'events.ts',
      'errors.ts',
      'util',
    ],
  },
  'index.ts': {
    may: ['commands/parts.ts', 'library', 'compose', 'docker', 'plan', 'execute', 'events.ts', 'errors.ts'],
  },
  'main.ts': { may: ['commands', 'errors.ts', 'ui'] },
}

test('every room is on the map', () => {
  expect(Object.keys(rooms).sort()).toEqual([...new Set(files.map(roomOf))].sort())
})

test.each(Object.entries(rooms))('%s imports only what the map allows', (room, { may, types = [] }) => {
  const strangers = imports.filter(({ from, target, typeOnly }) => {
    if (roomOf(from) !== room || target === undefined) return false
    if (roomOf(target) === room || target === '../package.json') return false
    const isOn = (list: readonly string[]) => list.includes(roomOf(target)) || list.includes(target)
    return !isOn(may) && !(typeOnly && isOn(types))
  })
  expect(strangers.map(({ from, specifier }) => `${from}: ${specifier}`)).toEqual([])
})

test('each package has one door', () => {
  const doors = new Map<string, Set<string>>()
  for (const { from, specifier } of imports) {
    if (specifier.startsWith('.') || specifier.startsWith('node:')) continue
    const name = specifier
      .split('/')
      .slice(0, specifier.startsWith('@') ? 2 : 1)
      .join('/')
    doors.set(name, (doors.get(name) ?? new Set()).add(from))
  }
  const many = [...doors]
    .filter(([, where]) => where.size > 1)
    .map(([name, where]) => `${name}: ${[...where].sort().join(', ')}`)
  expect(many).toEqual([])
})

test('the views know files by name only, and of Node nothing that reads, writes or waits', () => {
  const known = new Set(['node:path', 'node:url', 'node:util', 'node:vm'])
  const others = imports.filter(
    ({ from, specifier }) => from.startsWith('ui/') && specifier.startsWith('node:') && !known.has(specifier),
  )
  expect(others.map(({ from, specifier }) => `${from}: ${specifier}`)).toEqual([])
})

test('plan and graph are pure: no module of Node', () => {
  expect(
    imports
      .filter(({ from, specifier }) => /^(plan|graph)\//.test(from) && specifier.startsWith('node:'))
      .map(({ from }) => from),
  ).toEqual([])
})

test('only the door to the disk reads it, left of the engine', () => {
  const readers = imports
    .filter(
      ({ from, specifier }) => /^(compose|plan|graph|ui)\//.test(from) && specifier.startsWith('node:fs'),
    )
    .map(({ from }) => from)
  expect([...new Set(readers)]).toEqual(['compose/files.ts'])
})

test('dynamic imports name our own files or those of Node, so that the bundle can be split', () => {
  const texts = files.map((file) => [file, readFileSync(join(src, file), 'utf8')] as const)
  const foreign = texts.flatMap(([file, text]) =>
    [...text.matchAll(/import\(\s*(?!['"](?:\.|node:))([^)]*)\)/g)].map((match) => `${file}: ${match[1]}`),
  )
  expect(foreign).toEqual([])
})

/** The folder below src, or the file that stands there alone. */
function roomOf(file: string): string {
  return file.split('/')[0] ?? ''
}

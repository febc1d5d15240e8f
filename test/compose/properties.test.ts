import { expect, test } from 'vitest'
import * as fc from '../generated.ts'
import { ProjectError, type Problem } from '../../src/errors.ts'
import { printJson, printYaml } from '../../src/compose/print.ts'
import type { Project } from '../../src/compose/project.ts'
import { load, type Files } from './project.ts'

const name = fc.constantFrom('web', 'db', 'job', '__proto__', 'constructor', 'a.b')
const word = fc.constantFrom(
  'x',
  '1',
  'yes',
  '',
  '80:80',
  './a:/a',
  'data:/d',
  'A=1',
  'service:db',
  '${V}',
  '${V:-d}',
  '$$',
  '1m',
  '64m',
  'db',
)

/** Values that an attribute may or may not take. */
const anything = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', maxDepth: 3 },
    word,
    fc.constantFrom(null, true, false, 0, 1, -1, 1.5),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(
      fc.oneof(name, fc.constantFrom('test', 'context', 'target', 'source', 'type', 'x-y', '<<')),
      tie('value'),
      { maxKeys: 3 },
    ),
  ),
})).value

const attribute = fc.constantFrom(
  'image',
  'build',
  'command',
  'environment',
  'labels',
  'ports',
  'volumes',
  'networks',
  'depends_on',
  'extends',
  'env_file',
  'deploy',
  'healthcheck',
  'logging',
  'ulimits',
  'extra_hosts',
  'secrets',
  'configs',
  'profiles',
  'scale',
  'init',
  'dns',
  'develop',
  'gpus',
  'links',
  'network_mode',
  'models',
  'provider',
  'sysctls',
  'tmpfs',
  'devices',
  'imgae',
  'x-own',
  'cpus',
  'mem_limit',
  'blkio_config',
  'post_start',
)

const randomDocument = fc.dictionary(
  fc.constantFrom(
    'services',
    'networks',
    'volumes',
    'secrets',
    'configs',
    'models',
    'name',
    'include',
    'version',
    'x-top',
    'servics',
  ),
  fc.oneof(
    anything,
    fc.dictionary(name, fc.oneof(anything, fc.dictionary(attribute, anything, { maxKeys: 4 })), {
      maxKeys: 3,
    }),
  ),
  { maxKeys: 4 },
)

/** Services that load. */
const validService = fc.record(
  {
    image: fc.constantFrom('x', 'y:1'),
    command: fc.constantFrom('a b', 'sh -c "x"', null),
    environment: fc.dictionary(fc.constantFrom('A', 'B', 'C'), fc.constantFrom('1', 'two', '$$x', 3, true)),
    labels: fc.constantFrom({ a: '1', b: 2 }, ['c=d']),
    ports: fc.constantFrom(['80:80'], [{ target: 80, published: '8080' }], ['80-81', '127.0.0.1::90']),
    volumes: fc.constantFrom(
      ['./a:/a:ro'],
      ['data:/d'],
      [{ type: 'tmpfs', target: '/t', tmpfs: { size: 64 } }],
    ),
    networks: fc.constantFrom(['front'], { front: { aliases: ['z'] } }),
    healthcheck: fc.constantFrom({ test: 'x', interval: '90s', retries: 3 }),
    deploy: fc.constantFrom({ replicas: 2, resources: { limits: { cpus: '0.5', memory: '64M' } } }),
    shm_size: fc.constantFrom('1g', 1024),
    stop_grace_period: fc.constantFrom('1m30s', '0s'),
    ulimits: fc.constantFrom({ nofile: 10 }, { nofile: { soft: 1, hard: 2 } }),
    secrets: fc.constantFrom(['token'], [{ source: 'token', mode: 0o440 }]),
    cap_add: fc.constantFrom(['A'], ['A', 'B']),
  },
  { requiredKeys: ['image'] },
)
const validProject = fc.record({
  services: fc.dictionary(name, validService, { minKeys: 1, maxKeys: 4 }),
  networks: fc.constant({ front: { driver: 'bridge' } }),
  volumes: fc.constant({ data: { labels: ['a=b'] } }),
  secrets: fc.constant({ token: { file: './token' } }),
})

async function attempt(files: Files): Promise<Project | readonly Problem[]> {
  try {
    return (await load(files, { files: Object.keys(files) })).project
  } catch (error) {
    if (error instanceof ProjectError) return error.problems
    throw error
  }
}

function isProblems(result: Project | readonly Problem[]): result is readonly Problem[] {
  return Array.isArray(result)
}

function shuffled(value: unknown, seed: number): unknown {
  if (Array.isArray(value)) return value.map((item) => shuffled(item, seed))
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, inner]) => [key, shuffled(inner, seed)] as const)
  const rank = (key: string) =>
    Array.from(key).reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0) * seed) % 10_007, seed)
  return Object.fromEntries(entries.toSorted(([a], [b]) => rank(a) - rank(b)))
}

test('documents of any content load, or are refused with problems whose places lie in their files', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(randomDocument, { minLength: 1, maxLength: 2 }), async (documents) => {
      const files = Object.fromEntries(
        documents.map((document, index) => [`${index}.yaml`, JSON.stringify(document, null, 1)]),
      )
      const result = await attempt(files)
      for (const { place, message } of isProblems(result) ? result : []) {
        expect(message).not.toBe('')
        if (!place) continue
        const lines = files[place.file.replace('/p/', '')]?.split('\n') ?? []
        expect(place.line).toBeLessThanOrEqual(lines.length)
        expect(place.column).toBeLessThanOrEqual((lines[place.line - 1]?.length ?? 0) + 1)
      }
    }),
    { numRuns: fc.runs(400) },
  )
})

test('texts of any letters load or are refused with problems', async () => {
  const piece = fc.oneof(
    fc.string(),
    fc.constantFrom(
      'services:\n',
      '  a:\n',
      '    image: x\n',
      '- ',
      ': ',
      '&a ',
      '*a',
      '<<: ',
      '!reset ',
      '---\n',
      '{',
      '}',
      '[',
      '"',
      '\t',
    ),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(piece, { maxLength: 15 }), async (parts) => {
      await attempt({ 'a.yaml': parts.join('') })
    }),
    { numRuns: fc.runs(500) },
  )
})

test('an override that says nothing changes nothing', async () => {
  await fc.assert(
    fc.asyncProperty(
      validProject,
      fc.constantFrom('services: {}', '{}', 'services:\n  web: {}\nnetworks: {front: }'),
      async (project, over) => {
        const text = JSON.stringify({ ...project, services: { ...project.services, web: { image: 'w' } } })
        const alone = await attempt({ 'a.yaml': text })
        expect(await attempt({ 'a.yaml': text, 'b.yaml': over })).toEqual(alone)
      },
    ),
    { numRuns: fc.runs(60) },
  )
})

test('the order of keys never matters', async () => {
  await fc.assert(
    fc.asyncProperty(validProject, fc.integer({ min: 1, max: 100 }), async (project, seed) => {
      const one = await attempt({ 'a.yaml': JSON.stringify(project) })
      const other = await attempt({ 'a.yaml': JSON.stringify(shuffled(project, seed)) })
      expect(isProblems(one)).toBe(false)
      expect(printJson(other)).toBe(printJson(one))
    }),
    { numRuns: fc.runs(60) },
  )
})

test('the canonical output loads as the same project', async () => {
  await fc.assert(
    fc.asyncProperty(validProject, async (project) => {
      const once = await attempt({ 'a.yaml': JSON.stringify(project) })
      expect(isProblems(once)).toBe(false)
      expect(await attempt({ 'a.yaml': printYaml(once) })).toEqual(once)
      expect(await attempt({ 'a.yaml': printJson(once) })).toEqual(once)
    }),
    { numRuns: fc.runs(60) },
  )
})

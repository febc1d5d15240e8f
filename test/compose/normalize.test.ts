import { expect, test } from 'vitest'
import { canonicalize } from '../../src/compose/canonical.ts'
import { setDefaults } from '../../src/compose/defaults.ts'
import { normalize } from '../../src/compose/normalize.ts'
import { createProblems } from '../../src/compose/problems.ts'
import { toValue } from '../../src/compose/tree.ts'
import { parse, read, readService } from './reading.ts'

test('the default network is made when a service needs it, and only then', () => {
  expect(read('services: {a: {image: x}}').project.networks).toEqual({
    default: { name: 'app_default', ipam: {} },
  })
  expect(read('services: {a: {image: x, network_mode: host}}').project.networks).toEqual({})
  expect(
    read('services: {a: {image: x, networks: []}}\nnetworks: {default: {name: pre}}').project,
  ).toMatchObject({
    services: { a: { networks: { default: null } } },
    networks: { default: { name: 'pre', ipam: {} } },
  })
})

test('resources are named after the project, external ones after their key', () => {
  const { project, problems } = read(`
services: {}
networks: {a: , b: {name: own}, c: {external: true}, d: {external: {name: old}}}
volumes: {v: }
configs: {k: {content: x}}
secrets: {s: {external: true}}`)
  expect(project.networks).toMatchObject({
    a: { name: 'app_a' },
    b: { name: 'own' },
    c: { name: 'c' },
    d: { name: 'old', external: true },
  })
  expect(project).toMatchObject({
    volumes: { v: { name: 'app_v' } },
    configs: { k: { name: 'app_k' } },
    secrets: { s: { name: 's' } },
  })
  expect(problems).toEqual(['warning: 3:75: network "d": external.name is deprecated'])
})

test.each([
  ['links: [db, "cache:c"]', { db: { restart: true }, cache: { restart: true } }],
  ['network_mode: service:vpn', { vpn: { restart: true } }],
  [
    'ipc: service:db\npid: service:x\nuts: service:y',
    { db: { restart: true }, x: { restart: true }, y: { restart: true } },
  ],
  ['volumes_from: ["files:ro", "container:old"]', { files: {} }],
  [
    'links: ["db:sql"]\ndepends_on: {db: {condition: service_healthy, required: false}}',
    { db: { condition: 'service_healthy', required: false } },
  ],
  ['network_mode: service:v\nvolumes_from: [v]', { v: { restart: true } }],
])('%s implies dependencies', (attributes, expected) => {
  const filled = Object.fromEntries(
    Object.entries(expected).map(([name, own]) => [
      name,
      { condition: 'service_started', required: true, ...own },
    ]),
  )
  expect(readService(attributes).depends_on).toEqual(filled)
})

test('variables without a value take it from the environment: environment keeps the unknown, build args drop it', () => {
  const service = readService('environment: {A: , B: }\nbuild: {args: {A: , B: }}', { A: '1' })
  expect(service.environment).toEqual({ A: '1', B: null })
  expect(service.build?.args).toEqual({ A: '1' })
  expect(readService('environment: [A, B]', { A: '1' }).environment).toEqual({ A: '1', B: null })
})

test('hooks before the start run in the image of the service, unless they name one', () => {
  expect(readService('pre_start: [{command: a}, {image: other}]').pre_start).toEqual([
    { command: ['a'], image: 'x' },
    { command: null, image: 'other' },
  ])
})

test('what cannot be read stays as it was written where variables are not interpolated', () => {
  const root = canonicalize(
    parse('services: {a: {ports: ["${P}:80", 443], volumes: ["${V:-a:b}:/d"]}}'),
    () => {},
  )
  expect(toValue(root)).toEqual({
    services: {
      a: {
        ports: ['${P}:80', 443],
        volumes: [{ type: 'volume', source: '${V:-a:b}', target: '/d', volume: {} }],
      },
    },
  })
})

test('a canonical document stays the same tree', () => {
  const { report } = createProblems()
  const once = setDefaults(
    canonicalize(
      parse('services: {a: {build: ., ports: [80], env_file: e, depends_on: [b], gpus: all, dns: 1.1.1.1}}'),
      report,
    ),
  )
  const normal = normalize(once, { projectName: 'p', environment: {}, report: () => undefined })
  expect(canonicalize(once, report)).toBe(once)
  expect(setDefaults(once)).toBe(once)
  expect(toValue(normalize(normal, { projectName: 'p', environment: {}, report: () => undefined }))).toEqual(
    toValue(normal),
  )
})

test('resources that say where they come from twice, or nowhere, are refused', () => {
  const { problems } = read(`services: {}
configs: {two: {file: a, content: b}, none: {name: x}}
secrets: {both: {file: a, environment: B}}
volumes: {v: {external: true, driver: local, x-own: 1}}`)
  expect(problems).toEqual([
    '2:26: config "two" has both file and content, expected exactly one of file, environment or content',
    '2:39: config "none" says nowhere where it comes from, expected one of file, environment or content',
    '3:27: secret "both" has both file and environment, expected exactly one of file or environment',
    '4:31: volume "v" is external and has driver: an external volume is only named',
  ])
})

test('the inputs that crash docker compose are read without harm', () => {
  expect(() =>
    read(
      'services: {a: {image: x, pid: , logging: , networks: [1], depends_on: [1], secrets: [{source: s, target: 1}]}}',
    ),
  ).not.toThrow()
  expect(() =>
    read(
      'services: {a: 1, b: [], c: , d: {image: [], ports: {}, volumes: 1, build: [], deploy: x, healthcheck: [1]}}',
    ),
  ).not.toThrow()
})

test.each([
  ['a list', '[GIVEN, LOST, SET=1]'],
  ['a map', '{GIVEN: , LOST: , SET: 1}'],
])(
  'a build argument of %s that has no value anywhere is left out, with a warning at its place',
  (_, args) => {
    const { project, problems } = read(`services: {a: {build: {context: ., args: ${args}}}}`, {
      GIVEN: 'yes',
    })
    expect(project.services['a']?.build?.args).toEqual({ GIVEN: 'yes', SET: '1' })
    expect(problems).toEqual([expect.stringMatching(/^warning: 1:\d+: build argument "LOST" has no value/)])
  },
)

import { expect, test } from 'vitest'
import { attributeAt, attributes } from '../../../src/compose/attributes/index.ts'
import { orderOf } from '../../../src/compose/attributes/structure.ts'

test('every attribute has one record', () => {
  const paths = attributes.map(({ path }) => path)
  expect(paths.filter((path, index) => paths.indexOf(path) !== index)).toEqual([])
})

test('what has no effect says why', () => {
  expect(attributes.filter(({ effect, note }) => effect === 'none' && !note)).toEqual([])
})

test.each([
  [['services', 'web', 'image'], 'services.*.image'],
  [['services', 'web', 'ports', 0, 'target'], 'services.*.ports.[].target'],
  [['services', '__proto__', 'ulimits', 'constructor'], 'services.*.ulimits.*'],
  [['networks', 'a', 'ipam', 'config', 1, 'subnet'], 'networks.*.ipam.config.[].subnet'],
  [['x-anything'], 'x-*'],
])('the record of %j is %s', (path, pattern) => expect(attributeAt(path)?.path).toBe(pattern))

test.each([[['services', 'web', 'imag']], [['toString']], [['services', 'web', 'image', 'x']]])(
  '%j has no record',
  (path) => expect(attributeAt(path)).toBeUndefined(),
)

test('every attribute of a service has its place in the printed order', () => {
  const names = attributes.flatMap(({ path }) => /^services\.\*\.(\w+)$/.exec(path)?.[1] ?? [])
  expect(names.filter((name) => !orderOf('services.*').includes(name))).toEqual(['pull_refresh_after'])
})

test('the attributes whose change leaves a container alone are those outside the hash', () => {
  const names = attributes.flatMap(({ path, recreates }) =>
    recreates === false ? (/^services\.\*\.(\w+)/.exec(path)?.[1] ?? []) : [],
  )
  expect([...new Set(names)].sort()).toEqual([
    'build',
    'depends_on',
    'deploy',
    'profiles',
    'pull_policy',
    'pull_refresh_after',
    'scale',
  ])
})

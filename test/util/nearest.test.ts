import * as fc from '../generated.ts'
import { describe, expect, test } from 'vitest'
import { editDistance, nearest } from '../../src/util/nearest.ts'

const attributes = [
  'image',
  'ports',
  'volumes',
  'read_only',
  'environment',
  'env_file',
  'cpus',
  'published',
  'healthcheck',
]

describe('nearest', () => {
  test.each([
    ['imgae', 'image'],
    ['prots', 'ports'],
    ['volume', 'volumes'],
    ['readonly', 'read_only'],
    ['readOnly', 'read_only'],
    ['read-only', 'read_only'],
    ['ENV_FILE', 'env_file'],
    ['enviroment', 'environment'],
    ['cpu', 'cpus'],
    ['publish', 'published'],
    ['helthcheck', 'healthcheck'],
  ])('takes %s for %s', (word, meant) => {
    expect(nearest(word, attributes)).toBe(meant)
  })

  test.each(['mysql', 'x', '', 'deploy', 'nowhere'])('finds nothing near "%s"', (word) => {
    expect(nearest(word, attributes)).toBeUndefined()
  })

  test('forgives one letter in a short word and none in a single letter', () => {
    expect(nearest('bd', ['db', 'api'])).toBe('db')
    expect(nearest('lm', ['llm'])).toBe('llm')
    expect(nearest('a', ['b'])).toBeUndefined()
    expect(nearest('ab', ['cd'])).toBeUndefined()
  })

  test('does not depend on the order of the candidates', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 8 }), fc.array(fc.string({ maxLength: 8 })), (word, candidates) => {
        expect(nearest(word, candidates.toReversed())).toBe(nearest(word, candidates))
      }),
    )
  })

  test('finds a candidate that is the word itself', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), (word) => {
        expect(nearest(word, [word])).toBe(word)
      }),
    )
  })

  test('stays quick for a long word among many candidates', () => {
    const candidates = Array.from({ length: 10_000 }, (_, index) => `service-${index}`)
    expect(nearest('x'.repeat(100_000), candidates)).toBeUndefined()
    expect(nearest('servcie-77', candidates)).toBe('service-77')
  })
})

describe('editDistance', () => {
  test.each([
    ['', '', 3, 0],
    ['abc', 'acb', 3, 1],
    ['abc', 'abcd', 3, 1],
    ['kitten', 'sitting', 3, 3],
    ['kitten', 'sitting', 2, undefined],
    ['ab', '', 1, undefined],
  ])('of "%s" and "%s" within %i is %s', (one, other, limit, distance) => {
    expect(editDistance(one, other, limit)).toBe(distance)
  })

  test('is the same both ways', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 6 }), fc.string({ maxLength: 6 }), (one, other) => {
        expect(editDistance(one, other, 3)).toBe(editDistance(other, one, 3))
      }),
    )
  })
})

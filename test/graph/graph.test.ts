import * as fc from '../generated.ts'
import { describe, expect, test } from 'vitest'
import { buildGraph, closure, withoutCircles } from '../../src/graph/graph.ts'

const graphOf = (edges: Record<string, string[]>) => buildGraph(new Map(Object.entries(edges)))

describe('the order of services', () => {
  test('puts dependencies first, and sorts by name among equals', () => {
    const graph = graphOf({ web: ['db', 'cache'], db: [], cache: [], admin: ['web'], backup: ['db'] })
    expect(graph.order).toEqual(['cache', 'db', 'backup', 'web', 'admin'])
  })

  test('does not depend on the order of declaration', () => {
    const services = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,3}$/), { minLength: 1, maxLength: 12 })
    fc.assert(
      fc.property(services, fc.infiniteStream(fc.nat()), (names, numbers) => {
        const pick = () => Number(numbers.next().value)
        const edges = names.map(
          (name, index) => [name, names.slice(0, index).filter(() => pick() % 3 === 0)] as const,
        )
        const order = buildGraph(new Map(edges)).order
        expect(buildGraph(new Map([...edges].reverse())).order).toEqual(order)
        for (const [name, dependencies] of edges)
          for (const other of dependencies) expect(order.indexOf(other)).toBeLessThan(order.indexOf(name))
      }),
    )
  })

  test.each(['constructor', '__proto__', 'toString', 'hasOwnProperty', '1'])(
    'takes %s as a name like any other',
    (name) => {
      const graph = buildGraph(
        new Map([
          ['web', [name]],
          [name, []],
        ]),
      )
      expect(graph.order).toEqual([name, 'web'])
      expect(graph.dependentsOf(name)).toEqual(['web'])
    },
  )

  test('takes a chain of 20,000', () => {
    const chain = Array.from(
      { length: 20_000 },
      (_, index) => [`s${index}`, index === 0 ? [] : [`s${index - 1}`]] as const,
    )
    expect(buildGraph(new Map(chain)).order.at(-1)).toBe('s19999')
  })

  test('leaves out names that are not services', () => {
    expect(graphOf({ web: ['gone'] }).order).toEqual(['web'])
  })
})

test('closure holds what is reached, itself included', () => {
  const { dependenciesOf } = graphOf({ a: ['b'], b: ['c'], c: [], d: [] })
  expect([...closure(['a'], dependenciesOf)].sort()).toEqual(['a', 'b', 'c'])
})

describe('withoutCircles', () => {
  test('leaves what has no circle as it is', () => {
    const straight = { db: [], web: ['db', 'elsewhere'] }
    expect(Object.fromEntries(withoutCircles(new Map(Object.entries(straight))))).toEqual(straight)
  })

  test('gives what can be ordered, whatever the circles, and keeps every name', () => {
    const names = fc.constantFrom('a', 'b', 'c', 'd', 'e')
    fc.assert(
      fc.property(fc.dictionary(names, fc.uniqueArray(names)), (edges) => {
        const straight = withoutCircles(new Map(Object.entries(edges)))
        expect(buildGraph(straight).order.toSorted()).toEqual(Object.keys(edges).sort())
        for (const [name, targets] of straight)
          expect(edges[name]).toEqual(expect.arrayContaining([...targets]))
      }),
    )
  })
})

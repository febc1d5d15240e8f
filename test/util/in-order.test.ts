import * as fc from '../generated.ts'
import { expect, test } from 'vitest'
import { inOrder } from '../../src/util/in-order.ts'

test('each name comes after all that it comes after', () => {
  const names = fc.array(fc.array(fc.nat(30), { maxLength: 4 }), { maxLength: 30 })
  fc.assert(
    fc.property(names, (lists) => {
      // Only lower numbers: no circles.
      const after = new Map(
        lists.map((list, index) => [`n${index}`, list.filter((at) => at < index).map((at) => `n${at}`)]),
      )
      const order = inOrder(after)
      expect(order.toSorted()).toEqual([...after.keys()].toSorted())
      for (const [name, others] of after)
        for (const other of others) expect(order.indexOf(other)).toBeLessThan(order.indexOf(name))
    }),
  )
})

test('circles, and what stands behind one, are left out', () => {
  const after = new Map([
    ['a', ['b']],
    ['b', ['a']],
    ['behind', ['a']],
    ['free', ['unknown']],
  ])
  expect(inOrder(after)).toEqual(['free'])
})

import { expect, test } from 'vitest'
import { createPlanBuilder } from '../../src/plan/builder.ts'

test('a plan whose steps wait for each other is refused, with their names', () => {
  const builder = createPlanBuilder('shop')
  const step = (id: string, after: string) =>
    builder.add({
      id,
      kind: 'remove-volume',
      resource: { kind: 'volume', name: id },
      reason: { text: 'test' },
      after: [after],
      args: { name: id },
    })
  step('one', 'other')
  step('other', 'one')
  expect(() => builder.build()).toThrow("the plan's steps wait for each other: one, other")
})

import { expect, test } from 'vitest'
import { urgencies } from '../../src/execute/urgency.ts'
import { text, world } from '../plan/rig.ts'

const ranked = async (yaml: string) => {
  const plan = await world().plan(yaml)
  const urgent = urgencies(plan)
  return plan.steps.map(({ id }) => id).sort((a, b) => (urgent.get(b) ?? 0) - (urgent.get(a) ?? 0))
}

test('starts go before creates, and what others wait for longest goes first', async () => {
  const order = await ranked(text`
    services:
      web: {image: busybox, depends_on: {db: {condition: service_healthy}}}
      db: {image: busybox, healthcheck: {test: "true"}}
      alone: {image: busybox}
  `)
  const at = (id: string) => order.indexOf(id)
  for (const service of ['web', 'db', 'alone'])
    for (const other of ['web', 'db', 'alone'])
      expect(at(`${service}-1:start`)).toBeLessThan(at(`${other}-1:create`))
  expect(at('db-1:create')).toBeLessThan(at('web-1:create'))
  expect(at('db-1:start')).toBeLessThan(at('alone-1:start'))
})

test('chains of any length are measured', async () => {
  const names = Array.from({ length: 3000 }, (_, index) => `s${index}`)
  const steps = names.map((id, index) => ({
    id,
    kind: 'remove-volume' as const,
    resource: { kind: 'volume' as const, name: id },
    reason: { text: '' },
    after: index === 0 ? [] : [names[index - 1] ?? ''],
    lane: 'api' as const,
    args: { name: id },
  }))
  const urgent = urgencies({ project: 'shop', steps, warnings: [] })
  expect((urgent.get('s0') ?? 0) - (urgent.get('s2999') ?? 0)).toBe(2999)
})

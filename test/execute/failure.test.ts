import { expect, test } from 'vitest'
import { EngineError, StepError } from '../../src/errors.ts'
import { failureOf } from '../../src/execute/failure.ts'
import { text, world } from '../plan/rig.ts'

async function told(error: unknown) {
  const plan = await world().plan(text`
    services:
      db: {image: a}
      web: {image: a, depends_on: [db]}
  `)
  const step = plan.steps.find(({ id }) => id === 'db-1:start')
  if (!step) throw new Error('no such step')
  return failureOf(error, { plan, step })
}

test('a failure names those that waited for the step', async () => {
  expect(await told(new EngineError('engine-failed', 'm', { hint: 'h' }))).toEqual({
    code: 'engine-failed',
    message: 'm',
    hint: 'h',
    autopsy: { waiting: ['web'] },
  })
})

test('what was found out stands beside them', async () => {
  const error = new StepError('exited-early', 'm', { autopsy: { log: ['l'], advice: ['a'] } })
  expect((await told(error)).autopsy).toEqual({ log: ['l'], advice: ['a'], waiting: ['web'] })
})

test('what nobody foresaw is a bug', async () => {
  expect(await told(new TypeError('x'))).toEqual({ code: 'bug', message: 'x' })
})

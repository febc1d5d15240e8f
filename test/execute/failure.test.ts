import { expect, test } from 'vitest'
import { EngineError, StepError } from '../../src/errors.ts'
import { failureOf } from '../../src/execute/failure.ts'
import { placesIn, type Places } from '../../src/plan/places.ts'
import { load, text, world } from '../plan/rig.ts'

const file = text`
  services:
    db: {image: a}
    web: {image: a, depends_on: [db]}
`

async function told(error: unknown, places?: Places) {
  const plan = await world().plan(file)
  const step = plan.steps.find(({ id }) => id === 'db-1:start')
  if (!step) throw new Error('no such step')
  return failureOf(error, { plan, step, places })
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

test('it tells where the files say what is to blame: the attribute, where the engine names it and the files have it', async () => {
  const places = placesIn(await load(file))
  const placeOf = async (attribute?: string) =>
    (await told(new EngineError('engine-failed', 'm', { attribute }), places)).place
  expect(await placeOf()).toEqual({ file: 'compose.yaml', line: 3, column: 7 })
  expect(await placeOf('image')).toEqual({ file: 'compose.yaml', line: 3, column: 15 })
  expect(await placeOf('devices')).toEqual(await placeOf())
  expect((await told(new EngineError('pull-failed', 'm'), places)).place).toEqual(await placeOf('image'))
  expect(places('gone')).toBeUndefined()
})

test('what nobody foresaw is a bug', async () => {
  expect(await told(new TypeError('x'))).toEqual({ code: 'bug', message: 'x' })
})

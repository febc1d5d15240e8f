import { expect, test } from 'vitest'
import { downPlan } from '../../src/plan/down.ts'
import { observe } from '../../src/execute/observe.ts'
import { world } from './rig.ts'

test('a stop needs no look at the process where the record says that the signal is heard', async () => {
  const { engine, up } = world()
  await up(`
services:
  killed: {image: k, stop_signal: SIGKILL}
  watched: {image: w, init: true}
  unknown: {image: u, stop_signal: SIGINT}
`)
  const plan = downPlan(await observe(engine, { project: 'shop' }), { project: 'shop' })
  const signals = plan.steps.flatMap((step) =>
    step.kind === 'stop-container' ? [[step.resource.service, step.args.signal]] : [],
  )
  expect(Object.fromEntries(signals)).toEqual({ killed: 'kills', watched: 'heard', unknown: undefined })
})

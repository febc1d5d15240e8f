import * as fc from '../generated.ts'
import { expect, test } from 'vitest'
import type { EventBody } from '../../src/events.ts'
import { downPlan } from '../../src/plan/down.ts'
import { observe } from '../../src/execute/observe.ts'
import type { Plan } from '../../src/plan/steps.ts'
import { disturb, fileOf, possiblePlan, story, type ProjectSketch } from './projects.ts'
import { textOf, world, type Options, type World } from './rig.ts'

const fresh = () => world({ behaviour: ({ body }) => (body.Image === 'job' ? { exitCode: 0 } : {}) })

function optionsOf(sketch: ProjectSketch): Options {
  return {
    orphans: sketch.orphans,
    wait: sketch.wait,
    profiles: sketch.profile ? ['extra'] : [],
    files: { 'key.txt': sketch.secret },
    ...(sketch.recreateVolumes && { recreateVolumes: new Set(['shop_v1', 'shop_v2']) }),
  }
}

async function planned({ plan }: World, sketch: ProjectSketch) {
  return possiblePlan(optionsOf(sketch), async (options) => plan(fileOf(sketch), options))
}

/** Carries a plan out; what failed, in words, below the plan. */
async function faultsOf(here: World, plan: Plan): Promise<readonly string[]> {
  const { failures, skipped } = await here.run(plan)
  const words = failures.map(({ step, error }) => `${step.id}: ${String(error)}`)
  return words.length === 0 && skipped === 0 ? [] : [textOf(plan), ...words, `${skipped} skipped`]
}

/** The first step that began before one it waits for was done; undefined where the order was kept. */
function outOfOrder({ steps }: Plan, events: readonly EventBody[]): string | undefined {
  const done = new Set<string>()
  const after = new Map(steps.map((step) => [step.id, step.after]))
  for (const event of events) {
    if (event.type === 'step-done') done.add(event.step)
    if (event.type !== 'step-started') continue
    const missing = after.get(event.step)?.find((id) => !done.has(id))
    if (missing !== undefined) return `${event.step} began before ${missing} was done`
  }
  return undefined
}

test('whatever a project was, applying what it is leaves nothing to do, in an order that every step allows', async () => {
  await fc.assert(
    fc.asyncProperty(story, async (chapters) => {
      const here = fresh()
      for (const [sketch, disturbances] of chapters) {
        const chosen = await planned(here, sketch)
        if (!chosen) continue
        const { plan, wanted: options } = chosen
        expect(textOf(await here.plan(fileOf(sketch), options))).toBe(textOf(plan))
        here.events.length = 0
        expect(await faultsOf(here, plan)).toEqual([])
        expect(outOfOrder(plan, here.events)).toBeUndefined()
        expect(textOf({ ...(await here.plan(fileOf(sketch), options)), warnings: [] }), textOf(plan)).toBe(
          '\n',
        )
        for (const one of disturbances) await disturb({ engine: here.engine, project: 'shop' }, one)
      }
    }),
    { numRuns: fc.runs(100) },
  )
})

test('whatever a project was, taking it down with its volumes leaves nothing of it', async () => {
  await fc.assert(
    fc.asyncProperty(story, async (chapters) => {
      const here = fresh()
      for (const [sketch, disturbances] of chapters) {
        const next = await planned(here, sketch)
        if (next) await here.run(next.plan)
        for (const one of disturbances) await disturb({ engine: here.engine, project: 'shop' }, one)
      }
      const plan = downPlan(await observe(here.engine, { project: 'shop' }), {
        project: 'shop',
        volumes: true,
      })
      here.events.length = 0
      expect(await faultsOf(here, plan)).toEqual([])
      expect(outOfOrder(plan, here.events)).toBeUndefined()
      const own = { labels: ['com.docker.compose.project=shop'] }
      expect(await here.engine.listContainers({ labels: [] })).toEqual([])
      expect(await here.engine.listNetworks(own)).toEqual([])
      expect(await here.engine.listVolumes(own)).toEqual([])
    }),
    { numRuns: fc.runs(60) },
  )
})

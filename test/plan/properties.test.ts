import * as fc from '../generated.ts'
import { expect, test } from 'vitest'
import { ProjectError } from '../../src/errors.ts'
import type { EventBody } from '../../src/events.ts'
import { downPlan } from '../../src/plan/down.ts'
import { observe } from '../../src/execute/observe.ts'
import type { Plan } from '../../src/plan/steps.ts'
import { disturbance, fileOf, project, type Disturbance, type ProjectSketch } from './projects.ts'
import { textOf, world, type Options, type World } from './rig.ts'

const story = fc.array(fc.tuple(project, fc.array(disturbance, { maxLength: 2 })), {
  minLength: 1,
  maxLength: 4,
})

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

async function disturb({ engine }: World, { action, which }: Disturbance): Promise<void> {
  const containers = await engine.listContainers({ labels: ['com.docker.compose.project=shop'] })
  const victim = containers[which % Math.max(1, containers.length)]
  if (!victim) return
  const { id, name } = victim
  if (action === 'stop') await engine.stopContainer(id)
  if (action === 'remove') await engine.removeContainer(id, { force: true })
  if (action === 'kill' && victim.state === 'running') engine.exit(id, 137)
  if (action === 'leftover' && !/^[0-9a-f]{12}_/.test(name))
    await engine.renameContainer(id, `${id.slice(0, 12)}_${name}`)
  const network = Object.keys(victim.networks)[0]
  if (action === 'disconnect' && network !== undefined)
    await engine.disconnectNetwork(network, { container: id, force: true })
}

/** A name that an orphan has needs the orphan gone; one that a service left out has cannot be had. */
async function possiblePlan(
  { plan }: World,
  sketch: ProjectSketch,
): Promise<{ readonly plan?: Plan; readonly options: Options }> {
  for (const options of [optionsOf(sketch), { ...optionsOf(sketch), orphans: 'remove' as const }]) {
    try {
      return { plan: await plan(fileOf(sketch), options), options }
    } catch (error) {
      if (!(error instanceof ProjectError) || error.problems[0]?.code !== 'conflict') throw error
    }
  }
  return { options: optionsOf(sketch) }
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
        const { plan, options } = await possiblePlan(here, sketch)
        if (!plan) continue
        expect(textOf(await here.plan(fileOf(sketch), options))).toBe(textOf(plan))
        here.events.length = 0
        expect(await faultsOf(here, plan)).toEqual([])
        expect(outOfOrder(plan, here.events)).toBeUndefined()
        expect(textOf({ ...(await here.plan(fileOf(sketch), options)), warnings: [] }), textOf(plan)).toBe(
          '\n',
        )
        for (const one of disturbances) await disturb(here, one)
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
        const { plan: next } = await possiblePlan(here, sketch)
        if (next) await here.run(next)
        for (const one of disturbances) await disturb(here, one)
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

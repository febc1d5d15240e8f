import * as fc from '../generated.ts'
import { describe, expect, test } from 'vitest'
import type { EventBody } from '../../src/events.ts'
import type { LoadedProject } from '../../src/compose/project.ts'
import { observe } from '../../src/execute/observe.ts'
import { restartPlan } from '../../src/plan/lifecycle-restart.ts'
import { killPlan } from '../../src/plan/lifecycle-signals.ts'
import { startPlan } from '../../src/plan/lifecycle-start.ts'
import { removeServicesPlan, stopServicesPlan } from '../../src/plan/lifecycle-stop.ts'
import type { LifecycleRequest } from '../../src/plan/lifecycle.ts'
import type { ObservedState } from '../../src/plan/observed.ts'
import type { Plan } from '../../src/plan/steps.ts'
import { load, text, textOf, world, type World } from './rig.ts'

type PlanOf = (observed: ObservedState, request: LifecycleRequest) => Plan

const planners = {
  start: startPlan,
  stop: stopServicesPlan,
  restart: restartPlan,
  kill: (observed, request) => killPlan(observed, { ...request, signal: 'SIGKILL' }),
  rm: (observed, request) => removeServicesPlan(observed, { ...request, stop: true }),
} as const satisfies Record<string, PlanOf>

async function planned(
  { engine }: World,
  planOf: PlanOf,
  { loaded, targets = [] }: { readonly loaded?: LoadedProject; readonly targets?: readonly string[] },
): Promise<Plan> {
  return planOf(await observe(engine, { project: 'shop' }), { project: 'shop', loaded, targets })
}

const stack = `
services:
  web:
    image: web
    pre_stop: [{command: [drain]}]
    post_start: [{command: [warm]}]
    depends_on: {db: {condition: service_healthy, restart: true}}
  api: {image: api, depends_on: [db]}
  db: {image: db, healthcheck: {test: ready}}
`

describe('plans for containers that exist', () => {
  test('restart: stops in reverse order with hooks, starts in order with waits and hooks', async () => {
    const shop = world()
    await shop.up(stack)
    expect(textOf(await planned(shop, planners.restart, { loaded: await load(stack) }))).toBe(text`
      shop-web-1:pre_stop:1 (pre_stop hook 1 of 1)
      shop-web-1:stop < shop-web-1:pre_stop:1 (asked for)
      shop-api-1:stop (asked for)
      shop-db-1:stop < shop-api-1:stop, shop-web-1:stop (asked for)
      db-1:start < shop-db-1:stop (asked for)
      api-1:start < db-1:start, shop-api-1:stop (asked for)
      db:wait:service_healthy < db-1:start ("web" depends on it: service_healthy)
      web-1:start < db:wait:service_healthy, shop-web-1:stop (asked for)
      web-1:post_start:1 < web-1:start (post_start hook 1 of 1)
    `)
  })

  test('restart by labels alone: no hooks, the same order', async () => {
    const shop = world()
    await shop.up(stack)
    expect(textOf(await planned(shop, planners.restart, { targets: ['db'] }))).toBe(text`
      shop-web-1:stop (it asks to be restarted with "db")
      shop-db-1:stop < shop-web-1:stop (asked for)
      db-1:start < shop-db-1:stop (asked for)
      db:wait:service_healthy < db-1:start ("web" depends on it: service_healthy)
      web-1:start < db:wait:service_healthy, shop-web-1:stop (it asks to be restarted with "db")
    `)
  })

  test('rm: what stands still goes at once, what runs is stopped first', async () => {
    const shop = world()
    await shop.up(stack)
    shop.engine.exit('shop-api-1', 3)
    expect(textOf(await planned(shop, planners.rm, { loaded: await load(stack) }))).toBe(text`
      shop-db-1:stop < shop-web-1:stop (asked for)
      shop-web-1:pre_stop:1 (pre_stop hook 1 of 1)
      shop-web-1:stop < shop-web-1:pre_stop:1 (asked for)
      shop-api-1:remove (it exited (3) 0 seconds ago)
      shop-db-1:remove < shop-db-1:stop (asked for)
      shop-web-1:remove < shop-web-1:stop (asked for)
    `)
  })
})

interface Edge {
  readonly from: number
  readonly to: number
  readonly restart: boolean
}

/** Dependencies between four services, and whether each asks to be restarted with them. */
const edges = fc.array<Edge>(
  fc.record({
    from: fc.integer({ min: 1, max: 3 }),
    to: fc.integer({ min: 0, max: 2 }),
    restart: fc.boolean(),
  }),
  { maxLength: 6 },
)

function nameOf(index: number): string {
  return 'abcd'.charAt(index)
}

function fileOf(dependencies: readonly Edge[]): string {
  const services = [0, 1, 2, 3].map((index) => {
    const own = dependencies
      .filter(({ from, to }) => from === index && to < from)
      .map(({ to, restart }) => [nameOf(to), { condition: 'service_started', restart }] as const)
    return [nameOf(index), { image: nameOf(index), depends_on: Object.fromEntries(own) }] as const
  })
  return JSON.stringify({ services: Object.fromEntries(services) })
}

/** Starts begin when those of dependencies are done, stops when those of dependents are. */
function expectOrder(dependencies: readonly Edge[], events: readonly EventBody[]): void {
  const at = (type: EventBody['type'], step: string) =>
    events.findIndex((event) => event.type === type && 'step' in event && event.step === step)
  const expectBefore = (first: string, second: string) => {
    if (at('step-started', first) === -1 || at('step-started', second) === -1) return
    expect(at('step-done', first)).toBeLessThan(at('step-started', second))
  }
  for (const { from, to } of dependencies.filter((edge) => edge.to < edge.from)) {
    const [dependent, dependency] = [nameOf(from), nameOf(to)]
    expectBefore(`${dependency}-1:start`, `${dependent}-1:start`)
    expectBefore(`shop-${dependent}-1:stop`, `shop-${dependency}-1:stop`)
    expectBefore(`shop-${dependent}-1:kill`, `shop-${dependency}-1:kill`)
  }
}

/** What the commands leave: each state is that of every container. */
const left = { start: 'running', stop: 'exited', restart: 'running', kill: 'exited', rm: undefined } as const

test('whatever the graph and the commands before, each leaves what it promises, in order, by files and by labels alike', async () => {
  const commands = fc.array(fc.constantFrom('start', 'stop', 'restart', 'kill', 'rm'), {
    minLength: 1,
    maxLength: 5,
  })
  await fc.assert(
    fc.asyncProperty(edges, commands, fc.boolean(), async (dependencies, names, byLabels) => {
      const shop = world()
      const yaml = fileOf(dependencies)
      await shop.up(yaml)
      for (const name of names) {
        const seen = shop.events.length
        const plan = await planned(shop, planners[name], byLabels ? {} : { loaded: await load(yaml) })
        expect(await shop.run(plan)).toMatchObject({ failures: [], skipped: 0 })
        const containers = await shop.engine.listContainers({ labels: [] })
        expect(new Set(containers.map(({ state }) => state))).toEqual(new Set(left[name] ? [left[name]] : []))
        expectOrder(dependencies, shop.events.slice(seen))
        if (name === 'rm') await shop.up(yaml)
      }
    }),
    { numRuns: fc.runs(40) },
  )
})

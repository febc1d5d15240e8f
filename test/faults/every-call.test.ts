/**
 * Every call of every kind of run fails once, in every way that can happen to it: the run ends and says so, what does not
 * depend on it is done, and the next runs put everything right.
 */
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { Cancelled, GantryError, exitCodeOf, type Engine, type Event } from '../../src/index.ts'
import { faulty, type Call, type Method } from './faulty-engine.ts'
import { ways, type Way } from './faults.ts'
import { scenarios, type Scenario } from './scenarios.ts'
import { anonymousVolumes, ended, engineForShop, holdings } from './shop.ts'
import { orderFaults } from './story.ts'

beforeEach(() => void vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] }))
afterEach(() => void vi.useRealTimers())

describe.each(scenarios)('$name', (scenario) => {
  let methods: readonly Method[] | undefined

  test.each(ways)(
    'a call that is $name',
    async (way) => {
      methods ??= await methodsOf(scenario)
      const targets = targetsAmong(methods).filter(({ method }) => way.hits(method))
      const complaints: string[] = []
      for (const target of targets) complaints.push(...(await failing(scenario, way, target)))
      expect(complaints).toEqual([])
    },
    120_000,
  )
})

/** One call of a run: the first, second, … of its method. Calls of several methods may come in another order each time. */
interface Target {
  readonly method: Method
  readonly nth: number
}

function targetsAmong(methods: readonly Method[]): readonly Target[] {
  return methods.map((method, at) => ({
    method,
    nth: methods.slice(0, at).filter((other) => other === method).length,
  }))
}

/** The calls of a run in which nothing fails. */
async function methodsOf(scenario: Scenario): Promise<readonly Method[]> {
  const engine = await engineBefore(scenario)
  const methods: Method[] = []
  const choose = ({ method }: Call) => void methods.push(method)
  await ended(scenario.act({ engine: faulty(engine, { choose }) }))
  return methods
}

async function engineBefore({ before }: Scenario): Promise<Engine> {
  const engine = engineForShop()
  for (const act of before) await ended(act({ engine }))
  return engine
}

/** Lets one call of a run fail, and tells whatever does not hold then. */
async function failing(scenario: Scenario, way: Way, target: Target): Promise<readonly string[]> {
  const engine = await engineBefore(scenario)
  const earlier = await anonymousVolumes(engine)
  const events: Event[] = []
  const abort = new AbortController()
  const struck: Call[] = []
  let [count, begunAtAbort]: [number, number | undefined] = [0, undefined]
  const changes: Call[] = []
  const choose = (call: Call) => {
    if (changing.test(call.method)) changes.push(call)
    if (call.method !== target.method || count++ !== target.nth) return undefined
    struck.push(call)
    return way
  }
  const onHang = () => {
    abort.abort(new Cancelled())
    begunAtAbort = begun(events)
  }
  const broken = faulty(engine, { choose, onHang })
  const onEvent = (event: Event) => void events.push(event)
  const running = scenario.act({ engine: broken, signal: abort.signal, onEvent })
  const error = await ended(running).then(
    () => undefined,
    (reason: Error) => reason,
  )
  const late = begunAtAbort === undefined || begunAtAbort === begun(events) ? [] : ['went on after the abort']
  return [
    ...endFaults(error, struck.length > 0 ? way.exitCodes(target.method) : [0]),
    ...orderFaults(events),
    ...late,
    // Where nothing was touched there is nothing to put right.
    ...(changes.length > 0 ? await afterwards(scenario, engine, earlier) : []),
  ].map((text) => `${struck.map(wordsFor).join('')}: ${text}`)
}

/** Calls that may change something. */
const changing = /^(?!list|inspect|raw|top|info|events)/

function begun(events: readonly Event[]): number {
  return events.filter(({ type }) => type === 'step-started').length
}

function endFaults(error: Error | undefined, allowed: readonly number[]): readonly string[] {
  if (error !== undefined && !(error instanceof GantryError)) return [`ends with a bug: ${String(error)}`]
  const exitCode = error === undefined ? 0 : exitCodeOf(error)
  return allowed.includes(exitCode)
    ? []
    : [`ends with ${exitCode}, not ${allowed.join(' or ')}: ${String(error)}`]
}

/** What the next runs, on an engine that works, leave to be desired; anonymous volumes of before may stay: nobody asked to delete them. */
async function afterwards(
  scenario: Scenario,
  engine: Engine,
  earlier: readonly string[],
): Promise<readonly string[]> {
  try {
    await ended(scenario.up({ engine }))
    const left = (await scenario.plan({ engine })).steps.map(({ id, reason }) => `${id} (${reason.text})`)
    const kept = await anonymousVolumes(engine)
    const lost = scenario.keeps ? earlier.filter((name) => !kept.includes(name)) : []
    await ended(scenario.down({ engine }))
    const stays = (await holdings(engine)).filter((thing) => !earlier.includes(thing))
    return [
      ...left.map((step) => `not converged: ${step}`),
      ...lost.map((thing) => `lost: ${thing}`),
      ...stays.map((thing) => `left behind: ${thing}`),
    ]
  } catch (error) {
    return [`cannot be put right: ${String(error)}`]
  }
}

function wordsFor({ method, args }: Call): string {
  return `${method} ${JSON.stringify(args[0])?.slice(0, 80)}`
}

/** Plans on an engine in memory: real loader, real observation, real run; only the engine is not. */
import type { FileReader } from '../../src/compose/files.ts'
import { loadProject } from '../../src/compose/load.ts'
import type { LoadedProject } from '../../src/compose/project.ts'
import { createMemoryEngine, type MemoryEngine, type MemoryOptions } from '../../src/docker/memory.ts'
import { sha256 } from '../../src/util/sha256.ts'
import type { EventBody } from '../../src/events.ts'
import { createLanes } from '../../src/execute/lanes.ts'
import { observe, observeFor } from '../../src/execute/observe.ts'
import { runPlan, type RunResult } from '../../src/execute/run.ts'
import { followStates } from '../../src/execute/states.ts'
import { desiredState, type DesiredOptions } from '../../src/plan/desired.ts'
import type { ReconcileOptions } from '../../src/plan/planning.ts'
import { reconcile, refreshPlan } from '../../src/plan/reconcile.ts'
import type { Plan } from '../../src/plan/steps.ts'
import { teardownPlan, type TeardownOptions } from '../../src/plan/teardown.ts'

/** Loads a Compose file given as text, as if it lay in `/shop`; `options` may name services, profiles, variables. */
export async function load(
  yaml: string,
  { services = [], profiles = [], env = {}, files: others = {} }: Loading = {},
): Promise<LoadedProject> {
  const files = new Map([
    ['/shop/compose.yaml', yaml],
    ...Object.entries(others).map(([path, content]) => [`/shop/${path}`, content] as const),
  ])
  const missing = (path: string) =>
    Object.assign(new Error(`ENOENT: no such file or directory, open '${path}'`), { code: 'ENOENT' })
  const reader: FileReader = {
    read: async (path) => files.get(path) ?? Promise.reject(missing(path)),
    kind: async (path) => (files.has(path) ? 'file' : path === '/shop' ? 'directory' : undefined),
    real: async (path) => path,
    stdin: async () => '',
    digest: async (path) => {
      const content = files.get(path)
      return content === undefined ? undefined : sha256(content)
    },
  }
  return loadProject({ cwd: '/shop', env: { HOME: '/root', ...env }, reader, services, profiles })
}

/** What is loaded beside the Compose file: `files` by path below `/shop`. */
interface Loading {
  readonly services?: string[]
  readonly profiles?: string[]
  readonly env?: Record<string, string>
  readonly files?: Readonly<Record<string, string>>
}

export type Options = ReconcileOptions & DesiredOptions & Loading

export interface World {
  readonly engine: MemoryEngine
  readonly events: EventBody[]
  /** The plan for a file, on what the engine holds now. */
  readonly plan: (yaml: string, options?: Options) => Promise<Plan>
  readonly refresh: (yaml: string, options?: Options) => Promise<Plan>
  /** Plans and carries out. */
  readonly up: (yaml: string, options?: Options) => Promise<RunResult>
  readonly down: (options?: Partial<TeardownOptions>) => Promise<Plan>
  readonly run: (plan: Plan) => Promise<RunResult>
}

/** An empty engine. */
export function world(memory: MemoryOptions = {}): World {
  const engine = createMemoryEngine(memory)
  const events: EventBody[] = []
  const look = async (yaml: string, options: Options) => {
    const loaded = await load(yaml, options)
    const contents = await loaded.contents?.()
    const desired = desiredState(loaded, { ...options, ...(contents && { contents }) })
    return { desired, observed: await observeFor(desired, engine) }
  }
  const plan = async (yaml: string, options: Options = {}) => {
    const { desired, observed } = await look(yaml, options)
    return reconcile(desired, observed, options)
  }
  const run = async (steps: Plan) => {
    const ending = new AbortController()
    const states = followStates(engine, steps.project, ending.signal)
    const emit = (event: EventBody) => void events.push(event)
    const result = await runPlan(steps, {
      engine,
      states,
      emit,
      lanes: createLanes(),
      signal: new AbortController().signal,
      now: () => 0,
      delay: async () => {},
    })
    ending.abort()
    return result
  }
  return {
    engine,
    events,
    plan,
    run,
    refresh: async (yaml, options = {}) => {
      const { desired, observed } = await look(yaml, options)
      return refreshPlan(desired, observed, options)
    },
    up: async (yaml, options) => run(await plan(yaml, options)),
    down: async (options = {}) =>
      teardownPlan(await observe(engine, { project: 'shop' }), { project: 'shop', ...options }),
  }
}

/** A plan as text: a line a step with what it waits for and why, then the attributes that differ, then warnings. */
export function textOf({ steps, warnings }: Plan): string {
  const lines = steps.flatMap(({ id, after, reason }) => [
    `${id}${after.length > 0 ? ` < ${[...after].sort().join(', ')}` : ''} (${reason.text})`,
    ...(reason.changes ?? []).map(({ attribute, from = '–', to = '–' }) => `  ${attribute}: ${from} → ${to}`),
  ])
  return ['', ...lines, ...warnings.map(({ message }) => `! ${message}`), ''].join('\n')
}

/** The ids of the steps alone. */
export function idsOf({ steps }: Plan): readonly string[] {
  return steps.map(({ id }) => id)
}

/** Takes the indentation of a template literal away, so that a file can stand where it is used. */
export function text(strings: TemplateStringsArray): string {
  const lines = (strings[0] ?? '').split('\n')
  const indent = Math.min(
    ...lines.filter((line) => line.trim() !== '').map((line) => line.length - line.trimStart().length),
  )
  const end = lines.at(-1)?.trim() === '' ? -1 : undefined
  return ['', ...lines.slice(1, end).map((line) => line.slice(indent)), ''].join('\n')
}

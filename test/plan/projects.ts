/** Generated projects, changes made to them, and what happens to their containers behind their back. */
import type { Engine } from '../../src/docker/engine.ts'
import { ProjectError } from '../../src/errors.ts'
import type { ReconcileOptions } from '../../src/plan/planning.ts'
import type { Plan } from '../../src/plan/steps.ts'
import * as fc from '../generated.ts'

/** A service as the generator sees it; what refers to others is made valid when the file is written. */
interface ServiceSketch {
  /** `job` ends with 0, `healthy` has a health check. */
  readonly kind: 'plain' | 'healthy' | 'job'
  readonly image: string
  readonly level: string
  readonly scale: number
  /** Its container_name, where no service before it has the same. */
  readonly ownName: 'otto' | 'anna' | undefined
  readonly profiled: boolean
  readonly mounts: readonly ('v1' | 'v2' | 'anonymous')[]
  readonly networks: readonly ('n1' | 'n2')[]
  /** Positions of earlier services. */
  readonly dependsOn: readonly number[]
  readonly restart: boolean
  /** Joins the network of the first service it depends on that has one, and runs on. */
  readonly joins: boolean
  readonly usesSecret: boolean
}

/** One state of a project's files and of the command line. */
export interface ProjectSketch {
  readonly services: Readonly<Record<string, ServiceSketch>>
  readonly volumeLabel: string
  readonly internal: boolean
  readonly secret: string
  readonly profile: boolean
  readonly orphans: 'warn' | 'remove'
  readonly recreateVolumes: boolean
  readonly wait: boolean
}

/** What another hand does to one of the containers. */
interface Disturbance {
  readonly action: 'stop' | 'remove' | 'kill' | 'leftover' | 'disconnect'
  /** Which of the containers, modulo their number. */
  readonly which: number
}

const names = ['ant', 'bee', 'cat', 'dog'] as const

const service: fc.Arbitrary<ServiceSketch> = fc.record({
  kind: fc.constantFrom('plain' as const, 'healthy' as const, 'job' as const),
  image: fc.constantFrom('i1', 'i2'),
  level: fc.constantFrom('a', 'b'),
  scale: fc.constantFrom(0, 1, 1, 2, 3),
  ownName: fc.constantFrom(undefined, undefined, 'otto' as const, 'anna' as const),
  profiled: fc.boolean(),
  mounts: fc.uniqueArray(fc.constantFrom('v1' as const, 'v2' as const, 'anonymous' as const), {
    maxLength: 2,
  }),
  networks: fc.uniqueArray(fc.constantFrom('n1' as const, 'n2' as const), { maxLength: 2 }),
  dependsOn: fc.uniqueArray(fc.nat(2), { maxLength: 2 }),
  restart: fc.boolean(),
  joins: fc.boolean(),
  usesSecret: fc.boolean(),
})

/** Up to four services; removing one name and adding another is a rename. */
const sketch: fc.Arbitrary<ProjectSketch> = fc.record({
  services: fc
    .uniqueArray(fc.tuple(fc.constantFrom(...names), service), {
      selector: ([name]) => name,
      minLength: 1,
      maxLength: 4,
    })
    .map((entries) => Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))),
  volumeLabel: fc.constantFrom('x', 'y'),
  internal: fc.boolean(),
  secret: fc.constantFrom('one', 'two'),
  profile: fc.boolean(),
  orphans: fc.constantFrom('warn' as const, 'remove' as const),
  recreateVolumes: fc.boolean(),
  wait: fc.boolean(),
})

const disturbance: fc.Arbitrary<Disturbance> = fc.record({
  action: fc.constantFrom(
    'stop' as const,
    'remove' as const,
    'kill' as const,
    'leftover' as const,
    'disconnect' as const,
  ),
  which: fc.nat(9),
})

/** What a project is, one after the other, each with what happens once it has been brought up. */
export const story = fc.array(fc.tuple(sketch, fc.array(disturbance, { maxLength: 2 })), {
  minLength: 1,
  maxLength: 4,
})

/** Does it to a container of the project, where there is one. */
export async function disturb(
  { engine, project }: { readonly engine: Engine; readonly project: string },
  { action, which }: Disturbance,
): Promise<void> {
  const containers = await engine.listContainers({ labels: [`com.docker.compose.project=${project}`] })
  const victim = containers[which % Math.max(1, containers.length)]
  if (!victim) return
  const { id, name } = victim
  if (action === 'stop') await engine.stopContainer(id)
  if (action === 'remove') await engine.removeContainer(id, { force: true })
  if (action === 'kill' && victim.state === 'running') {
    await engine.killContainer(id)
    // A kill is answered before the end; a stop is answered after it.
    await engine.stopContainer(id)
  }
  if (action === 'leftover' && !/^[0-9a-f]{12}_/.test(name))
    await engine.renameContainer(id, `${id.slice(0, 12)}_${name}`)
  const network = Object.keys(victim.networks)[0]
  if (action === 'disconnect' && network !== undefined)
    await engine.disconnectNetwork(network, { container: id, force: true })
}

/** The plan for what is wanted: a name that an orphan has needs the orphan gone; undefined where a service left out has it. */
export async function possiblePlan<W extends { readonly orphans?: ReconcileOptions['orphans'] }>(
  wanted: W,
  planFor: (wanted: W) => Promise<Plan>,
): Promise<{ readonly plan: Plan; readonly wanted: W } | undefined> {
  for (const one of [wanted, { ...wanted, orphans: 'remove' as const }]) {
    try {
      return { plan: await planFor(one), wanted: one }
    } catch (error) {
      if (!(error instanceof ProjectError) || error.problems[0]?.code !== 'conflict') throw error
    }
  }
  return undefined
}

/** The Compose file of a sketch. */
export function fileOf(sketch: ProjectSketch): string {
  const entries = Object.entries(sketch.services)
  const dependencies = new Map(
    entries.map(([name, { dependsOn }], position) => [
      name,
      dependsOn.flatMap((index) => {
        const other = index < position ? entries[index] : undefined
        return other && !other[1].profiled ? [other] : []
      }),
    ]),
  )
  const awaited = new Set(
    entries.flatMap(([name, { profiled }]) =>
      profiled && !sketch.profile ? [] : (dependencies.get(name) ?? []).map(([other]) => other),
    ),
  )
  const owners = new Map(entries.toReversed().map(([name, { ownName }]) => [ownName, name]))
  const services = entries.map(([name, one]) => {
    const ownName = owners.get(one.ownName) === name ? one.ownName : undefined
    const before = dependencies.get(name) ?? []
    return [name, serviceOf({ one: { ...one, ownName }, before, isAwaited: awaited.has(name) })]
  })
  const volume = { labels: { of: sketch.volumeLabel } }
  const network = { internal: sketch.internal }
  return JSON.stringify({
    services: Object.fromEntries(services),
    volumes: { v1: volume, v2: {} },
    networks: { default: {}, n1: network, n2: {} },
    secrets: { key: { file: './key.txt' } },
  })
}

interface ServiceInput {
  readonly one: ServiceSketch
  readonly before: readonly (readonly [string, ServiceSketch])[]
  readonly isAwaited: boolean
}

/** A job that nobody waits for would be run again each time, so it runs on. */
function serviceOf({ one, before, isAwaited }: ServiceInput): object {
  const job = one.kind === 'job' && isAwaited
  const host =
    one.joins && !one.ownName
      ? before.find(([, { scale, kind }]) => scale > 0 && kind !== 'job')?.[0]
      : undefined
  const conditions = {
    plain: 'service_started',
    healthy: 'service_healthy',
    job: 'service_completed_successfully',
  }
  const depends = before.map(([name, { kind }]) => [
    name,
    { condition: conditions[kind], restart: one.restart },
  ])
  return {
    image: job ? 'job' : one.image,
    environment: { LEVEL: one.level },
    ...(one.ownName ? { container_name: one.ownName } : { scale: one.scale }),
    ...(one.kind === 'healthy' && { healthcheck: { test: 'true' } }),
    ...(one.profiled && { profiles: ['extra'] }),
    volumes: one.mounts.map((mount) => (mount === 'anonymous' ? '/anonymous' : `${mount}:/${mount}`)),
    ...(depends.length > 0 && { depends_on: Object.fromEntries(depends) }),
    ...(host !== undefined
      ? { network_mode: `service:${host}` }
      : one.networks.length > 0 && { networks: one.networks }),
    ...(one.usesSecret && { secrets: ['key'] }),
  }
}

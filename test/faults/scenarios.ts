/** The kinds of run whose calls are made to fail, with what was there before and what should be there at last. */
import { down, plan, remove, restart, start, stop, up, type Plan } from '../../src/index.ts'
import { versions, type Door } from './shop.ts'

type Act = (door: Door) => Promise<unknown>

export interface Scenario {
  readonly name: string
  /** What has happened, with an engine that works. */
  readonly before: readonly Act[]
  readonly act: Act
  /** True where no container may lose its anonymous volumes. */
  readonly keeps: boolean
  /** Brings about what is wanted in the end. */
  readonly up: Act
  readonly plan: (door: Door) => Promise<Plan>
  readonly down: Act
}

const { v1, v2 } = await versions()

type Wanted = Omit<Parameters<typeof plan>[0], 'engine'>

/** A scenario that ends in this state of the project. */
function towards(
  wanted: Wanted,
  rest: Pick<Scenario, 'name' | 'before'> & Partial<Pick<Scenario, 'act' | 'keeps'>>,
): Scenario {
  const finish: Act = async (door) => up({ ...wanted, ...door })
  return {
    act: finish,
    keeps: false,
    ...rest,
    up: finish,
    plan: async (door) => plan({ ...wanted, ...door }),
    down: async (door) => down({ project: wanted.project, volumes: true, removeOrphans: true, ...door }),
  }
}

const upV1: Act = async (door) => up({ project: v1, ...door })
const scaled = (replicas: number) => ({ project: v1, scale: new Map([['cache', replicas]]) })
const web = { project: v1, services: ['web'] }

export const scenarios: readonly Scenario[] = [
  towards({ project: v1, wait: true }, { name: 'a first up', before: [] }),
  towards({ project: v2, orphans: 'remove' }, { name: 'an up after changes', keeps: true, before: [upV1] }),
  towards(
    { project: v1 },
    {
      name: 'an up that makes all anew',
      before: [upV1],
      act: async (door) => up({ project: v1, recreate: 'force', renewVolumes: true, ...door }),
    },
  ),
  towards(scaled(3), { name: 'scaling up', keeps: true, before: [upV1] }),
  towards(scaled(1), { name: 'scaling down', before: [async (door) => up({ ...scaled(3), ...door })] }),
  towards(
    { project: v1 },
    {
      name: 'a restart',
      keeps: true,
      before: [upV1],
      act: async (door) => restart({ project: v1, ...door }),
    },
  ),
  towards(
    { project: v1 },
    { name: 'a stop', keeps: true, before: [upV1], act: async (door) => stop({ ...web, ...door }) },
  ),
  towards(
    { project: v1 },
    {
      name: 'a start',
      keeps: true,
      before: [upV1, async (door) => stop({ project: v1, ...door })],
      act: async (door) => start({ project: v1, wait: true, ...door }),
    },
  ),
  towards(
    { project: v1 },
    {
      name: 'rm -s',
      before: [upV1],
      act: async (door) => remove({ ...web, stop: true, volumes: true, ...door }),
    },
  ),
  towards(
    { project: v1 },
    { name: 'down -v', before: [upV1], act: async (door) => down({ project: v1, volumes: true, ...door }) },
  ),
]

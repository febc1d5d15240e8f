/** Containers, states and looks for tests of the dashboard. */
import { labels } from '../../../src/plan/labels.ts'
import { observedContainer, type ObservedContainer } from '../../../src/plan/observed.ts'
import { decodeInput } from '../../../src/ui/dashboard/input.ts'
import { createKeymap } from '../../../src/ui/dashboard/keys.ts'
import { createLogStore } from '../../../src/ui/dashboard/logs/store.ts'
import { reduce } from '../../../src/ui/dashboard/reduce.ts'
import type { Sources } from '../../../src/ui/dashboard/sources.ts'
import {
  begin,
  type Declared,
  type Effect,
  type Message,
  type State,
} from '../../../src/ui/dashboard/state.ts'
import { createUsageRings } from '../../../src/ui/dashboard/stats/rings.ts'
import { lookOf } from '../../../src/ui/dashboard/view/style.ts'

export const start = Date.parse('2026-11-21T12:00:00Z')

/** A container of the project shop; running unless said otherwise. */
export function container(
  service: string,
  facts: Partial<ObservedContainer> & { readonly number?: number } = {},
): ObservedContainer {
  const { number = 1, ...rest } = facts
  const observed = observedContainer({
    id: `id-${service}-${number}`,
    name: `shop-${service}-${number}`,
    image: service,
    imageId: 'sha256:1',
    command: service,
    created: start / 1000 - 3600,
    state: 'running',
    status: 'Up About an hour',
    health: 'none',
    labels: { [labels.project]: 'shop', [labels.service]: service, [labels.containerNumber]: String(number) },
    ports: [],
    mounts: [],
    networks: {},
    ...rest,
  })
  if (!observed) throw new Error('no container of a service')
  return observed
}

export const exited = (exitCode: number) =>
  ({ state: 'exited', status: `Exited (${exitCode}) 2 minutes ago` }) as const

/** web waits for db and migrate, worker for db. */
export const declared: readonly Declared[] = [
  { name: 'db', replicas: 1, dependencies: [] },
  {
    name: 'migrate',
    replicas: 1,
    dependencies: [{ service: 'db', condition: 'service_healthy' }],
  },
  {
    name: 'web',
    replicas: 2,
    dependencies: [
      { service: 'db', condition: 'service_healthy' },
      { service: 'migrate', condition: 'service_completed_successfully' },
    ],
  },
  { name: 'worker', replicas: 1, dependencies: [{ service: 'db', condition: 'service_healthy' }] },
]

export function beginning(given: Partial<Parameters<typeof begin>[0]> = {}): State {
  return begin({
    project: 'shop',
    owner: false,
    hasFiles: true,
    keymap: createKeymap(),
    columns: 120,
    rows: 30,
    now: start,
    ...given,
  })
}

export interface Played {
  readonly state: State
  /** All that was asked for, in order. */
  readonly effects: readonly Effect[]
}

/** Plays messages; a text stands for its keys as a terminal sends them. */
export function play(first: State, ...messages: readonly (Message | string)[]): Played {
  let state = first
  const effects: Effect[] = []
  const all = messages.flatMap((message): readonly Message[] =>
    typeof message === 'string'
      ? decodeInput(message).inputs.map((input) => ({ type: 'input', input }))
      : [message],
  )
  for (const message of all) {
    const next = reduce(state, message)
    state = next.state
    effects.push(...next.effects)
  }
  return { state, effects }
}

/** A project of four services, one of them failed. */
export function shop(given: Partial<Parameters<typeof begin>[0]> = {}): State {
  const port = { ip: '0.0.0.0', privatePort: 80, publicPort: 8080, type: 'tcp' }
  return play(
    beginning(given),
    { type: 'declared', services: declared },
    {
      type: 'containers',
      containers: [
        container('db', { health: 'healthy' }),
        container('migrate', exited(0)),
        container('web', { ports: [port] }),
        container('web', { number: 2 }),
        container('worker', exited(3)),
      ],
    },
    { type: 'engine', engine: 'engine 28.5.2' },
  ).state
}

/** Escape, as it is known when nothing follows. */
export const escape: Message = { type: 'input', input: { type: 'key', key: 'esc' } }

export const look = lookOf({ color: false, ascii: false })

export function sources(): Sources {
  return {
    logs: createLogStore(),
    usage: createUsageRings(),
    happenings: [],
    inspected: new Map(),
    definitionOf: () => undefined,
  }
}

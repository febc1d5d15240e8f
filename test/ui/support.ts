import { createEmitter, type Event, type EventBody, type Operation, type Resource } from '../../src/events.ts'
import type { Clock, Streams } from '../../src/ui/renderer.ts'

export const network: Resource = { kind: 'network', name: 'shop_default' }
export const image = (name: string, service: string): Resource => ({ kind: 'image', name, service })
export const container = (service: string): Resource => ({
  kind: 'container',
  name: `shop-${service}-1`,
  service,
})

/** The fields that every event of a step has; the id is made of resource and operation. */
export function stepOf(operation: Operation, resource: Resource) {
  return { step: `${resource.name}:${operation}`, operation, resource }
}

export function stamped(bodies: readonly EventBody[]): Event[] {
  const events: Event[] = []
  const emit = createEmitter(
    (event) => events.push(event),
    () => new Date('2026-11-21T12:00:00Z'),
  )
  for (const body of bodies) emit(body)
  return events
}

/** Streams that remember what was written; `all` keeps the order of both. */
export function createRecorder({ color = false } = {}) {
  const written = { stderr: '', stdout: '', all: '' }
  const output = (name: 'stderr' | 'stdout') => ({
    color,
    ascii: false,
    columns: () => 80,
    rows: () => 24,
    hold: () => () => undefined,
    write: (text: string) => {
      written[name] += text
      written.all += text
    },
  })
  const streams: Streams = { stderr: output('stderr'), stdout: output('stdout') }
  return { written, streams }
}

/** A clock that moves when told to. */
export function createFakeClock() {
  let now = 0
  const timers = new Set<{ readonly milliseconds: number; readonly tick: () => void; next: number }>()
  const clock: Clock = {
    now: () => now,
    every: (milliseconds, tick) => {
      const timer = { milliseconds, tick, next: now + milliseconds }
      timers.add(timer)
      return () => timers.delete(timer)
    },
  }
  const advance = (milliseconds: number) => {
    const end = now + milliseconds
    for (;;) {
      const due = [...timers].filter(({ next }) => next <= end).sort((one, other) => one.next - other.next)[0]
      if (!due) break
      now = due.next
      due.next += due.milliseconds
      due.tick()
    }
    now = end
  }
  return { clock, advance, running: () => timers.size }
}

/** Flask, Postgres and Redis come up. */
export const upEvents: readonly EventBody[] = [
  {
    type: 'plan',
    project: 'shop',
    steps: 8,
    resources: [
      network,
      image('postgres:16', 'db'),
      image('shop-web', 'web'),
      container('db'),
      container('db'),
      container('db'),
      container('web'),
      container('web'),
    ],
    order: [
      { step: 'shop_default:create-network', after: [] },
      { step: 'postgres:16:pull-image', after: [] },
      { step: 'shop-web:build-image', after: [] },
      {
        step: 'shop-db-1:create-container',
        after: ['shop_default:create-network', 'postgres:16:pull-image'],
      },
      { step: 'shop-db-1:start-container', after: ['shop-db-1:create-container'] },
      { step: 'shop-db-1:wait', after: ['shop-db-1:start-container'] },
      { step: 'shop-web-1:create-container', after: ['shop_default:create-network', 'shop-web:build-image'] },
      { step: 'shop-web-1:start-container', after: ['shop-web-1:create-container', 'shop-db-1:wait'] },
    ],
  },
  { type: 'step-started', reason: 'it does not exist', ...stepOf('create-network', network) },
  {
    type: 'step-started',
    reason: 'it is not on the engine',
    ...stepOf('pull-image', image('postgres:16', 'db')),
  },
  { type: 'step-started', reason: 'it was never built', ...stepOf('build-image', image('shop-web', 'web')) },
  { type: 'step-done', seconds: 0.05, ...stepOf('create-network', network) },
  {
    type: 'step-progress',
    current: 60_000_000,
    total: 120_000_000,
    ...stepOf('pull-image', image('postgres:16', 'db')),
  },
  {
    type: 'step-progress',
    text: '[2/3] RUN pip install flask',
    ...stepOf('build-image', image('shop-web', 'web')),
  },
  {
    type: 'step-output',
    text: '\u001B[32mCollecting\u001B[0m flask',
    ...stepOf('build-image', image('shop-web', 'web')),
  },
  { type: 'step-done', seconds: 3.4, ...stepOf('pull-image', image('postgres:16', 'db')) },
  {
    type: 'step-started',
    reason: 'service "db" has no container',
    ...stepOf('create-container', container('db')),
  },
  { type: 'step-done', seconds: 0.1, ...stepOf('create-container', container('db')) },
  { type: 'step-started', reason: 'it is new', ...stepOf('start-container', container('db')) },
  { type: 'step-done', seconds: 0.4, ...stepOf('start-container', container('db')) },
  { type: 'step-started', reason: 'web waits for it', ...stepOf('wait', container('db')) },
]

/** What follows `upEvents` when all goes well. */
export const upEnds: readonly EventBody[] = [
  { type: 'step-done', seconds: 8.1, ...stepOf('build-image', image('shop-web', 'web')) },
  {
    type: 'step-started',
    reason: 'service "web" has no container',
    ...stepOf('create-container', container('web')),
  },
  { type: 'step-done', seconds: 0.1, ...stepOf('create-container', container('web')) },
  { type: 'step-done', seconds: 5.2, outcome: 'healthy', ...stepOf('wait', container('db')) },
  { type: 'step-started', reason: 'it is new', ...stepOf('start-container', container('web')) },
  { type: 'step-done', seconds: 0.3, ...stepOf('start-container', container('web')) },
  { type: 'summary', exitCode: 0, seconds: 12.3, done: 8, failed: 0, skipped: 0 },
]

/** What follows `upEvents` when the database does not come up. */
export const upFails: readonly EventBody[] = [
  {
    type: 'step-failed',
    seconds: 5.2,
    failure: {
      code: 'exited-early',
      message: 'container "shop-db-1" exited with code 1',
      hint: 'set POSTGRES_PASSWORD',
      lastLines: ['starting', 'FATAL:  no password\u001B[2J'],
    },
    ...stepOf('wait', container('db')),
  },
  { type: 'step-done', seconds: 8.1, ...stepOf('build-image', image('shop-web', 'web')) },
  {
    type: 'step-skipped',
    because: 'shop-db-1:wait',
    ...stepOf('create-container', container('web')),
  },
  {
    type: 'step-skipped',
    because: 'shop-web-1:create-container',
    ...stepOf('start-container', container('web')),
  },
  { type: 'summary', exitCode: 30, seconds: 9.1, done: 5, failed: 1, skipped: 2 },
]

import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect, test } from 'vitest'
import type { Resource } from '../../src/events.ts'
import type { Plan, Step } from '../../src/plan/steps.ts'
import { formatPlan } from '../../src/ui/plan.ts'
import { planJson } from '../../src/ui/plan-json.ts'
import { container, image, network } from './support.ts'

const common = { after: [], lane: 'api' } as const
const createContainer = (
  resource: Resource,
  reason: Step['reason'],
  after: readonly string[] = [],
): Step => ({
  ...common,
  after,
  id: `${resource.name}:create`,
  kind: 'create-container',
  resource,
  reason,
  args: {
    name: resource.name,
    body: { Env: ['PASSWORD=hunter2'], HostConfig: {} },
    imageReference: 'x',
    references: {},
    contents: new Map(),
    service: { command: null, entrypoint: null },
  },
})
const start = (resource: Resource, after: readonly string[] = []): Step => ({
  ...common,
  after,
  id: `${resource.name}:start`,
  kind: 'start-container',
  resource,
  reason: { text: 'it is not running' },
  args: { container: resource.name, files: [] },
})
const stop = (resource: Resource, text: string): Step => ({
  ...common,
  id: `${resource.name}:stop`,
  kind: 'stop-container',
  resource,
  reason: { text },
  args: { container: resource.name },
})
const remove = (resource: Resource, text: string): Step => ({
  ...common,
  id: `${resource.name}:remove`,
  kind: 'remove-container',
  resource,
  reason: { text },
  args: { container: resource.name, volumes: false },
})
const waitFor = (resource: Resource): Step => ({
  ...common,
  after: [`${resource.name}:start`],
  id: `${resource.name}:wait`,
  kind: 'wait',
  resource,
  reason: { text: 'web waits for it' },
  args: { service: 'db', condition: 'service_healthy', containers: [resource.name], required: true },
})
const volume: Resource = { kind: 'volume', name: 'shop_old' }
const planOf = (...steps: readonly Step[]): Plan => ({ project: 'shop', warnings: [], steps })
const plan: Plan = {
  project: 'shop',
  warnings: [],
  steps: [
    {
      ...common,
      id: 'net',
      kind: 'create-network',
      resource: network,
      reason: { text: 'it does not exist' },
      args: { body: { Name: 'shop_default' } },
    },
    {
      ...common,
      id: 'pull',
      kind: 'pull-image',
      resource: image('postgres:16', 'db'),
      reason: { text: 'it is not on the engine' },
      args: { reference: 'postgres:16' },
    },
    createContainer(container('db'), { text: 'service "db" has no container' }, ['pull']),
    start(container('db'), ['shop-db-1:create']),
    waitFor(container('db')),
    stop(container('cache'), 'it is replaced'),
    remove(container('cache'), 'it is replaced'),
    createContainer(container('cache'), {
      text: 'its configuration changed',
      changes: [
        { attribute: 'image', from: 'redis:6', to: 'redis:7' },
        { attribute: 'environment.DEBUG', to: '1', file: 'app.env' },
      ],
    }),
    start(container('cache')),
    start(container('web'), ['shop-db-1:wait']),
    stop(container('old'), 'its service is gone from the Compose file'),
    remove(container('old'), 'its service is gone from the Compose file'),
    {
      ...common,
      id: 'vol',
      kind: 'remove-volume',
      resource: volume,
      reason: { text: 'asked for' },
      destructive: true,
      args: { name: 'shop_old' },
    },
  ],
}

test('a plan says what would happen to each resource, and why', () => {
  expect(formatPlan(plan, { color: false })).toBe(` + network   shop_default  create: it does not exist
 + image     postgres:16   pull: it is not on the engine
 + container shop-db-1     create, start, wait until healthy: service "db" has no container
 ~ container shop-cache-1  recreate, start: its configuration changed
       image: redis:6 → redis:7
       environment.DEBUG: (none) → 1 (env_file app.env)
 ~ container shop-web-1    start: it is not running
 - container shop-old-1    stop, remove: its service is gone from the Compose file
 - volume    shop_old      remove [destructive]: asked for

Destroyed:
 - container shop-old-1    its service is gone from the Compose file
 - volume    shop_old      with all its data: asked for

Critical path: pull postgres:16 → create db-1 → start db-1 → wait db healthy → start web-1
shop: 2 to create, 1 to recreate, 2 to remove, 1 to pull, 1 to start (1 destructive)
`)
})

test('in a narrow terminal reasons go below and values are cut', () => {
  const changes = [{ attribute: 'command', from: 'a'.repeat(80), to: 'b'.repeat(80) }]
  const steps = [createContainer(container('web'), { text: 'its configuration has changed a lot', changes })]
  const text = formatPlan(planOf(...steps), { color: false, width: 60, ascii: true })
  for (const line of text.split('\n')) expect(line.length).toBeLessThanOrEqual(60)
  expect(text).toBe(` + container shop-web-1  create
     its configuration has changed a lot
       command: aaaaaaaa...aaaaaaaa -> bbbbbbbb...bbbbbbbb

shop: 1 to create, 0 to recreate, 0 to remove
`)
})

test('an empty plan says that there is nothing to do', () => {
  expect(formatPlan(planOf(), { color: false })).toBe('shop: up to date, nothing to do\n')
})

test('colours mark what is done, never alone', () => {
  const text = formatPlan(plan, { color: true })
  expect(text).toContain(' \u001B[32m+\u001B[39m network')
  expect(text).toContain('\u001B[31m[destructive]\u001B[39m')
})

test('names of the engine drive no terminal', () => {
  const evil: Resource = { kind: 'container', name: 'x\u001B[2J\ny' }
  expect(formatPlan(planOf(stop(evil, 'r\u001B[1A')), { color: false })).toBe(
    ' ~ container x y  stop: r\n\nshop: 0 to create, 0 to recreate, 0 to remove, 1 to stop\n',
  )
})

/** The schema, with fields refused that it does not name: what is printed is documented. */
const schema: object = JSON.parse(
  readFileSync(new URL('../../schemas/plan.schema.json', import.meta.url), 'utf8'),
  (_, value: unknown) =>
    typeof value === 'object' && value !== null && 'properties' in value && !('additionalProperties' in value)
      ? { ...value, additionalProperties: false }
      : value,
)
const valid = new Ajv2020({ strict: true }).compile(schema)

test('as JSON a plan has its steps in order, by resource too, and nothing of what the engine is told', () => {
  const text = planJson(plan)
  expect(text).not.toContain('hunter2')
  const document = JSON.parse(text)
  expect(valid(document), JSON.stringify(valid.errors)).toBe(true)
  expect(document).toMatchObject({
    v: 1,
    project: 'shop',
    summary: { create: 2, recreate: 1, remove: 2, pull: 1, start: 1 },
    criticalPath: ['pull', 'shop-db-1:create', 'shop-db-1:start', 'shop-db-1:wait', 'shop-web-1:start'],
  })
  const { steps, resources, destroyed } = document
  expect(steps.map(({ id }: { id: string }) => id)).toEqual(plan.steps.map(({ id }) => id))
  expect(steps.at(-1)).toEqual({
    id: 'vol',
    kind: 'remove-volume',
    resource: { kind: 'volume', name: 'shop_old' },
    reason: { text: 'asked for' },
    after: [],
    destructive: true,
  })
  expect(resources[3]).toEqual({
    resource: container('cache'),
    action: 'recreate',
    verbs: ['recreate', 'start'],
    reason: 'its configuration changed',
    changes: [
      { attribute: 'image', from: 'redis:6', to: 'redis:7' },
      { attribute: 'environment.DEBUG', to: '1', file: 'app.env' },
    ],
    destructive: false,
    steps: ['shop-cache-1:stop', 'shop-cache-1:remove', 'shop-cache-1:create', 'shop-cache-1:start'],
  })
  expect(destroyed).toEqual([
    { resource: container('old'), reason: 'its service is gone from the Compose file', data: false },
    { resource: volume, reason: 'asked for', data: true },
  ])
})

test('the schema knows the kinds of step and of resource that events know', () => {
  const enums = (name: string) => {
    const found: string[] = []
    JSON.parse(
      readFileSync(new URL(`../../schemas/${name}`, import.meta.url), 'utf8'),
      (key, value: unknown) => {
        if (
          key === 'enum' &&
          Array.isArray(value) &&
          (value.includes('pull-image') || value.includes('volume'))
        )
          found.push(value.join(' '))
        return value
      },
    )
    return new Set(found)
  }
  expect(enums('plan.schema.json')).toEqual(enums('events.schema.json'))
})

test('a plan with nothing in it is valid too', () => {
  expect(valid(JSON.parse(planJson(planOf())))).toBe(true)
})

test('what else is to be known comes first', () => {
  const warnings = [{ code: 'orphans', message: 'container "shop-old-1" belongs to no service' }]
  expect(formatPlan({ ...planOf(), warnings }, { color: false })).toBe(
    'Warning: container "shop-old-1" belongs to no service\nshop: up to date, nothing to do\n',
  )
  expect(JSON.parse(planJson({ ...planOf(), warnings })).warnings).toEqual(warnings)
})

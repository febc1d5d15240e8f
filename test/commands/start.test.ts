import { describe, expect, test } from 'vitest'
import { hookRecorder, shop, told } from './shop.ts'

const stack = `
services:
  web: {image: web, depends_on: {db: {condition: service_healthy}, migrate: {condition: service_completed_successfully}}}
  migrate: {image: migrate, depends_on: {db: {condition: service_healthy}}}
  db: {image: db, healthcheck: {test: ready}}
`
const jobs = { behaviour: ({ name }: { name: string }) => (name.includes('migrate') ? { exitCode: 0 } : {}) }

describe('start', () => {
  test('starts dependencies first, and waits for what each service waits for', async () => {
    const { gantry, changes, states } = shop(stack, jobs)
    await gantry('create')
    changes()
    const ended = await gantry('start')
    expect(ended.code).toBe(0)
    expect(changes()).toEqual(['start db-1', 'start migrate-1', 'start web-1'])
    expect(await states()).toBe('db-1 running, migrate-1 exited, web-1 running')
    expect(told(ended)).toContain('Container shop-db-1 Healthy')
    expect(told(ended)).toContain('Container shop-migrate-1 Completed')
  })

  test('a second one has nothing to do: work that is done is not done again', async () => {
    const { gantry } = shop(stack, jobs)
    await gantry('up', '-d')
    expect(await gantry('start')).toMatchObject({ code: 0, err: 'shop: nothing to do\n' })
  })

  test('work that is done is done again where it is named', async () => {
    const { gantry, changes } = shop(stack, jobs)
    await gantry('up', '-d')
    changes()
    await gantry('start', 'migrate')
    expect(changes()).toEqual(['start migrate-1'])
  })

  test('a named service brings what it depends on, and nothing else', async () => {
    const { gantry, states } = shop(
      `services: {web: {image: web, depends_on: [db]}, db: {image: db}, other: {image: other}}`,
    )
    await gantry('create')
    await gantry('start', 'web')
    expect(await states()).toBe('db-1 running, other-1 created, web-1 running')
  })

  test('post_start hooks run, and contents of configs are copied in again', async () => {
    const { commands, memory } = hookRecorder()
    const { gantry, engine } = shop(
      `services: {web: {image: web, configs: [greeting], post_start: [{command: [warm, up]}]}}\nconfigs: {greeting: {content: hello}}`,
      memory,
    )
    await gantry('create')
    expect((await gantry('start')).code).toBe(0)
    expect(commands).toEqual(['warm up'])
    expect(engine.calls.filter(({ method }) => method === 'copyToContainer')).toHaveLength(1)
  })

  test('a project without containers is refused, with the command that makes them', async () => {
    const { gantry } = shop(stack)
    const { code, err } = await gantry('start')
    expect(code).toBe(1)
    expect(err).toContain('project "shop" has no containers to start')
    expect(err).toContain('gantry up -d')
  })

  test('a service without a container is refused; one that is only wanted is not', async () => {
    const services = (condition: string) =>
      `services: {web: {image: web, depends_on: {db: {condition: service_started${condition}}}}, db: {image: db}}`
    const { gantry, states } = shop(services(''))
    await gantry('create', 'web')
    await gantry('rm', '-f', 'db')
    const { code, err } = await gantry('start', 'web')
    expect({ code }).toEqual({ code: 1 })
    expect(err).toContain('service "db" has no container to start')
    expect(await states()).toBe('web-1 created')
    const optional = shop(services(', required: false'))
    await optional.gantry('create')
    await optional.gantry('rm', '-f', 'db')
    expect((await optional.gantry('start', 'web')).code).toBe(0)
  })

  test('by name alone conditions and order come from the labels', async () => {
    const { gantry, ask, changes } = shop(stack, jobs)
    await gantry('create')
    changes()
    expect((await ask(['-p', 'shop', 'start'], { files: {} })).code).toBe(0)
    expect(changes()).toEqual(['start db-1', 'start migrate-1', 'start web-1'])
    expect((await ask(['-p', 'shop', 'start', 'wbe'], { files: {} })).err).toContain('did you mean "web"?')
  })

  test('--wait ends well when all is healthy, and names what never got there when time is over', async () => {
    const { gantry } = shop(stack, jobs)
    await gantry('create')
    expect((await gantry('start', '--wait')).code).toBe(0)
    const never = shop(`services: {db: {image: db, healthcheck: {test: ready}}}`, {
      behaviour: () => ({ health: 'starting' }),
    })
    await never.gantry('create')
    const { code, err } = await never.gantry('start', '--wait', '--wait-timeout', '1')
    expect(code).toBe(32)
    expect(err).toContain('gave up after 1 s (--wait-timeout), still waiting for "shop-db-1"')
  })

  test('a container that fails to start fails the run, and what depends on it is not started', async () => {
    const { gantry, states } = shop(`services: {web: {image: web, depends_on: [db]}, db: {image: db}}`, {
      behaviour: ({ name }) => (name.includes('db') ? { startError: 'no such command' } : {}),
    })
    await gantry('create')
    expect((await gantry('start')).code).toBe(1)
    expect(await states()).toBe('db-1 created, web-1 created')
  })

  test('--dry-run plays health checks and jobs, and starts nothing', async () => {
    const { gantry, states } = shop(stack, jobs)
    await gantry('create')
    const { code, err } = await gantry('--dry-run', 'start')
    expect({ code, err }).toEqual({ code: 0, err: expect.stringContaining('Container shop-web-1 Started') })
    expect(await states()).toBe('db-1 created, migrate-1 created, web-1 created')
  })
})

import { describe, expect, test } from 'vitest'
import { hookRecorder, shop } from './shop.ts'

const stack = `
services:
  web: {image: web, depends_on: {db: {condition: service_started, restart: true}}}
  api: {image: api, depends_on: [db]}
  db: {image: db}
`

describe('restart', () => {
  test('stops in reverse order, then starts in order', async () => {
    const { gantry, changes, states } = shop(
      `services: {web: {image: web, depends_on: [db]}, db: {image: db}}`,
    )
    await gantry('up', '-d')
    changes()
    expect((await gantry('restart')).code).toBe(0)
    expect(changes()).toEqual(['stop web-1', 'stop db-1', 'start db-1', 'start web-1'])
    expect(await states()).toBe('db-1 running, web-1 running')
  })

  test.each([
    [
      ['restart', 'db'],
      ['stop web-1', 'stop db-1', 'start db-1', 'start web-1'],
    ],
    [
      ['restart', '--no-deps', 'db'],
      ['stop db-1', 'start db-1'],
    ],
    [
      ['restart', 'web'],
      ['stop web-1', 'start web-1'],
    ],
  ])('%j takes along those that ask to be restarted with it', async (args, calls) => {
    const { gantry, changes } = shop(stack)
    await gantry('up', '-d')
    changes()
    expect((await gantry(...args)).code).toBe(0)
    expect(changes()).toEqual(calls)
  })

  test('says why a service is restarted that was not named', async () => {
    const { gantry } = shop(stack)
    await gantry('up', '-d')
    const { err } = await gantry('restart', 'db')
    expect(err).toContain('Container shop-web-1 Stopping: it asks to be restarted with "db"')
    expect(err).toContain('Container shop-db-1 Stopping: asked for')
  })

  test('starts what stands still, and waits for health again', async () => {
    const { gantry, changes, states } = shop(
      `services: {web: {image: web, depends_on: {db: {condition: service_healthy}}}, db: {image: db, healthcheck: {test: ready}}}`,
    )
    await gantry('up', '-d')
    await gantry('stop', 'web')
    changes()
    const { code, err } = await gantry('restart')
    expect(code).toBe(0)
    expect(changes()).toEqual(['stop db-1', 'start db-1', 'start web-1'])
    expect(err).toContain('Container shop-db-1 Healthy')
    expect(await states()).toBe('db-1 running, web-1 running')
  })

  test('nothing to do where there is no container; an unknown name is refused', async () => {
    const { gantry, ask } = shop(stack)
    expect(await gantry('restart')).toMatchObject({ code: 0, err: 'shop: nothing to do\n' })
    await gantry('up', '-d')
    expect((await gantry('restart', 'wbe')).code).toBe(10)
    const { code, err } = await ask(['-p', 'shop', 'restart', 'wbe'], { files: {} })
    expect(code).toBe(1)
    expect(err).toContain('project "shop" has no container of a service "wbe"')
  })

  test('by name alone the labels tell who is restarted with whom', async () => {
    const { gantry, ask, changes } = shop(stack)
    await gantry('up', '-d')
    changes()
    expect((await ask(['-p', 'shop', 'restart', '-t', '1', 'db'], { files: {} })).code).toBe(0)
    expect(changes()).toEqual(['stop web-1', 'stop db-1', 'start db-1', 'start web-1'])
  })

  test('hooks run on both sides', async () => {
    const { commands, memory } = hookRecorder()
    const { gantry } = shop(
      `services: {web: {image: web, pre_stop: [{command: [drain]}], post_start: [{command: [warm]}]}}`,
      memory,
    )
    await gantry('up', '-d')
    await gantry('restart')
    expect(commands).toEqual(['warm', 'drain', 'warm'])
  })
})

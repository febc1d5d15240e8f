import { describe, expect, test } from 'vitest'
import { shop } from './shop.ts'

const stack = `services: {web: {image: web, depends_on: [db]}, db: {image: db}}`

describe('pause and unpause', () => {
  test('freeze what runs, and let it go on', async () => {
    const { gantry, states } = shop(stack)
    await gantry('up', '-d')
    expect((await gantry('pause')).code).toBe(0)
    expect(await states()).toBe('db-1 paused, web-1 paused')
    expect((await gantry('unpause')).code).toBe(0)
    expect(await states()).toBe('db-1 running, web-1 running')
  })

  test('mean the services named, and leave alone what is there already', async () => {
    const { gantry, states } = shop(stack)
    await gantry('up', '-d')
    await gantry('pause', 'web')
    expect(await states()).toBe('db-1 running, web-1 paused')
    expect(await gantry('pause', 'web')).toMatchObject({ code: 0, err: 'shop: nothing to do\n' })
    expect((await gantry('pause')).err).not.toContain('web')
    expect((await gantry('unpause', 'db')).code).toBe(0)
    expect(await gantry('unpause', 'db')).toMatchObject({ code: 0, err: 'shop: nothing to do\n' })
    expect(await states()).toBe('db-1 running, web-1 paused')
  })

  test('have nothing to do where nothing runs', async () => {
    const { gantry } = shop(stack)
    await gantry('create')
    expect(await gantry('pause')).toMatchObject({ code: 0, err: 'shop: nothing to do\n' })
    expect(await gantry('unpause')).toMatchObject({ code: 0, err: 'shop: nothing to do\n' })
  })

  test('what is paused cannot be started, but stopped, killed and restarted', async () => {
    const { gantry, states } = shop(stack)
    await gantry('up', '-d')
    await gantry('pause')
    const { code, err } = await gantry('start')
    expect(code).toBe(1)
    expect(err).toContain('container "shop-db-1" is paused')
    expect(err).toContain('gantry unpause db')
    expect((await gantry('restart')).code).toBe(0)
    expect(await states()).toBe('db-1 running, web-1 running')
    await gantry('pause', 'web')
    expect((await gantry('kill', 'web')).code).toBe(0)
    await gantry('pause', 'db')
    expect((await gantry('stop')).code).toBe(0)
    expect(await states()).toBe('db-1 exited, web-1 exited')
  })
})

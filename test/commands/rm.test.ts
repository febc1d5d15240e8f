import { describe, expect, test } from 'vitest'
import { shop } from './shop.ts'

const stack = `services: {web: {image: web, depends_on: [db]}, db: {image: db}}`

describe('rm', () => {
  test('removes what has stopped, and leaves what runs', async () => {
    const { gantry, states } = shop(stack)
    await gantry('up', '-d')
    await gantry('stop', 'web')
    expect((await gantry('rm', '-f')).code).toBe(0)
    expect(await states()).toBe('db-1 running')
    expect(await gantry('rm', '-f')).toMatchObject({ code: 0, err: 'shop: nothing to do\n' })
  })

  test('-s stops first, in reverse order, and removes', async () => {
    const { gantry, states, changes } = shop(stack)
    await gantry('up', '-d')
    changes()
    expect((await gantry('rm', '-sf')).code).toBe(0)
    expect(changes().filter((change) => change.startsWith('stop'))).toEqual(['stop web-1', 'stop db-1'])
    expect(await states()).toBe('')
  })

  test.each([
    ['y', 'db-1 running'],
    ['yes', 'db-1 running'],
    ['n', 'db-1 running, web-1 exited'],
    ['', 'db-1 running, web-1 exited'],
  ])('asks at a terminal; the answer "%s" counts', async (answer, left) => {
    const { gantry, ask, states } = shop(stack)
    await gantry('up', '-d')
    await gantry('stop', 'web')
    const { code, err } = await ask(['rm'], { answer })
    expect(code).toBe(0)
    expect(err).toContain('Remove shop-web-1? [y/N]')
    expect(await states()).toBe(left)
  })

  test('where nobody can be asked nothing is touched, and that is a failure', async () => {
    const { gantry, states } = shop(stack)
    await gantry('up', '-d')
    const { code, err } = await gantry('rm', '-s')
    expect(code).toBe(1)
    expect(err).toContain('give --force, which asks nothing')
    expect(await states()).toBe('db-1 running, web-1 running')
  })

  test('nothing is asked where there is nothing to remove', async () => {
    const { gantry } = shop(stack)
    await gantry('up', '-d')
    expect(await gantry('rm')).toMatchObject({ code: 0, err: 'shop: nothing to do\n' })
  })

  test('-v takes anonymous volumes along, named ones stay', async () => {
    const services = `services: {db: {image: db, volumes: [/cache, "data:/data"]}}\nvolumes: {data: }`
    const { gantry, engine } = shop(services)
    await gantry('up', '-d')
    await gantry('rm', '-sf')
    expect(await engine.listVolumes({ labels: [] })).toHaveLength(2)
    await gantry('up', '-d')
    await gantry('rm', '-sfv')
    const left = await engine.listVolumes({ labels: [] })
    expect(left.map(({ name }) => name)).toContain('shop_data')
    expect(left).toHaveLength(2)
  })
})

import { describe, expect, test } from 'vitest'
import { shop } from './shop.ts'

const stack = `services: {web: {image: web, depends_on: [db]}, db: {image: db}}`

describe('create', () => {
  test('makes everything and starts nothing; a second one has nothing to do', async () => {
    const { gantry, states } = shop(stack)
    expect((await gantry('create')).code).toBe(0)
    expect(await states()).toBe('db-1 created, web-1 created')
    expect(await gantry('create')).toMatchObject({ code: 0, err: 'shop: nothing to do\n' })
    await gantry('up', '-d')
    expect(await gantry('create')).toMatchObject({ code: 0, err: 'shop: nothing to do\n' })
    expect(await states()).toBe('db-1 running, web-1 running')
  })

  test('a named service comes with what it depends on', async () => {
    const { gantry, states } = shop(
      `services: {web: {image: web, depends_on: [db]}, db: {image: db}, x: {image: x}}`,
    )
    await gantry('create', 'web')
    expect(await states()).toBe('db-1 created, web-1 created')
  })

  test('--force-recreate makes running ones anew, which then stand still', async () => {
    const { gantry, states } = shop(stack)
    await gantry('up', '-d')
    expect((await gantry('create', '--force-recreate')).code).toBe(0)
    expect(await states()).toBe('db-1 created, web-1 created')
  })

  test('--no-recreate leaves what differs; without it that is made anew', async () => {
    const { gantry, ask, states } = shop(stack)
    await gantry('create')
    const files = {
      '/work/compose.yaml': 'name: shop\nservices: {web: {image: web, user: "7"}, db: {image: db}}',
    }
    expect((await ask(['create', '--no-recreate'], { files })).err).toBe('shop: nothing to do\n')
    expect((await ask(['create'], { files })).err).toContain('web-1 Creating: configuration changed')
    expect(await states()).toBe('db-1 created, web-1 created')
  })

  test('--scale makes more of one; a service that is not there is refused', async () => {
    const { gantry, states } = shop(stack)
    expect((await gantry('create', '--scale', 'web=2')).code).toBe(0)
    expect(await states()).toBe('db-1 created, web-1 created, web-2 created')
    expect(await gantry('create', '--scale', 'x=2')).toMatchObject({
      code: 1,
      err: expect.stringContaining('no such service: "x"'),
    })
  })

  test('--remove-orphans removes what the files no longer name', async () => {
    const { gantry, ask, states } = shop(stack)
    await gantry('create')
    const files = { '/work/compose.yaml': 'name: shop\nservices: {web: {image: web}}' }
    await ask(['create', '--remove-orphans', '--quiet-pull', '-y'], { files })
    expect(await states()).toBe('web-1 created')
  })

  test.each([
    ['--build', '--no-build'],
    ['--force-recreate', '--no-recreate'],
  ])('%s and %s exclude each other', async (...options) => {
    expect(await shop(stack).gantry('create', ...options)).toMatchObject({
      code: 1,
      err: expect.stringContaining(options.join(' and ')),
    })
  })
})

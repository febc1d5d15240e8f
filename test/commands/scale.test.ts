import { describe, expect, test } from 'vitest'
import { shop } from './shop.ts'

const stack = `services: {web: {image: web, depends_on: [db]}, db: {image: db}, other: {image: other}}`

describe('scale', () => {
  test('adds and removes containers; the others are left alone', async () => {
    const { gantry, states } = shop(stack)
    await gantry('up', '-d')
    expect((await gantry('scale', 'web=3')).code).toBe(0)
    expect(await states()).toBe('db-1 running, other-1 running, web-1 running, web-2 running, web-3 running')
    expect((await gantry('scale', 'web=1')).code).toBe(0)
    expect(await states()).toBe('db-1 running, other-1 running, web-1 running')
    await gantry('scale', 'web=0', 'db=2')
    expect(await states()).toBe('db-1 running, db-2 running, other-1 running')
    expect(await gantry('scale', 'web=0', 'db=2')).toMatchObject({ code: 0, err: 'shop: nothing to do\n' })
  })

  test('brings dependencies up, unless --no-deps', async () => {
    const one = shop(stack)
    await one.gantry('scale', 'web=2')
    expect(await one.states()).toBe('db-1 running, web-1 running, web-2 running')
    const other = shop(stack)
    await other.gantry('scale', '--no-deps', 'web=2')
    expect(await other.states()).toBe('web-1 running, web-2 running')
  })

  test('a service of an inactive profile is scaled by its name', async () => {
    const { gantry, states } = shop(`services: {web: {image: web}, tool: {image: tool, profiles: [tools]}}`)
    await gantry('scale', 'tool=2')
    expect(await states()).toBe('tool-1 running, tool-2 running')
  })

  test.each([
    [[], 1, 'missing argument SERVICE=N...'],
    [['web'], 1, '"web" says no number of containers'],
    [['web=-1'], 1, '"web=-1" says no number of containers'],
    [['wbe=1'], 10, 'no such service: "wbe"'],
  ])('%j is refused', async (operands, code, message) => {
    const { gantry, states } = shop(stack)
    expect(await gantry('scale', ...operands)).toMatchObject({ code, err: expect.stringContaining(message) })
    expect(await states()).toBe('')
  })
})

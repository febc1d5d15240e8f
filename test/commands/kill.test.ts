import { describe, expect, test } from 'vitest'
import { container } from './stack.ts'
import { hookRecorder, shop } from './shop.ts'

const stack = `services: {web: {image: web, depends_on: [db]}, db: {image: db}}`

describe('kill', () => {
  test('sends SIGKILL to what runs, dependents first, without hooks', async () => {
    const { commands, memory } = hookRecorder()
    const { gantry, changes, states, engine } = shop(
      `services: {web: {image: web, depends_on: [db], pre_stop: [{command: [drain]}]}, db: {image: db}}`,
      memory,
    )
    await gantry('up', '-d')
    changes()
    expect((await gantry('kill')).code).toBe(0)
    expect(changes()).toEqual(['kill web-1', 'kill db-1'])
    expect(engine.calls.findLast(({ method }) => method === 'killContainer')?.args[1]).toEqual({
      signal: 'SIGKILL',
    })
    expect(await states()).toBe('db-1 exited, web-1 exited')
    expect(commands).toEqual([])
  })

  test('-s sends another signal to the services named, and the reason says which', async () => {
    const { gantry, engine } = shop(stack)
    await gantry('up', '-d')
    const { err } = await gantry('kill', '-s', 'HUP', 'web')
    expect(err).toContain('Container shop-web-1 Killing: HUP')
    expect(engine.calls.filter(({ method }) => method === 'killContainer')).toHaveLength(1)
    expect(engine.calls.findLast(({ method }) => method === 'killContainer')?.args[1]).toEqual({
      signal: 'HUP',
    })
  })

  test('a container that ends in the meantime is no failure', async () => {
    const { gantry, engine } = shop(`services: {web: {image: web}}`)
    await gantry('up', '-d')
    const [web] = await engine.listContainers({ labels: [] })
    engine.fail('killContainer', () => (engine.exit(web?.id ?? '', 0), false), 'hang')
    expect((await gantry('kill')).code).toBe(0)
  })

  test('nothing to do where nothing runs', async () => {
    const { gantry } = shop(stack)
    await gantry('create')
    expect(await gantry('kill')).toMatchObject({ code: 0, err: 'shop: nothing to do\n' })
  })

  test('--remove-orphans sends it to orphans too; containers of run get it in any case', async () => {
    const { gantry, ask, states, engine } = shop(`services: {web: {image: web}, old: {image: old}}`)
    await gantry('up', '-d')
    const { name, labels } = container('web', 1, { oneOff: true })
    await engine.createContainer({ name, body: { Image: 'web', Labels: labels, HostConfig: {} } })
    await engine.startContainer(name)
    const files = { '/work/compose.yaml': 'name: shop\nservices: {web: {image: web}}' }
    await ask(['kill'], { files })
    expect(await states()).toBe('old-1 running, web-1 exited, web-run-1 exited')
    await ask(['kill', '--remove-orphans'], { files })
    expect(await states()).toBe('old-1 exited, web-1 exited, web-run-1 exited')
  })
})

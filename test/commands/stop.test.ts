import { describe, expect, test } from 'vitest'
import { hookRecorder, shop, told } from './shop.ts'

const stack = `services: {web: {image: web, depends_on: [db]}, db: {image: db}}`

describe('stop', () => {
  test('stops what others depend on last, and keeps the containers', async () => {
    const { gantry, states, changes } = shop(stack)
    await gantry('up', '-d')
    changes()
    const ended = await gantry('stop')
    expect(ended.code).toBe(0)
    expect(changes()).toEqual(['stop web-1', 'stop db-1'])
    expect(await states()).toBe('db-1 exited, web-1 exited')
    expect(told(ended)).toBe(
      ` Container shop-web-1 Stopping: asked for
 Container shop-web-1 Stopped
 Container shop-db-1 Stopping: asked for
 Container shop-db-1 Stopped
shop: 2 steps done
`,
    )
  })

  test('stops a named service alone, though another depends on it', async () => {
    const { gantry, states } = shop(stack)
    await gantry('up', '-d')
    expect((await gantry('stop', 'db')).code).toBe(0)
    expect(await states()).toBe('db-1 exited, web-1 running')
  })

  test('says that there is nothing to do where nothing runs', async () => {
    const { gantry } = shop(stack)
    expect(await gantry('stop')).toMatchObject({ code: 0, err: 'shop: nothing to do\n' })
    await gantry('create')
    expect(await gantry('stop')).toMatchObject({ code: 0, err: 'shop: nothing to do\n' })
  })

  test('-t reaches the engine, and pre_stop hooks run before', async () => {
    const { commands, memory } = hookRecorder()
    const { gantry, engine } = shop(
      `services: {web: {image: web, pre_stop: [{command: [drain, --all]}]}}`,
      memory,
    )
    await gantry('up', '-d')
    expect((await gantry('stop', '-t', '3')).code).toBe(0)
    expect(commands).toEqual(['drain --all'])
    expect(engine.calls.findLast(({ method }) => method === 'stopContainer')?.args[1]).toMatchObject({
      timeout: 3,
    })
  })

  test('a failed pre_stop hook leaves the container running, and fails', async () => {
    const { gantry, states } = shop(`services: {web: {image: web, pre_stop: [{command: [drain]}]}}`, {
      behaviour: () => ({ exec: () => ({ exitCode: 3, output: 'no\n' }) }),
    })
    await gantry('up', '-d')
    const { code, err } = await gantry('stop')
    expect(code).toBe(31)
    expect(err).toContain('hook "drain" of container "shop-web-1" exited with code 3')
    expect(await states()).toBe('web-1 running')
  })

  test('--dry-run says what would be done and does nothing', async () => {
    const { gantry, states } = shop(stack)
    await gantry('up', '-d')
    const { code, err } = await gantry('--dry-run', 'stop')
    expect(code).toBe(0)
    expect(err).toContain('Container shop-web-1 Stopped')
    expect(await states()).toBe('db-1 running, web-1 running')
  })
})

describe('the services that stop means', () => {
  const three = `services: {web: {image: web}, old: {image: old}, tool: {image: tool, profiles: [tools]}}`
  const two = {
    '/work/compose.yaml': `name: shop\nservices: {web: {image: web}, tool: {image: tool, profiles: [tools]}}`,
  }

  test('orphans and inactive profiles are left alone; a named service needs no profile', async () => {
    const { gantry, ask, states } = shop(three)
    await gantry('--profile', 'tools', 'up', '-d')
    await ask(['stop'], { files: two })
    expect(await states()).toBe('old-1 running, tool-1 running, web-1 exited')
    await ask(['stop', 'tool'], { files: two })
    expect(await states()).toBe('old-1 running, tool-1 exited, web-1 exited')
  })

  test('a name that the files do not have is refused, with the one that was meant', async () => {
    const { gantry, states } = shop(stack)
    await gantry('up', '-d')
    const { code, err } = await gantry('stop', 'wbe')
    expect(code).toBe(10)
    expect(err).toContain('no such service: "wbe"')
    expect(err).toContain('did you mean "web"?')
    expect(await states()).toBe('db-1 running, web-1 running')
  })

  test('by name alone all containers of the project are meant, in the order of their labels', async () => {
    const { gantry, ask, states, changes } = shop(stack)
    await gantry('up', '-d')
    changes()
    expect((await ask(['-p', 'shop', 'stop'], { files: {} })).code).toBe(0)
    expect(changes()).toEqual(['stop web-1', 'stop db-1'])
    expect(await states()).toBe('db-1 exited, web-1 exited')
  })

  test('by name alone, in the folder of another project, its files do not count', async () => {
    const { gantry, ask, states } = shop(stack)
    await gantry('up', '-d')
    const foreign = { '/elsewhere/compose.yaml': 'services: {web: {image: other}}' }
    const files = { '/work/compose.yaml': 'include: [/elsewhere/compose.yaml, /nowhere.yaml]', ...foreign }
    expect((await ask(['-p', 'shop', 'stop', 'db'], { files })).code).toBe(0)
    expect(await states()).toBe('db-1 exited, web-1 running')
  })

  test('by name alone a service that has no container is told, and is no failure', async () => {
    const { gantry, ask } = shop(stack)
    await gantry('up', '-d')
    const { code, err } = await ask(['-p', 'shop', 'stop', 'wbe'], { files: {} })
    expect(code).toBe(0)
    expect(err).toContain('project "shop" has no container of a service "wbe": did you mean "web"?')
  })

  test('an env_file that is missing does not keep a project from being stopped', async () => {
    const { gantry, ask, states } = shop(stack)
    await gantry('up', '-d')
    const files = { '/work/compose.yaml': 'name: shop\nservices: {web: {image: web, env_file: gone.env}}' }
    expect((await ask(['stop'], { files })).code).toBe(0)
    expect(await states()).toBe('db-1 running, web-1 exited')
  })

  test('labels that depend on each other in a circle are stopped all the same', async () => {
    const { gantry, ask, states } = shop(`services: {a: {image: a, depends_on: [b]}, b: {image: b}}`)
    await gantry('up', '-d')
    const turned = {
      '/work/compose.yaml':
        'name: shop\nservices: {b: {image: b, command: x, depends_on: [a]}, a: {image: a}}',
    }
    await ask(['up', '-d', '--no-deps', 'b'], { files: turned })
    expect((await gantry('stop')).code).toBe(0)
    expect(await states()).toBe('a-1 exited, b-1 exited')
    expect((await gantry('down')).code).toBe(0)
  })
})

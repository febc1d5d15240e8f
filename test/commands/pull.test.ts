import { describe, expect, test } from 'vitest'
import { shop, told, type Shop } from './shop.ts'

const stack = `
services:
  web: {image: "app:1", depends_on: [db]}
  worker: {image: "app:1"}
  db: {image: "postgres:15", pull_policy: missing}
  tool: {image: "tool:1", pull_policy: never}
  own: {build: .}
  both: {image: "both:1", build: .}
`

function pulled({ engine }: Shop): readonly string[] {
  return engine.calls.flatMap(({ method, subject }) => (method === 'pullImage' ? [subject] : [])).toSorted()
}

describe('pull', () => {
  test('fetches each image once, and passes over what has none to fetch', async () => {
    const world = shop(stack)
    expect((await world.gantry('pull')).code).toBe(0)
    expect(pulled(world)).toEqual(['app:1', 'both:1', 'postgres:15'])
  })

  test('looks again for what is there, but for images that are only wanted where missing', async () => {
    const world = shop(stack)
    await world.gantry('pull')
    const before = pulled(world).length
    expect(told(await world.gantry('pull'))).toContain('Image app:1 Pulling: look for a newer one')
    expect(pulled(world)).toHaveLength(before + 2)
    expect(await world.gantry('pull', '--policy', 'missing', 'web', 'db')).toMatchObject({
      err: 'shop: nothing to do\n',
    })
    await world.gantry('pull', '--policy', 'always', 'tool')
    expect(pulled(world)).toContain('tool:1')
  })

  test('latest may name another image by now: being there does not count', async () => {
    const world = shop(`services: {a: {image: "a:latest"}, b: {image: "host:5000/b"}}`)
    await world.gantry('pull')
    await world.gantry('pull', '--policy', 'missing')
    expect(pulled(world)).toEqual(['a:latest', 'a:latest', 'host:5000/b', 'host:5000/b'])
  })

  test.each([
    [['pull', 'web'], ['app:1']],
    [
      ['pull', '--include-deps', 'web'],
      ['app:1', 'postgres:15'],
    ],
    [['pull', '--ignore-buildable', 'both', 'db'], ['postgres:15']],
  ])('%j means these images', async (args, images) => {
    const world = shop(stack)
    expect((await world.gantry(...args)).code).toBe(0)
    expect(pulled(world)).toEqual(images)
  })

  test.each([
    ['own', 'service "own" is not pulled: it has no image but the one that is built'],
    ['tool', 'service "tool" is not pulled: its pull policy is "never"'],
  ])('says why the named service %s is not pulled', async (service, message) => {
    const { code, err } = await shop(stack).gantry('pull', service)
    expect(code).toBe(0)
    expect(err).toContain(message)
  })

  test('a failure lets the others go on, and is the exit code', async () => {
    const registry = (reference: string) =>
      reference === 'bad:1'
        ? undefined
        : {
            id: `sha256:${reference}`,
            tags: [],
            os: 'linux',
            architecture: 'amd64',
            variant: '',
            volumes: [],
            hasHealthcheck: false,
          }
    const services = `services: {bad: {image: "bad:1"}, good: {image: "good:1"}}`
    const world = shop(services, { registry })
    expect((await world.gantry('pull')).code).toBe(21)
    expect(pulled(world)).toContain('good:1')
    const { code, err } = await world.gantry('pull', '--ignore-pull-failures')
    expect(code).toBe(0)
    expect(err).toContain('Warning: ')
    expect(err).toContain('the rest goes on without it')
    expect(told({ err, code, out: '', killed: [] })).toContain('Image bad:1 Left out')
  })

  test('what cannot be pulled but built is told, with the command', async () => {
    const { gantry } = shop(stack, { registry: () => undefined })
    const { code, err } = await gantry('pull', 'both')
    expect(code).toBe(21)
    expect(err).toContain('what could not be pulled can be built: "gantry build both"')
  })

  test('a service that is not there is refused; so is another policy', async () => {
    const { gantry } = shop(stack)
    expect((await gantry('pull', 'wbe')).err).toContain('did you mean "web"?')
    expect((await gantry('pull', '--policy', 'sometimes')).err).toContain('choose one of: missing, always')
  })

  test('--dry-run pulls nothing', async () => {
    const world = shop(stack)
    const { code, err } = await world.gantry('--dry-run', 'pull', 'web')
    expect({ code, pulled: pulled(world) }).toEqual({ code: 0, pulled: [] })
    expect(err).toContain('Image app:1 Pulled')
  })
})

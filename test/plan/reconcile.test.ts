import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { destroyed } from '../../src/plan/destroyed.ts'
import { idsOf, text, textOf, world } from './rig.ts'

/** A build context on the disk: empty, the Dockerfile is inline. */
const context = mkdtempSync(join(tmpdir(), 'gantry-context-'))
afterAll(() => rmSync(context, { recursive: true }))
const build = `build: {context: ${context}, dockerfile_inline: FROM scratch}`

const stack = `
services:
  web:
    ${build}
    depends_on: {db: {condition: service_healthy}, cache: {condition: service_started}}
  db:
    image: postgres:15
    volumes: ["data:/var/lib/postgresql/data"]
    healthcheck: {test: pg_isready, interval: 1s}
  cache: {image: "redis:7"}
volumes: {data: }
`

describe('a fresh stack', () => {
  test('is one plan: a start waits for its own creation and its dependencies, and for nothing else', async () => {
    expect(textOf(await world().plan(stack))).toBe(text`
      network:default:create (does not exist yet)
      volume:data:create (does not exist yet)
      image:redis:7 (not on the engine yet)
      image:postgres:15 (not on the engine yet)
      image:shop-web (not built yet)
      cache-1:create < image:redis:7, network:default:create (does not exist yet)
      cache-1:start < cache-1:create (just created)
      db-1:create < image:postgres:15, network:default:create, volume:data:create (does not exist yet)
      db-1:start < db-1:create (just created)
      web-1:create < image:shop-web, network:default:create (does not exist yet)
      db:wait:service_healthy < db-1:start ("web" depends on it: service_healthy)
      web-1:start < cache-1:start, db:wait:service_healthy, web-1:create (just created)
    `)
  })

  test('carried out and observed again needs no step', async () => {
    const { plan, up } = world()
    expect(await up(stack)).toMatchObject({ failures: [], skipped: 0 })
    expect(textOf(await plan(stack))).toBe('\n')
  })

  test('costs three lists and one look at each image to plan', async () => {
    const { engine, plan } = world()
    await plan(stack)
    expect(
      engine.calls
        .map(({ method }) => method)
        .sort()
        .join(' '),
    ).toBe('inspectImage inspectImage inspectImage listContainers listNetworks listVolumes')
  })

  test('costs one call a step to carry out, but for a look at each image that is new and each wait', async () => {
    const { engine, plan, run } = world()
    const steps = await plan(`services: {a: {image: x, depends_on: [b]}, b: {image: x}}`)
    const before = engine.calls.length
    await run(steps)
    const made = engine.calls
      .slice(before)
      .map(({ method }) => method)
      .filter((method) => method !== 'events' && method !== 'exit' && method !== 'health')
    expect(made.sort()).toEqual([
      'createContainer',
      'createContainer',
      'createNetwork',
      'inspectImage',
      'pullImage',
      'startContainer',
      'startContainer',
    ])
  })
})

describe('a change', () => {
  const service = (rest: string) => `services: {web: {image: nginx, ${rest}}, db: {image: postgres}}`

  test('makes the one container anew, beside the old one, and names the attributes, secrets hidden', async () => {
    const { plan, up } = world()
    await up(service('environment: {LEVEL: info, DB_PASSWORD: one, GONE: x}'))
    const steps = await plan(service('environment: {LEVEL: debug, DB_PASSWORD: two}, ports: ["80:80"]'))
    expect(textOf(steps)).toBe(text`
      web-1:create (configuration changed)
        environment.DB_PASSWORD: *** → ***
        environment.GONE: x → –
        environment.LEVEL: info → debug
        ports.0: – → 80:80/tcp
      web-1:stop < web-1:create (replaced)
      web-1:remove < web-1:create, web-1:stop (replaced)
      web-1:rename < web-1:remove (takes the name of the one it replaces)
      web-1:start < web-1:remove, web-1:rename (replaced)
    `)
  })

  test.each(['scale: 1', 'profiles: []', 'pull_policy: missing', 'depends_on: [db]', 'x-note: hello'])(
    'of %s alone leaves the container',
    async (rest) => {
      const { plan, up } = world()
      await up(service('init: true'))
      expect(idsOf(await plan(service(`init: true, ${rest}`)))).toEqual([])
    },
  )

  test('says so when the container was made by a tool that records no attributes', async () => {
    const { engine, plan, up } = world()
    await up(service('init: true'))
    const [made] = (await engine.listContainers({ labels: ['com.docker.compose.service=web'] })).filter(
      Boolean,
    )
    const labels = Object.fromEntries(
      Object.entries(made?.labels ?? {}).filter(([key]) => key !== 'gantry.definition'),
    )
    await engine.removeContainer('shop-web-1', { force: true })
    await engine.createContainer({
      name: 'shop-web-1',
      body: { Image: 'nginx', Labels: labels, HostConfig: { NetworkMode: 'shop_default' } },
    })
    const steps = await plan(service('init: false'))
    expect(steps.steps[0]?.reason.text).toMatch(/not recorded/)
  })

  test('of an image makes the containers of it anew, with both ids', async () => {
    let builds = 0
    const { plan, up, refresh, run } = world({
      builder: () => ({ id: `sha256:${String(++builds).repeat(64)}` }),
    })
    const file = `services: {web: {${build}}}`
    await up(file)
    const refreshed = await refresh(file, { build: true })
    expect(textOf(refreshed)).toBe('\nimage:shop-web (asked for by --build)\n')
    await run(refreshed)
    expect(textOf(await plan(file, { build: true, refreshed: new Set(['shop-web']) }))).toContain(
      'image id: 111111111111 → 222222222222',
    )
  })

  test('to another image is one plan with its pull', async () => {
    const { plan, up, refresh } = world()
    await up('services: {web: {image: "nginx:1"}}')
    const file = 'services: {web: {image: "nginx:2"}}'
    expect(idsOf(await refresh(file))).toEqual([])
    expect(idsOf(await plan(file)).slice(0, 2)).toEqual(['image:nginx:2', 'web-1:create'])
  })

  test('restarts dependents that ask for it, after the dependency runs again', async () => {
    const file = (level: string) =>
      `services: {web: {image: w, depends_on: {db: {condition: service_started, restart: true}}}, db: {image: d, environment: {L: ${level}}}}`
    const { plan, up } = world()
    await up(file('a'))
    expect(textOf(await plan(file('b')))).toBe(text`
      db-1:create (configuration changed)
        environment.L: a → b
      db-1:stop < db-1:create, web-1:stop (replaced)
      db-1:remove < db-1:create, db-1:stop (replaced)
      db-1:rename < db-1:remove (takes the name of the one it replaces)
      db-1:start < db-1:remove, db-1:rename (replaced)
      web-1:stop ("db" is made anew, and it asks to be restarted with it)
      web-1:start < db-1:start, web-1:stop (restarted with "db")
    `)
  })

  test('of a network takes its containers off it, makes it anew, and the containers on it', async () => {
    const file = (internal: boolean) =>
      `{services: {web: {image: w}}, networks: {default: {internal: ${internal}}}}`
    const { plan, up } = world()
    await up(file(false))
    expect(textOf(await plan(file(true)))).toBe(text`
      web-1:disconnect:default < web-1:stop (network "default" is made anew)
      network:default:remove < web-1:disconnect:default (its definition changed)
      network:default:create < network:default:remove (its definition changed)
        internal: – → true
      web-1:create < network:default:create (network "shop_default" is made anew)
      web-1:stop (replaced)
      web-1:remove < web-1:create, web-1:disconnect:default, web-1:stop (replaced)
      web-1:rename < web-1:remove (takes the name of the one it replaces)
      web-1:start < web-1:remove, web-1:rename (replaced)
    `)
    expect(await up(file(true))).toMatchObject({ failures: [] })
    expect(idsOf(await plan(file(true)))).toEqual([])
  })

  test('of a volume keeps it and its data, and says how to make it anew', async () => {
    const file = (label: string) =>
      `{services: {web: {image: w, volumes: ["data:/data"]}}, volumes: {data: {labels: {l: ${label}}}}}`
    const { plan, up } = world()
    await up(file('a'))
    expect(textOf(await plan(file('b')))).toBe(
      '\n! volume "shop_data" exists with another definition (labels.l); it is kept, with its data. "gantry up -y" makes it anew, which loses its data\n',
    )
  })
})

describe('replicas', () => {
  const file = 'services: {web: {image: w, scale: 2}}'

  test('are added above the highest number', async () => {
    const { plan, up } = world()
    await up(file)
    expect(idsOf(await plan(file, { scale: new Map([['web', 4]]) }))).toEqual([
      'web-3:create',
      'web-3:start',
      'web-4:create',
      'web-4:start',
    ])
  })

  test('go from the highest number, outdated ones first', async () => {
    const { plan, up } = world()
    await up(file)
    expect(idsOf(await plan(file, { scale: new Map([['web', 1]]) }))).toEqual([
      'surplus:shop-web-2:stop',
      'surplus:shop-web-2:remove',
    ])
  })
})

describe('what stands already', () => {
  test('is started when it has stopped, and left when it did its work for those who wait for that', async () => {
    const file =
      'services: {web: {image: w, depends_on: {job: {condition: service_completed_successfully}}}, job: {image: j}}'
    const { engine, plan, up } = world({
      behaviour: ({ name }) => (name.includes('job') ? { exitCode: 0 } : {}),
    })
    await up(file)
    expect(idsOf(await plan(file))).toEqual([])
    engine.exit('shop-web-1', 137)
    expect(textOf(await plan(file))).toMatch(/^\nweb-1:start \(it exited \(137\)/)
  })

  test('is left alone by --no-recreate and made anew by --force-recreate', async () => {
    const { plan, up } = world()
    await up('services: {web: {image: w}}')
    const changed = 'services: {web: {image: w, init: true}}'
    expect(idsOf(await plan(changed, { recreate: 'never' }))).toEqual([])
    expect(textOf(await plan('services: {web: {image: w}}', { recreate: 'force' }))).toContain(
      'web-1:create (asked for by --force-recreate)',
    )
  })

  test('as an orphan is named, or removed when that is asked for', async () => {
    const { plan, up } = world()
    await up('services: {web: {image: w}, old: {image: o}}')
    const file = 'services: {web: {image: w}}'
    expect(textOf(await plan(file))).toContain(
      '! orphan containers of project "shop", whose services the files do not name: "shop-old-1"',
    )
    expect(idsOf(await plan(file, { orphans: 'remove' }))).toEqual([
      'orphan:shop-old-1:stop',
      'orphan:shop-old-1:remove',
    ])
  })

  test('from a recreate that was cut short is taken over', async () => {
    const { engine, plan, up } = world()
    await up('services: {web: {image: w}}')
    await engine.renameContainer('shop-web-1', '0123456789ab_shop-web-1')
    expect(await up('services: {web: {image: w}}')).toMatchObject({ failures: [] })
    expect(idsOf(await plan('services: {web: {image: w}}'))).toEqual([])
    expect((await engine.listContainers({ labels: [] })).map(({ name }) => name)).toEqual(['shop-web-1'])
  })

  test('from a recreate that was cut short goes before a second try takes its name', async () => {
    const { plan, run, engine, up } = world()
    const file = (level: string) => `services: {web: {image: w, environment: {LEVEL: ${level}}}}`
    await up(file('a'))
    const cut = await plan(file('b'))
    await run({ ...cut, steps: cut.steps.slice(0, 1) })
    expect(await engine.listContainers({ labels: [] })).toHaveLength(2)
    const again = await plan(file('c'))
    const removal = again.steps.find(({ resource }) => /^[0-9a-f]{12}_shop-web-1$/.test(resource.name))
    expect(removal?.kind).toBe('remove-container')
    expect(again.steps.find(({ kind }) => kind === 'create-container')?.after).toContain(removal?.id)
    expect(await run(again)).toMatchObject({ failures: [] })
    expect(idsOf(await plan(file('c')))).toEqual([])
  })

  test('from a recreate that was cut short takes the new, empty volumes of a container that never ran with it', async () => {
    const { plan, run, engine, up } = world()
    const file = 'services: {web: {image: w, volumes: [/data]}}'
    await up(file)
    const volumes = await engine.listVolumes({ labels: [] })
    const cut = await plan(file, { recreate: 'force', renewVolumes: true })
    await run({ ...cut, steps: cut.steps.slice(0, 1) })
    expect(await engine.listVolumes({ labels: [] })).toHaveLength(2)
    const again = await plan(file)
    expect(destroyed(again).filter(({ data }) => data)).toEqual([])
    await run(again)
    expect(await engine.listVolumes({ labels: [] })).toEqual(volumes)
  })

  test('from a recreate that was cut short keeps the volumes it took over', async () => {
    const { plan, run, engine, up } = world()
    const file = (level: string) =>
      `services: {web: {image: w, volumes: [/data], environment: {LEVEL: ${level}}}}`
    await up(file('a'))
    const volumes = await engine.listVolumes({ labels: [] })
    const cut = await plan(file('b'))
    await run({ ...cut, steps: cut.steps.slice(0, 1) })
    await up(file('c'))
    expect(await engine.listVolumes({ labels: [] })).toEqual(volumes)
  })
})

test('an image that is here for another platform is pulled for the one asked for, once', async () => {
  const { plan, up } = world()
  await up('services: {web: {image: w}}')
  const file = 'services: {arm: {image: w, platform: linux/arm64}}'
  const first = await plan(file)
  expect(first.steps.find(({ kind }) => kind === 'pull-image')?.reason.text).toBe(
    'the one on the engine is for linux/amd64, not for linux/arm64',
  )
  await up(file)
  expect(idsOf(await plan(file))).toEqual([])
  expect(idsOf(await plan('services: {amd: {image: w, platform: linux/amd64}}'))).not.toContain('image:w')
})

describe('what cannot be', () => {
  test('an external network or volume that is not there is refused at its place', async () => {
    const { plan } = world()
    await expect(
      plan('{services: {w: {image: w, networks: [n]}}, networks: {n: {external: true}}}'),
    ).rejects.toMatchObject({
      problems: [{ code: 'missing-external-network', place: { file: '/shop/compose.yaml', line: 1 } }],
    })
    await expect(
      plan('{services: {w: {image: w, volumes: ["vol:/v"]}}, volumes: {vol: {external: true}}}'),
    ).rejects.toMatchObject({ problems: [{ code: 'missing-external-volume' }] })
  })

  test('an image that may be neither pulled nor built is refused by name', async () => {
    const { plan } = world()
    await expect(plan('services: {w: {image: gone, pull_policy: never}}')).rejects.toMatchObject({
      code: 'pull-failed',
      message: expect.stringContaining('"gone"'),
    })
    await expect(plan('services: {w: {build: .}}', { build: false })).rejects.toMatchObject({
      code: 'build-failed',
    })
  })
})

describe('taking down', () => {
  test('stops dependents first, removes each container at once, and the network when it is empty', async () => {
    const { up, down } = world()
    await up(stack)
    expect(textOf(await down({ volumes: ['shop_data'] }))).toBe(text`
      shop-cache-1:stop < shop-web-1:stop (taken down)
      shop-db-1:stop < shop-web-1:stop (taken down)
      shop-web-1:stop (taken down)
      shop-cache-1:remove < shop-cache-1:stop (taken down)
      shop-db-1:remove < shop-db-1:stop (taken down)
      shop-web-1:remove < shop-web-1:stop (taken down)
      network:shop_default:remove < shop-cache-1:remove, shop-db-1:remove, shop-web-1:remove (taken down)
      volume:shop_data:remove < shop-db-1:remove (asked for by --volumes)
    `)
  })

  test("leaves nothing, and takes nothing that is another project's", async () => {
    const { engine, up, down, run } = world()
    await engine.createNetwork({ Name: 'other_default', Labels: { 'com.docker.compose.project': 'other' } })
    await up(stack)
    await run(await down({ volumes: ['shop_data'] }))
    expect((await engine.listContainers({ labels: [] })).length).toBe(0)
    expect(
      (await engine.listNetworks({ labels: [] }))
        .map(({ name }) => name)
        .filter((name) => name.endsWith('_default')),
    ).toEqual(['other_default'])
    expect(await engine.listVolumes({ labels: [] })).toEqual([])
  })

  test('a service takes what depends on it with it, and leaves the network', async () => {
    const { up, down } = world()
    await up(stack)
    expect([...idsOf(await down({ targets: ['db'] }))].sort()).toEqual([
      'shop-db-1:remove',
      'shop-db-1:stop',
      'shop-web-1:remove',
      'shop-web-1:stop',
    ])
  })

  test('says which containers of inactive profiles and which orphans stay', async () => {
    const { up, down } = world()
    await up(stack)
    const plan = await down({ services: ['db'], inactiveServices: ['cache'] })
    expect(plan.warnings.map(({ code }) => code)).toEqual(['orphans', 'inactive-profiles', 'network-in-use'])
  })
})

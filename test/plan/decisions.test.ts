import { describe, expect, test } from 'vitest'
import { idsOf, text, textOf, world, type World } from './rig.ts'

describe('what a file holds', () => {
  const file = `
services:
  web: {image: w, secrets: [db_password], configs: [site]}
  db: {image: d, environment: {KEY: v}}
secrets: {db_password: {file: ./password.txt}}
configs: {site: {content: "\${TEXT}"}}
`
  const options = (password: string, words = 'hello') => ({
    files: { 'password.txt': password },
    env: { TEXT: words },
  })

  test('in a secret or config that changed makes its containers anew, told by digests', async () => {
    const { plan, up } = world()
    await up(file, options('hunter2'))
    expect(idsOf(await plan(file, options('hunter2')))).toEqual([])
    const changed = textOf(await plan(file, options('hunter3', 'bye')))
    expect(changed).not.toMatch(/hunter|hello|bye/)
    expect(changed).toBe(text`
      web-1:create (content of configs.site, secrets.db_password changed)
        configs.site content: sha256:2cf24dba5fb0 → sha256:b49f425a7e1f
        secrets.db_password content: sha256:f52fbd32b2b3 → sha256:fb8c2e2b85ca
      web-1:stop < web-1:create (replaced)
      web-1:remove < web-1:create, web-1:stop (replaced)
      web-1:rename < web-1:remove (takes the name of the one it replaces)
      web-1:start < web-1:remove, web-1:rename (replaced)
    `)
    await up(file, options('hunter3', 'bye'))
    expect(idsOf(await plan(file, options('hunter3', 'bye')))).toEqual([])
  })

  test('in a variable behind a secret counts as well', async () => {
    const secret = '{services: {web: {image: w, secrets: [s]}}, secrets: {s: {environment: TOKEN}}}'
    const { plan, up } = world()
    await up(secret, { env: { TOKEN: 'a' } })
    expect(textOf(await plan(secret, { env: { TOKEN: 'b' } }))).toContain('(content of secrets.s changed)')
  })

  test('that cannot be read is taken to be what it was', async () => {
    const { plan, up } = world()
    await up(file, options('hunter2'))
    expect(idsOf(await plan(file, { ...options('hunter2'), files: {} }))).toEqual([])
  })

  test('in an env_file is told with that file', async () => {
    const service = 'services: {web: {image: w, env_file: [conf/app.env]}}'
    const { plan, up } = world()
    await up(service, { files: { 'conf/app.env': 'LEVEL=info\nDB_PASSWORD=one' } })
    const { steps } = await plan(service, { files: { 'conf/app.env': 'LEVEL=debug\nDB_PASSWORD=two' } })
    expect(steps[0]?.reason.changes).toEqual([
      { attribute: 'environment.DB_PASSWORD', from: '***', to: '***', file: 'conf/app.env' },
      { attribute: 'environment.LEVEL', from: 'info', to: 'debug', file: 'conf/app.env' },
    ])
  })
})

describe('a changed hash', () => {
  test('with nothing different behind it makes nothing anew', async () => {
    const file = 'services: {web: {image: w}}'
    const { engine, plan, up } = world()
    await up(file)
    const [made] = await engine.listContainers({ labels: [] })
    await engine.removeContainer('shop-web-1', { force: true })
    const Labels = { ...made?.labels, 'com.docker.compose.config-hash': '0'.repeat(64) }
    await engine.createContainer({
      name: 'shop-web-1',
      body: { Image: 'w', Labels, HostConfig: { NetworkMode: 'shop_default' } },
    })
    await engine.startContainer('shop-web-1')
    expect(idsOf(await plan(file))).toEqual([])
  })

  test('that only drops or adds a network by its name is seen', async () => {
    const { plan, up } = world()
    const stack = (networks: string) =>
      `{services: {web: {image: w, networks: [${networks}]}}, networks: {one: {}, two: {}}}`
    await up(stack('one, two'))
    expect(textOf(await plan(stack('two')))).toContain('networks.one: {} → –')
    await up(stack('two'))
    expect(textOf(await plan(stack('one, two')))).toContain('networks.one: – → {}')
  })

  test('in a port is told in one line', async () => {
    const { plan, up } = world()
    const stack = (port: string) => `{services: {web: {image: w, ports: ["${port}"]}}}`
    await up(stack('8080:80'))
    expect(textOf(await plan(stack('127.0.0.1:8081:80')))).toContain(
      'ports.0: 8080:80/tcp → 127.0.0.1:8081:80/tcp',
    )
  })

  test('of a container that another tool made is told by what an inspection shows', async () => {
    const file = (rest: string) => `services: {web: {image: w, ${rest}}}`
    const { engine, plan, up } = world()
    await up(file('environment: {LEVEL: info, TOKEN: a, SAME: s}, command: [serve]'))
    const { Config, HostConfig } = Object(await engine.rawContainer('shop-web-1'))
    await engine.removeContainer('shop-web-1', { force: true })
    const { 'gantry.definition': _, ...Labels } = Config.Labels
    await engine.createContainer({ name: 'shop-web-1', body: { ...Config, Labels, HostConfig } })
    await engine.startContainer('shop-web-1')
    const changed = file(
      'environment: {LEVEL: debug, TOKEN: b, SAME: s}, command: [serve, -v], init: true, mem_limit: 64m, labels: {a: b}',
    )
    expect((await plan(changed)).steps[0]?.reason).toEqual({
      text: 'configuration changed',
      changes: [
        { attribute: 'command', from: '["serve"]', to: '["serve","-v"]' },
        { attribute: 'environment.LEVEL', from: 'info', to: 'debug' },
        { attribute: 'environment.TOKEN', from: '***', to: '***' },
        { attribute: 'init', to: 'true' },
        { attribute: 'labels.a', to: 'b' },
        { attribute: 'mem_limit', to: '67108864' },
      ],
    })
  })

  test('of a command that hands over a secret is told without it', async () => {
    const file = (password: string) =>
      `services: {web: {image: w, command: [redis-server, --requirepass, ${password}]}}`
    const { plan, up } = world()
    await up(file('hunter2'))
    expect(textOf(await plan(file('hunter3')))).toContain('  command: *** → ***\n')
  })
})

describe('a volume that differs', () => {
  const file = (label: string) => `
services:
  web: {image: w, volumes: ["data:/data", "/cache"], depends_on: [db]}
  db: {image: d}
  extra: {image: e, profiles: [extra], volumes: ["data:/data"]}
volumes: {data: {labels: {l: ${label}}}}
`
  const agreed = { recreateVolumes: new Set(['shop_data']) }

  test('is kept, and made anew where its loss is agreed to: its containers go before', async () => {
    const { engine, plan, up } = world()
    await up(file('a'), { profiles: ['extra'] })
    const cache = (await engine.inspectContainer('shop-web-1')).mounts.find(
      ({ destination }) => destination === '/cache',
    )
    expect(idsOf(await plan(file('b')))).toEqual([])
    const steps = await plan(file('b'), agreed)
    expect(textOf(steps)).toBe(text`
      volume:data:remove < user:shop-extra-1:remove, web-1:remove (its definition changed)
        labels.l: a → b
      volume:data:create < volume:data:remove (its definition changed)
        labels.l: a → b
      web-1:stop (replaced)
      web-1:remove < web-1:stop (replaced)
      web-1:create < volume:data:create, web-1:remove (volume "shop_data" is made anew)
      web-1:start < web-1:create, web-1:remove (replaced)
      user:shop-extra-1:stop (volume "shop_data" is made anew)
      user:shop-extra-1:remove < user:shop-extra-1:stop (volume "shop_data" is made anew)
    `)
    expect(steps.steps.filter(({ destructive }) => destructive).map(({ id }) => id)).toEqual([
      'volume:data:remove',
    ])
    expect(await up(file('b'), agreed)).toMatchObject({ failures: [] })
    const kept = (await engine.inspectContainer('shop-web-1')).mounts.find(
      ({ destination }) => destination === '/cache',
    )
    expect(kept?.name).toBe(cache?.name)
    expect(idsOf(await plan(file('b')))).toEqual([])
  })
})

describe('a network that differs', () => {
  const file = (internal: boolean, web = 'image: w') =>
    `{services: {web: {${web}}, tool: {image: t, profiles: [extra]}}, networks: {default: {internal: ${internal}}}}`

  test('is made anew under containers that stay, which are put back on it by their names', async () => {
    const { engine, plan, up } = world()
    await up(file(false), { profiles: ['extra'] })
    expect(textOf(await plan(file(true)))).toContain(`
shop-tool-1:disconnect:default (network "default" is made anew)
web-1:disconnect:default < web-1:stop (network "default" is made anew)
network:default:remove < shop-tool-1:disconnect:default, web-1:disconnect:default (its definition changed)
`)
    expect(await up(file(true))).toMatchObject({ failures: [] })
    const { networks } = await engine.inspectContainer('shop-tool-1')
    expect(networks['shop_default']?.aliases).toEqual(['shop-tool-1', 'tool'])
    expect(idsOf(await plan(file(true), { profiles: ['extra'] }))).toEqual([])
  })

  test('is left for good by a container: it is off it before it is removed', async () => {
    const { plan, up, run } = world()
    const both = (internal: boolean, networks: string) =>
      `{services: {web: {image: w, networks: [${networks}], command: 'on ${networks}'}, db: {image: d, networks: [one]}}, networks: {one: {internal: ${internal}}, two: }}`
    await up(both(false, 'one, two'))
    const steps = await plan(both(true, 'two'))
    expect(textOf(steps)).toMatch(/^web-1:remove < web-1:create, web-1:disconnect:one, web-1:stop /m)
    expect(await run(steps)).toMatchObject({ failures: [] })
  })

  test('is kept where its containers are not to be made anew', async () => {
    const { plan, up } = world()
    await up(file(false))
    const kept = await plan(file(true), { recreate: 'never', recreateDependencies: 'never' })
    expect(idsOf(kept)).toEqual([])
    expect(kept.warnings.map(({ code }) => code)).toEqual(['network-differs'])
  })
})

describe('a container that stands still', () => {
  const file = 'services: {web: {image: w}}'

  async function stopped() {
    const made = world()
    await made.up(file)
    await made.engine.stopContainer('shop-web-1')
    return made
  }

  test('is started as it is where it was created or stopped on its networks', async () => {
    const { plan, run } = await stopped()
    expect(idsOf(await plan(file))).toEqual(['web-1:start'])
    const created = world()
    await created.run(await created.plan(file, { start: false }))
    expect(idsOf(await created.plan(file))).toEqual(['web-1:start'])
    expect(await run(await plan(file))).toMatchObject({ failures: [] })
  })

  test.each([
    [
      'was taken off its network',
      async ({ engine }: World) => {
        await engine.disconnectNetwork('shop_default', { container: 'shop-web-1' })
      },
    ],
    [
      'is on an earlier network of that name, which is gone',
      async ({ engine }: World) => {
        const labels = (await engine.inspectNetwork('shop_default'))?.labels ?? {}
        await engine.removeNetwork('shop_default')
        await engine.createNetwork({ Name: 'shop_default', Labels: labels })
      },
    ],
  ])('is made anew where it %s, for a start would leave it off or fail', async (_, happens) => {
    const made = await stopped()
    await happens(made)
    expect((await made.plan(file)).steps[0]?.reason.text).toBe('it is not on network "shop_default"')
    expect(await made.up(file)).toMatchObject({ failures: [] })
    expect(idsOf(await made.plan(file))).toEqual([])
  })

  test('is made anew where its network is gone altogether', async () => {
    const made = await stopped()
    await made.engine.removeNetwork('shop_default')
    expect(idsOf(await made.plan(file)).slice(0, 2)).toEqual(['network:default:create', 'web-1:create'])
    expect(await made.up(file)).toMatchObject({ failures: [] })
    expect(idsOf(await made.plan(file))).toEqual([])
  })
})

describe('a network that differs, with a container of others on it', () => {
  const file = (internal: boolean, more = '') =>
    `{services: {web: {image: w}}, networks: {default: {internal: ${internal}}}${more}}`

  async function visited(...strangers: readonly string[]) {
    const made = world()
    await made.up(file(false))
    for (const name of strangers) {
      await made.engine.createContainer({ name, body: { Image: 'w', HostConfig: {} } })
      await made.engine.connectNetwork('shop_default', { container: name })
      await made.engine.startContainer(name)
    }
    return made
  }

  test.each([
    [
      ['visitor'],
      'network "shop_default" is not what the files say and has to be made anew, but a container outside the project is on it: "visitor"',
      'take it off with "docker network disconnect shop_default visitor", then run this again; no container was stopped',
    ],
    [
      ['guest', 'visitor'],
      'network "shop_default" is not what the files say and has to be made anew, but containers outside the project are on it: "guest", "visitor"',
      'take them off with "docker network disconnect shop_default guest" and "docker network disconnect shop_default visitor", then run this again; no container was stopped',
    ],
  ])('is refused before anything is done: %j', async (strangers, message, hint) => {
    const { plan } = await visited(...strangers)
    await expect(plan(file(true))).rejects.toMatchObject({ code: 'engine-failed', message, hint })
  })

  test('is made anew once that one has stopped or left', async () => {
    const { engine, plan } = await visited('guest', 'visitor')
    await engine.stopContainer('guest')
    await engine.disconnectNetwork('shop_default', { container: 'visitor' })
    expect(idsOf(await plan(file(true)))).toContain('network:default:remove')
  })

  test('is kept, and so is that one, where its containers are not to be made anew', async () => {
    const { plan } = await visited('visitor')
    expect((await plan(file(true), { recreate: 'never' })).warnings.map(({ code }) => code)).toEqual([
      'network-differs',
    ])
  })

  test('costs one further list, and none where no network differs', async () => {
    const { engine, plan } = await visited('visitor')
    const lists = async (internal: boolean) => {
      const before = engine.calls.length
      await plan(file(internal)).catch(() => undefined)
      return engine.calls.slice(before).filter(({ method }) => method === 'listContainers').length
    }
    expect([await lists(false), await lists(true)]).toEqual([1, 2])
  })
})

describe('names', () => {
  test('a renamed service gets a new container, its volumes stay, and the old one is named as orphan', async () => {
    const file = (name: string) =>
      `{services: {${name}: {image: w, volumes: ["data:/d"]}}, volumes: {data: }}`
    const { engine, plan, up } = world()
    await up(file('old'))
    const steps = await plan(file('new'))
    expect(idsOf(steps)).toEqual(['new-1:create', 'new-1:start'])
    expect(steps.warnings[0]?.message).toContain('"shop-old-1"')
    await up(file('new'))
    expect((await engine.inspectContainer('shop-new-1')).mounts[0]?.name).toBe('shop_data')
  })

  test('a container_name goes over to a renamed service with --remove-orphans, and is refused without', async () => {
    const file = (name: string) => `services: {${name}: {image: w, container_name: otto}}`
    const { plan, up } = world()
    await up(file('old'))
    await expect(plan(file('new'))).rejects.toMatchObject({
      problems: [{ code: 'conflict', hint: expect.stringContaining('--remove-orphans') }],
    })
    expect(textOf(await plan(file('new'), { orphans: 'remove' }))).toBe(text`
      new-1:create < orphan:otto:remove (does not exist yet)
      new-1:start < new-1:create (just created)
      orphan:otto:stop (orphan: no service "old" in the files)
      orphan:otto:remove < orphan:otto:stop (orphan: no service "old" in the files)
    `)
  })

  test('services that swap their names go before they come', async () => {
    const file = (a: string, b: string) =>
      `services: {a: {image: w, container_name: ${a}}, b: {image: w, container_name: ${b}}}`
    const { plan, up } = world()
    await up(file('otto', 'anna'))
    expect(await up(file('anna', 'otto'))).toMatchObject({ failures: [] })
    expect(idsOf(await plan(file('anna', 'otto')))).toEqual([])
  })

  test('one container_name cannot name two replicas', async () => {
    const { plan } = world()
    await expect(
      plan('services: {w: {image: w, container_name: otto}}', { scale: new Map([['w', 2]]) }),
    ).rejects.toMatchObject({ problems: [{ code: 'conflict', place: { line: 1 } }] })
  })
})

describe('who shares the namespace of another', () => {
  const file = (level: string) =>
    `services: {a: {image: x, environment: {L: ${level}}}, b: {image: x, network_mode: "service:a"}}`

  test('is stopped before the other, and made anew after it', async () => {
    const { plan, up } = world()
    await up(file('1'))
    expect(textOf(await plan(file('2')))).toBe(text`
      a-1:create (configuration changed)
        environment.L: 1 → 2
      a-1:stop < a-1:create, b-1:stop (replaced)
      a-1:remove < a-1:create, a-1:stop (replaced)
      a-1:rename < a-1:remove (takes the name of the one it replaces)
      a-1:start < a-1:remove, a-1:rename (replaced)
      b-1:create < a-1:rename (service "a", whose container it shares, is made anew)
      b-1:stop (replaced)
      b-1:remove < b-1:create, b-1:stop (replaced)
      b-1:rename < b-1:remove (takes the name of the one it replaces)
      b-1:start < a-1:start, b-1:remove, b-1:rename (replaced)
    `)
    expect(await up(file('2'))).toMatchObject({ failures: [] })
    expect(idsOf(await plan(file('2')))).toEqual([])
  })

  test('is restarted when the other is started again: its network ended with the process of that one', async () => {
    const chain = `
services:
  a: {image: x}
  b: {image: x, network_mode: "service:a"}
  c: {image: x, network_mode: "service:b"}
  d: {image: x, pid: "service:a", ipc: "service:a"}
`
    const { engine, plan, up } = world()
    await up(chain)
    engine.exit('shop-a-1', 137)
    expect(textOf(await plan(chain))).toBe(text`
      a-1:start (it exited (137) 0 seconds ago)
      b-1:stop < c-1:stop (it shares the network of "a", which starts anew)
      b-1:start < a-1:start, b-1:stop (restarted with "a")
      c-1:stop (it shares the network of "b", which starts anew)
      c-1:start < b-1:start, c-1:stop (restarted with "b")
    `)
    expect(await up(chain)).toMatchObject({ failures: [] })
    expect(idsOf(await plan(chain))).toEqual([])
  })

  test('shares with the lowest number, also where that one takes the place of a leftover', async () => {
    const replicas = (level: string) => file(level).replace('image: x,', 'image: x, scale: 2,')
    const { engine, plan, up } = world()
    await up(replicas('1'))
    const { id } = await engine.inspectContainer('shop-a-1')
    await engine.renameContainer(id, `${id.slice(0, 12)}_shop-a-1`)
    expect(await up(replicas('2'))).toMatchObject({ failures: [] })
    expect(idsOf(await plan(replicas('2')))).toEqual([])
  })

  test('is made anew when the other was made anew behind its back, by name', async () => {
    const { engine, plan, up } = world()
    await up(file('1'))
    await engine.removeContainer('shop-a-1', { force: true })
    await up('services: {a: {image: x, environment: {L: 1}}}')
    const { steps } = await plan(file('1'))
    expect(steps[0]?.reason.changes?.map(({ attribute }) => attribute)).toEqual(['container of a'])
  })
})

describe('options', () => {
  const file = (level: string) =>
    `services: {web: {image: w, volumes: ["/v"], environment: {L: ${level}}, depends_on: [db]}, db: {image: d, environment: {L: ${level}}}}`

  test('--always-recreate-deps makes dependencies anew with the named service', async () => {
    const { plan, up } = world()
    await up(file('a'))
    const steps = await plan(file('a'), { targets: ['web'], recreateDependencies: 'force' })
    expect(
      steps.steps.flatMap(({ kind, resource }) => (kind === 'create-container' ? [resource.name] : [])),
    ).toEqual(['shop-db-1'])
  })

  test('--renew-anon-volumes gives new unnamed volumes, everything else takes them over', async () => {
    const { engine, up } = world()
    const volume = async () => (await engine.inspectContainer('shop-web-1')).mounts[0]?.name
    await up(file('a'))
    const first = await volume()
    await up(file('b'))
    expect(await volume()).toBe(first)
    await up(file('b'), { recreate: 'force', renewVolumes: true })
    expect(await volume()).not.toBe(first)
  })

  test('--no-start makes containers and starts none', async () => {
    const { plan } = world()
    expect((await plan(file('a'), { start: false })).steps.map(({ kind }) => kind)).not.toContain(
      'start-container',
    )
  })

  test('--no-deps leaves dependencies alone, and profiles what they do not name', async () => {
    const { plan } = world()
    const profiled = 'services: {web: {image: w, profiles: [x]}, db: {image: d}}'
    expect(idsOf(await plan(profiled))).not.toContain('web-1:create')
    expect(idsOf(await plan(profiled, { profiles: ['x'] }))).toContain('web-1:create')
    expect(idsOf(await plan(profiled, { services: ['web'] }))).not.toContain('db-1:create')
  })

  test.each([
    ['always', 'image:w (pull policy is "always")'],
    ['missing', ''],
  ])('--pull %s', async (pull, expected) => {
    const { up, refresh } = world()
    await up('services: {web: {image: w}}')
    expect(textOf(await refresh('services: {web: {image: w}}', { pull })).trim()).toBe(expected)
  })
})

import { expect, test } from 'vitest'
import { createProject, onPodman } from './rig.ts'

test('no engine: the address tried and what to do, exit 20', async () => {
  const project = await createProject(
    { files: { 'compose.yaml': 'services: {web: {image: busybox}}\n' } },
    { DOCKER_HOST: 'unix:///nonexistent/docker.sock', DOCKER_CONTEXT: '' },
  )
  const { code, stderr } = await project.gantry('up', '-d')
  expect(code).toBe(20)
  expect(stderr).toContain('unix:///nonexistent/docker.sock')
  expect(stderr).toMatch(/DOCKER_HOST|start/)
  expect(stderr).not.toMatch(/^\s+at /m)
})

test('mistakes in the file are told together, each at its place, and nothing is touched', async () => {
  const project = await createProject({
    files: {
      'compose.yaml': [
        'services:',
        '  web:',
        '    imgae: busybox',
        '    depends_on: [bd]',
        '  db:',
        '    image: busybox',
        '    ports: "80:80"',
        '',
      ].join('\n'),
    },
  })
  const { code, stderr } = await project.gantry('up', '-d')
  expect(code).toBe(10)
  expect(stderr).toContain('compose.yaml:3:5')
  expect(stderr).toContain('did you mean "image"?')
  expect(stderr).toContain('compose.yaml:7:12')
  expect(await project.holdings()).toEqual([])
})

test('a cycle in depends_on is named, and nothing is touched', async () => {
  const project = await createProject({
    files: {
      'compose.yaml':
        'services:\n  a: {image: busybox, depends_on: [b]}\n  b: {image: busybox, depends_on: [a]}\n',
    },
  })
  const { code, stderr } = await project.gantry('up', '-d')
  expect(code).toBe(10)
  expect(stderr).toContain('a -> b -> a')
  expect(await project.holdings()).toEqual([])
})

test('a build that fails: exit 22, its last lines, and what does not need it runs', async () => {
  const project = await createProject({
    files: {
      'compose.yaml':
        'services:\n  app: {build: .}\n  db: {image: busybox, command: sleep 1000, stop_signal: SIGKILL}\n',
      Dockerfile: 'FROM busybox\nRUN echo reading the flux capacitor && exit 7\n',
    },
  })
  const { code, stderr } = await project.gantry('up', '-d')
  expect(code).toBe(22)
  expect(stderr).toContain('reading the flux capacitor')
  expect(stderr).toMatch(/(?:exit code:|exit status) 7/)
  expect((await project.containers()).map(({ name, state }) => `${name} ${state}`)).toEqual([
    `${project.name}-db-1 running`,
  ])
})

test('an image that nobody has: exit 21 and its name', async () => {
  const project = await createProject({
    files: { 'compose.yaml': 'services: {web: {image: "127.0.0.1:9/no/such:image"}}\n' },
  })
  const { code, stderr } = await project.gantry('up', '-d')
  expect(code).toBe(21)
  expect(stderr).toContain('127.0.0.1:9/no/such:image')
})

test('a port that is taken: exit 33 and the port; what ran before still runs', async () => {
  const holder = await createProject({
    files: {
      'compose.yaml':
        'services: {web: {image: busybox, command: sleep 1000, stop_signal: SIGKILL, ports: ["0:80"]}}\n',
    },
  })
  await holder.succeed('up', '-d')
  const port = (await holder.containers())[0]?.ports.find(({ publicPort }) => publicPort)?.publicPort ?? 0
  expect(port).toBeGreaterThan(0)
  const project = await createProject({
    files: {
      'compose.yaml': `services:\n  db: {image: busybox, command: sleep 1000, stop_signal: SIGKILL}\n  web: {image: busybox, command: sleep 1000, ports: ["${port}:80"]}\n`,
    },
  })
  const { code, stderr } = await project.gantry('up', '-d')
  expect(code).toBe(33)
  expect(stderr).toContain(
    `port ${port} is already taken by container "${holder.name}-web-1" of project "${holder.name}"`,
  )
  expect((await project.containers()).find(({ name }) => name.includes('-db-'))?.state).toBe('running')
})

test('a container that exits early under --wait: exit 30, its code and last lines', async () => {
  const project = await createProject({
    files: {
      'compose.yaml': `services: {app: {image: busybox, command: sh -c "echo no config found; exit 3"}}\n`,
    },
  })
  const { code, stderr } = await project.gantry('up', '--wait')
  expect(code).toBe(30)
  expect(stderr).toContain('exited with code 3')
  expect(stderr).toContain('no config found')
})

test('a dependency that turns unhealthy: exit 30, what the check said, the dependent is not started', async () => {
  const project = await createProject({
    files: {
      'compose.yaml': [
        'services:',
        '  db:',
        '    image: busybox',
        '    command: sh -c "echo warming up; sleep 1000"',
        '    stop_signal: SIGKILL',
        '    healthcheck: {test: "echo still cold; exit 1", interval: 300ms, retries: 2}',
        '  web:',
        '    image: busybox',
        '    command: sleep 1000',
        '    depends_on: {db: {condition: service_healthy}}',
        '',
      ].join('\n'),
    },
  })
  const { code, stderr } = await project.gantry('up', '-d')
  expect(code).toBe(30)
  expect(stderr).toContain('unhealthy')
  expect(stderr).toContain('still cold')
  expect(stderr).toContain('warming up')
  expect((await project.containers()).find(({ name }) => name.includes('-web-'))?.state).toBe('created')
})

test('what a stranger still uses stays at down -v, with a warning that names the stranger', async () => {
  const project = await createProject({
    files: {
      'compose.yaml':
        'services: {db: {image: busybox, command: sleep 1000, stop_signal: SIGKILL, volumes: ["data:/data"]}}\nvolumes: {data: }\n',
    },
  })
  await project.succeed('up', '-d')
  const stranger = `${project.name}-stranger`
  const { id } = await project.engine.createContainer({
    name: stranger,
    body: {
      Image: 'busybox',
      Cmd: ['sleep', '1000'],
      StopSignal: 'SIGKILL',
      HostConfig: { Binds: [`${project.name}_data:/data`], NetworkMode: `${project.name}_default` },
    },
  })
  await project.engine.startContainer(id)
  const held = await project.gantry('down', '-v')
  await project.engine.removeContainer(id, { force: true })
  expect(held.code, held.stderr).toBe(0)
  expect(held.stderr).toContain(`volume "${project.name}_data" stays: container "${stranger}"`)
  expect(held.stderr).toContain(`network "${project.name}_default" stays: container "${stranger}"`)
  await project.succeed('down', '-v')
  expect(await project.holdings()).toEqual([])
})

const missingSource = [
  'command: sleep 1, volumes: [{type: bind, source: ./gone, target: /x, bind: {create_host_path: false}}]',
  /gone.* does not exist/,
  1,
] as const

test.each([
  ['command: nosuchcommand', /its command "nosuchcommand" is not in the image/, 1],
  // Podman makes a folder that is missing, whatever it is asked.
  ...(onPodman ? [] : [missingSource]),
  ['build: ./gone', /the build context \S+gone does not exist/, 22],
  ['build: .', /the Dockerfile \S+Dockerfile does not exist/, 22],
  ['build: {dockerfile_inline: FROM no-such-base:1}', /no-such-base/, 22],
  ['image: "busybox:${TAG:?say which}"', /compose.yaml:1:\d+.*TAG.*say which/, 10],
  ['image: busybox, networks: [gone]', /compose.yaml:1:\d+.*network "gone"/, 10],
] as const)('a service that cannot run, {%s}: the cause in words', async (service, says, exitCode) => {
  const image = /image|build/.test(service) ? '' : 'image: busybox, '
  const networks = service.includes('networks') ? ', networks: {gone: {external: true}}' : ''
  const project = await createProject({
    files: { 'compose.yaml': `{services: {web: {${image}${service}}}${networks}}\n` },
  })
  const { code, stderr } = await project.gantry('up', '-d')
  expect(stderr).toMatch(says)
  expect(stderr).not.toMatch(/^\s+at /m)
  expect(code).toBe(exitCode)
})

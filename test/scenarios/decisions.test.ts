import { expect, onTestFinished, test } from 'vitest'
import { createProject, type Project } from './rig.ts'

const idle = 'image: busybox, command: sleep 1000, stop_signal: SIGKILL'
const ids = async (project: Project) =>
  new Map((await project.containers()).map(({ name, id }) => [name.slice(project.name.length + 1), id]))
const settled = async (project: Project) => (await project.gantry('plan', '--detailed-exitcode')).code

test('a volume that differs keeps its data until its loss is agreed to', async () => {
  const file = (label: string) => `services:
  web: {${idle}, volumes: ["data:/data"]}
  other: {${idle}}
volumes: {data: {labels: {l: ${label}}}}
`
  const project = await createProject({ files: { 'compose.yaml': file('a') } })
  await project.gantry('up', '-d')
  const before = await ids(project)
  await project.write({ 'compose.yaml': file('b') })
  const kept = await project.gantry('up', '-d')
  expect(kept).toMatchObject({ code: 0, stderr: expect.stringContaining('it is kept, with its data') })
  expect(await ids(project)).toEqual(before)
  expect((await project.gantry('plan', '-y')).stdout).toMatch(
    /Destroyed:\n - volume +\S+_data +with all its data: its definition changed/,
  )
  expect((await project.gantry('up', '-d', '-y')).code).toBe(0)
  const [volume] = await project.engine.listVolumes({
    labels: [`com.docker.compose.project=${project.name}`],
  })
  expect(volume?.labels).toMatchObject({ l: 'b' })
  const after = await ids(project)
  expect(after.get('other-1')).toBe(before.get('other-1'))
  expect(after.get('web-1')).not.toBe(before.get('web-1'))
  expect(await settled(project)).toBe(0)
})

test('a network that differs is made anew with its containers, and under those that stay', async () => {
  const file = (internal: boolean) => `services:
  web: {${idle}, networks: [own, default]}
  tool: {${idle}, profiles: [extra], networks: [own]}
networks: {own: {internal: ${internal}}}
`
  const project = await createProject({ files: { 'compose.yaml': file(false) } })
  await project.gantry('--profile', 'extra', 'up', '-d')
  const before = await ids(project)
  await project.write({ 'compose.yaml': file(true) })
  expect((await project.gantry('up', '-d')).code).toBe(0)
  const after = await ids(project)
  expect(after.get('web-1')).not.toBe(before.get('web-1'))
  expect(after.get('tool-1')).toBe(before.get('tool-1'))
  const found = await project.engine.execInContainer(after.get('web-1') ?? '', {
    command: ['nslookup', 'tool'],
  })
  expect(found).toMatchObject({ exitCode: 0 })
  expect((await project.gantry('--profile', 'extra', 'plan', '--detailed-exitcode')).code).toBe(0)
})

test('a container that stopped and whose network is gone is made anew on it; who shares the network of one that died has it back', async () => {
  const file = `services:
  a: {${idle}}
  b: {${idle}, network_mode: "service:a"}
  c: {${idle}}
`
  const project = await createProject({ files: { 'compose.yaml': file } })
  const { engine, name, succeed } = project
  const devices = async () =>
    (await engine.execInContainer(`${name}-b-1`, { command: ['ls', '/sys/class/net'] })).output
  await succeed('up', '-d')
  expect(await devices()).toContain('eth0')
  const before = await ids(project)
  await engine.killContainer(`${name}-a-1`)
  await succeed('up', '-d')
  expect(await devices()).toContain('eth0')
  expect(await ids(project)).toEqual(before)
  await succeed('stop')
  await engine.removeNetwork(`${name}_default`)
  await succeed('up', '-d')
  expect(await devices()).toContain('eth0')
  expect(await settled(project)).toBe(0)
})

test('a network that differs is left alone while a container of others is on it, and so is all else', async () => {
  const file = (internal: boolean) => `services:
  web: {${idle}}
networks: {default: {internal: ${internal}}}
`
  const project = await createProject({ files: { 'compose.yaml': file(false) } })
  const { engine, name } = project
  const [network, visitor] = [`${name}_default`, `${name}-visitor`]
  onTestFinished(() => engine.removeContainer(visitor, { force: true }))
  await project.succeed('up', '-d')
  const body = { Image: 'busybox', Cmd: ['sleep', '1000'], HostConfig: { NetworkMode: network } }
  await engine.createContainer({ name: visitor, body })
  await engine.startContainer(visitor)
  const before = await ids(project)
  await project.write({ 'compose.yaml': file(true) })
  const refused = await project.gantry('up', '-d')
  expect(refused).toMatchObject({
    code: 1,
    stderr: expect.stringContaining(`"docker network disconnect ${network} ${visitor}"`),
  })
  expect(await ids(project)).toEqual(before)
  expect((await project.containers()).map(({ state }) => state)).toEqual(['running'])
  await engine.disconnectNetwork(network, { container: visitor })
  await project.succeed('up', '-d')
  expect(await settled(project)).toBe(0)
})

test('who shares a namespace is made anew with its owner, and names change hands', async () => {
  const file = (level: string, a: string, b: string) => `services:
  host: {${idle}, environment: {L: ${level}}}
  guest: {${idle}, network_mode: "service:host"}
  left: {${idle}, container_name: ${a}}
  right: {${idle}, container_name: ${b}}
`
  const project = await createProject({ files: {} })
  const [one, two] = [`${project.name}-one`, `${project.name}-two`]
  await project.write({ 'compose.yaml': file('1', one, two) })
  await project.gantry('up', '-d')
  await project.write({ 'compose.yaml': file('2', two, one) })
  expect(await project.gantry('up', '-d')).toMatchObject({ code: 0 })
  expect(await settled(project)).toBe(0)
})

test('what a secret file holds is seen, and explained', async () => {
  const project = await createProject({
    files: {
      'compose.yaml': `services:\n  web: {${idle}, secrets: [key]}\nsecrets: {key: {file: ./key}}\n`,
      key: 'hunter2',
    },
  })
  await project.gantry('up', '-d')
  expect(await settled(project)).toBe(0)
  await project.write({ key: 'hunter3' })
  const explained = await project.gantry('explain', 'web')
  expect(explained.stdout).toMatch(
    /differs: content of secrets\.key changed\n +secrets\.key content: sha256:/,
  )
  expect(explained.stdout).not.toContain('hunter')
  expect((await project.gantry('up', '-d')).code).toBe(0)
  expect(await settled(project)).toBe(0)
})

test('--dry-run carries the plan out and touches nothing', async () => {
  const project = await createProject({ files: { 'compose.yaml': `services: {web: {${idle}}}\n` } })
  await project.gantry('up', '-d')
  const before = await ids(project)
  await project.write({
    'compose.yaml': `services: {web: {${idle}, init: true, volumes: ["v1:/v"]}, new: {${idle}}}\nvolumes: {v1: }\n`,
  })
  const run = await project.gantry('--dry-run', 'up', '-d')
  expect(run).toMatchObject({ code: 0, stderr: expect.stringContaining('new-1 Started') })
  expect(await ids(project)).toEqual(before)
  expect(await project.holdings()).not.toContain(`volume ${project.name}_v1`)
})

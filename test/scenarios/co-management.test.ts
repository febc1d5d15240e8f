import { expect, test } from 'vitest'
import { createProject } from './rig.ts'

const compose = [
  'services:',
  '  web: {image: busybox, command: sleep 1000, stop_signal: SIGKILL, depends_on: {db: {condition: service_started}}}',
  '  db: {image: busybox, command: sleep 1000, stop_signal: SIGKILL, volumes: ["data:/data"]}',
  'volumes: {data: }',
  '',
].join('\n')

test('everything carries the labels by which docker compose finds and manages it', async () => {
  const project = await createProject({ files: { 'compose.yaml': compose } })
  await project.succeed('up', '-d')
  const prefix = 'com.docker.compose.'
  const web = (await project.containers()).find(({ name }) => name === `${project.name}-web-1`)
  expect(web?.labels).toMatchObject({
    [`${prefix}project`]: project.name,
    [`${prefix}service`]: 'web',
    [`${prefix}container-number`]: '1',
    [`${prefix}oneoff`]: 'False',
    [`${prefix}config-hash`]: expect.stringMatching(/^[0-9a-f]{64}$/),
    [`${prefix}image`]: expect.stringMatching(/^sha256:[0-9a-f]{64}$/),
    [`${prefix}depends_on`]: 'db:service_started:false',
    [`${prefix}project.working_dir`]: project.dir,
    [`${prefix}project.config_files`]: `${project.dir}/compose.yaml`,
    [`${prefix}version`]: expect.stringMatching(/^\d+\.\d+\.\d+$/),
  })
  const query = { labels: [`${prefix}project=${project.name}`] }
  const [network] = await project.engine.listNetworks(query)
  expect(network?.labels).toMatchObject({ [`${prefix}network`]: 'default' })
  const [volume] = await project.engine.listVolumes(query)
  expect(volume?.labels).toMatchObject({ [`${prefix}volume`]: 'data' })
})

test('a stack that another tool changed by hand is seen as it is, and put right', async () => {
  const project = await createProject({ files: { 'compose.yaml': compose } })
  await project.succeed('up', '-d')
  const id = async (service: string) =>
    (await project.containers()).find(({ name }) => name === `${project.name}-${service}-1`)?.id ?? ''
  await project.engine.stopContainer(await id('db'), {})
  await project.engine.removeContainer(await id('web'), { force: true })
  const plan = await project.gantry('plan')
  expect(plan.stdout).toMatch(/db-1.*(?:exited|start)/i)
  expect(plan.stdout).toMatch(/web-1.*does not exist yet/)
  await project.succeed('up', '-d')
  await project.succeed('plan', '--detailed-exitcode')
})
